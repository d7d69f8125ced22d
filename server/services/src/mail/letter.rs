//! One mail as its reader sees it: subject, text and HTML.
//!
//! Every mail has the same shape. Its words come from `i18n`; what people typed is escaped in the HTML part and stands
//! as it is in the text part.

use askama::Template;

/// The most that a subject can hold, in code points: two of the longest names and the words around them.
const SUBJECT_MAX: usize = 300;

/// What a mail says, part by part.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Letter {
    /// The tag of its language.
    pub(super) lang: &'static str,
    /// One line.
    pub(super) subject: String,
    /// What happened, and who did it.
    pub(super) lead: String,
    /// What goes with it.
    pub(super) facts: Vec<String>,
    /// What a person wrote.
    pub(super) quote: Option<Quote>,
    /// What the reader can do.
    pub(super) button: Option<Button>,
    /// What stands below the button when mail programs refuse it.
    pub(super) by_hand: String,
    /// What the reader should know besides.
    pub(super) notes: Vec<String>,
    /// Where it comes from.
    pub(super) foot: String,
    /// The name that it is from, where the workspace has chosen one.
    pub(super) sender: Option<String>,
}

/// What a person wrote; several lines of plain text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quote {
    /// Who wrote it.
    pub(super) by: String,
    /// As typed.
    pub(super) text: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Button {
    /// What it does.
    pub(super) label: String,
    /// Where it leads.
    pub(super) url: String,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct TextPart<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlPart<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// The plain part. Each paragraph is one line, so that no link is broken by wrapping.
    pub(super) fn text(&self) -> Result<String, askama::Error> {
        TextPart { letter: self }.render()
    }

    /// The HTML part.
    pub(super) fn html(&self) -> Result<String, askama::Error> {
        HtmlPart { letter: self }.render()
    }

    /// The subject as one line, whatever is in the names.
    pub(super) fn subject(&self) -> String {
        self.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SUBJECT_MAX).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            lang: "en",
            sender: None,
            subject: "Marit <b>\r\nBcc: x@y.example".to_owned(),
            lead: "Marit <script>alert(1)</script> {{ 7*7 }} %s invites you.".to_owned(),
            facts: vec!["Your role: Guest.".to_owned()],
            quote: Some(Quote {
                by: "Marit writes:".to_owned(),
                text: "Hi & welcome,\n\n<img src=x onerror=y>".to_owned(),
            }),
            button: Some(Button { label: "Accept".to_owned(), url: "https://x.example/invite/a_b-c".to_owned() }),
            by_hand: "Or open:".to_owned(),
            notes: vec!["Once.".to_owned(), "Until tomorrow.".to_owned()],
            foot: "Sent by Rollcall".to_owned(),
        }
    }

    #[test]
    fn text_part_reads_top_to_bottom() {
        insta::assert_snapshot!(letter().text().unwrap(), @r"
        Marit <script>alert(1)</script> {{ 7*7 }} %s invites you.

        Your role: Guest.

        Marit writes:

        > Hi & welcome,
        > 
        > <img src=x onerror=y>

        Accept:
        https://x.example/invite/a_b-c

        Once.

        Until tomorrow.

        -- 
        Sent by Rollcall
        ");
    }

    #[test]
    fn short_letter_has_no_gaps() {
        let letter =
            Letter { quote: None, button: None, facts: Vec::new(), notes: vec!["Once.".to_owned()], ..letter() };
        insta::assert_snapshot!(letter.text().unwrap(), @r"
        Marit <script>alert(1)</script> {{ 7*7 }} %s invites you.

        Once.

        -- 
        Sent by Rollcall
        ");
    }

    // IV-14 XS-06 IN-13
    #[test]
    fn what_people_typed_is_escaped_in_html_and_nowhere_else() {
        let html = letter().html().unwrap();
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(html.contains("&#60;script&#62;") && html.contains("{{ 7*7 }} %s"), "{html}");
        assert!(html.contains("<br>"), "lines of a message stay lines");
        assert!(letter().text().unwrap().contains("<script>alert(1)</script> {{ 7*7 }} %s"));
    }

    // ML-10
    #[test]
    fn subject_is_one_line() {
        assert_eq!(letter().subject(), "Marit <b>  Bcc: x@y.example");
        let long = Letter { subject: "x".repeat(5_000), ..Letter::default() };
        assert_eq!(long.subject().len(), SUBJECT_MAX);
    }
}
