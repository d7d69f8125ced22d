//! Names to make people of: as written, and in the letters of an address.

/// Names that go together.
pub(super) struct Names {
    pub(super) first: &'static [(&'static str, &'static str)],
    pub(super) last: &'static [(&'static str, &'static str)],
    /// How many of a hundred people.
    pub(super) share: u64,
}

pub(super) const NAMES: &[Names] = &[
    Names {
        first: &[
            ("Amara", "amara"), ("Clara", "clara"), ("Daniel", "daniel"), ("Emeka", "emeka"), ("Farah", "farah"),
            ("Grace", "grace"), ("Hannah", "hannah"), ("Isaac", "isaac"), ("James", "james"), ("Layla", "layla"),
            ("Marcus", "marcus"), ("Nadia", "nadia"), ("Niamh", "niamh"), ("Omar", "omar"), ("Priya", "priya"),
            ("Rohan", "rohan"), ("Samuel", "samuel"), ("Tariq", "tariq"), ("Yusuf", "yusuf"), ("Zainab", "zainab"),
        ],
        last: &[
            ("Adeyemi", "adeyemi"), ("Aziz", "aziz"), ("Campbell", "campbell"), ("Doyle", "doyle"), ("Eze", "eze"),
            ("Haddad", "haddad"), ("Hughes", "hughes"), ("Mansour", "mansour"), ("Mbeki", "mbeki"), ("Nwosu", "nwosu"),
            ("O’Connor", "oconnor"), ("Okafor", "okafor"), ("Patel", "patel"), ("Rahimi", "rahimi"), ("Raman", "raman"),
            ("Sharma", "sharma"), ("Taylor-Brooks", "taylor-brooks"), ("Walker", "walker"), ("Williams", "williams"),
            ("Young", "young"),
        ],
        share: 34,
    },
    Names {
        first: &[
            ("Agnieszka", "agnieszka"), ("Beatriz", "beatriz"), ("Camille", "camille"), ("Dario", "dario"),
            ("Eero", "eero"), ("Gabriela", "gabriela"), ("Hana", "hana"), ("Ingrid", "ingrid"), ("Jonas", "jonas"),
            ("Łukasz", "lukasz"), ("Maëlle", "maelle"), ("Mateo", "mateo"), ("Noémie", "noemie"), ("Øyvind", "oyvind"),
            ("Paola", "paola"), ("Quentin", "quentin"), ("Søren", "soren"), ("Teresa", "teresa"), ("Zoë", "zoe"),
            ("Žofie", "zofie"),
        ],
        last: &[
            ("Almeida", "almeida"), ("Bellini", "bellini"), ("Brandt", "brandt"), ("Carvalho", "carvalho"),
            ("Dvořáková", "dvorakova"), ("Ferrari", "ferrari"), ("Guérin", "guerin"), ("Hoffmann", "hoffmann"),
            ("Keller", "keller"), ("Lindholm", "lindholm"), ("Müller", "mueller"), ("Nowak", "nowak"),
            ("Nyberg", "nyberg"), ("Ortega", "ortega"), ("Ríos", "rios"), ("Roche", "roche"), ("Salonen", "salonen"),
            ("Szczepańska", "szczepanska"), ("van den Heuvel", "vandenheuvel"),
            ("Wojciechowska-Lindqvist", "wojciechowska-lindqvist"),
        ],
        share: 34,
    },
    Names {
        first: &[
            ("Алексей", "alexey"), ("Анна", "anna"), ("Дмитрий", "dmitry"), ("Екатерина", "ekaterina"),
            ("Елена", "elena"), ("Иван", "ivan"), ("Наталья", "natalya"), ("Сергей", "sergey"), ("Фёдор", "fyodor"),
            ("Юлия", "yulia"),
        ],
        last: &[
            ("Васильева", "vasilyeva"), ("Ёлкин", "yolkin"), ("Иванов", "ivanov"), ("Кузнецова", "kuznetsova"),
            ("Лебедев", "lebedev"), ("Морозова", "morozova"), ("Попов", "popov"), ("Семёнова", "semyonova"),
            ("Соколова", "sokolova"), ("Щербаков", "shcherbakov"),
        ],
        share: 10,
    },
    Names {
        first: &[
            ("美咲", "misaki"), ("陽菜", "hina"), ("凛", "rin"), ("蓮", "ren"), ("大翔", "hiroto"), ("さくら", "sakura"),
            ("健太", "kenta"), ("結衣", "yui"),
        ],
        last: &[
            ("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("田中", "tanaka"), ("渡辺", "watanabe"),
            ("伊藤", "ito"), ("山本", "yamamoto"), ("小林", "kobayashi"),
        ],
        share: 6,
    },
    Names {
        first: &[
            ("伟", "wei"), ("芳", "fang"), ("秀英", "xiuying"), ("静", "jing"), ("子轩", "zixuan"), ("雨桐", "yutong"),
            ("思远", "siyuan"), ("欣怡", "xinyi"),
        ],
        last: &[
            ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"),
            ("欧阳", "ouyang"),
        ],
        share: 6,
    },
    Names {
        first: &[
            ("서연", "seoyeon"), ("민준", "minjun"), ("지우", "jiwoo"), ("하윤", "hayoon"), ("도윤", "doyun"),
            ("수아", "sua"), ("예준", "yejun"), ("지민", "jimin"),
        ],
        last: &[
            ("김", "kim"), ("이", "lee"), ("박", "park"), ("최", "choi"), ("정", "jung"), ("강", "kang"), ("조", "cho"),
            ("윤", "yoon"),
        ],
        share: 6,
    },
    Names {
        first: &[
            ("Bảo", "bao"), ("Linh", "linh"), ("Minh Anh", "minhanh"), ("Phương", "phuong"), ("Thanh", "thanh"),
            ("Tuấn", "tuan"),
        ],
        last: &[
            ("Nguyễn", "nguyen"), ("Trần", "tran"), ("Lê", "le"), ("Phạm", "pham"), ("Hoàng", "hoang"), ("Đặng", "dang"),
        ],
        share: 4,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_hundred_and_addresses_are_plain() {
        assert_eq!(NAMES.iter().map(|names| names.share).sum::<u64>(), 100);
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        for names in NAMES {
            assert!(names.first.iter().chain(names.last).all(|(_, address)| plain(address)));
        }
    }
}
