//! The words from which people make passwords that everybody guesses, and the paths that fingers take over keys.
//!
//! Our own collection, kept small: `blocklist` also recognizes what people put around and into these words, so that
//! each line stands for thousands of passwords. Lower case, without blanks.

/// Words, by what people think of when they are asked for a password.
pub(super) const WORDS: &[&str] = &[
    // Asked for a password, they write that, or what stands on the button.
    "pass passw passwd password passwort passe password motdepasse contrasena contraseña clave senha secret secreto \
     geheim login logon signin signup access entrar enter open letmein letmeinn welcome welcomeback willkommen \
     bienvenue bienvenido hello hellothere hallo holahola change changeme changeit changethis default temp temporary \
     tempass newpass newuser user username usuario account admin administrator adminadmin root toor sysadmin system \
     master manager owner guest public private server oracle mysql postgres database cisco ubnt supervisor support \
     service backup test testing tester testtest testuser demo sample example trial nothing something anything \
     whatever noidea forgot forget forgotten remember idontknow dontknow none null undefined security secure safe \
     trustno trust trustme nopass nopassword mypass mypassword thepassword unknown please pleaseletmein opensesame \
     sesame abracadabra swordfish shadow qwerty azerty qwertz asdf zxcv internet computer laptop keyboard monitor \
     windows microsoft apple iphone samsung android google facebook twitter linkedin youtube yahoo hotmail outlook \
     gmail skype netscape firefox chrome linux ubuntu debian redhat unix hacker hackme hacked matrix neo trinity",
    // Whom and what they love.
    "love lover lovers lovely loveme loveyou loveu lovelove iloveyou iloveu iloveme ilovehim iloveher iloveit \
     ilovegod ilovejesus ilovemom ilovemum teamo tequiero amor amore amour jetaime mylove truelove onelove loveless \
     baby babe babyboy babygirl babydoll honey sweet sweety sweetie sweetheart sweetpea darling cutie cutiepie \
     beautiful gorgeous pretty handsome sexy sexygirl hottie kisses kissme hugs smile smiles smiley happy happiness \
     lucky blessed angel angels angelo angelito heaven jesus jesuschrist christ christian church faith hope grace \
     glory savior blessing godisgood godislove praise prayer amen holyspirit buddha allah bismillah krishna shiva \
     ganesh forever always together family mother father mommy mummy daddy mamma mama papa grandma grandpa sister \
     brother husband wife friend friends bestfriend friendship friday saturday sunday monday tuesday wednesday \
     thursday january february march april may june july august september october november december spring summer \
     autumn winter season morning midnight sunrise sunset moonlight moonshine sunshine sunny rainbow",
    // Names.
    "aaron abigail adam adrian aaliyah alejandra alejandro alex alexander alexandra alexandre alexis alfredo alice \
     alicia allison alyssa amanda amber amelia amy ana anastasia andrea andreas andreea andrei andres andrew andrey \
     angela angelica angelina anita anna annie anthony antonio april ariana arthur ashley ashton audrey austin \
     barbara beatriz benjamin bernard bernardo bethany bianca bonnie brandon brandy breanna brenda brian brianna \
     brittany brooke bryan caitlin cameron camila camille carina carla carlos carmen carolina caroline cassandra \
     cassie catherine cecilia celine charles charlie charlotte chelsea cheyenne chloe chris christian christina \
     christine christopher claire claudia clayton clinton colleen connor courtney craig cristian cristina crystal \
     cynthia daisy dakota daniel daniela danielle danny david deborah denise dennis derek desiree destiny diana \
     diego dominic dominik dominique donald donna dorothy douglas dylan eduardo edward elena elizabeth ellen emily \
     emma enrique eric erica erika ernesto esteban esther ethan eugene evelyn fabian felipe felix fernanda fernando \
     florian frances francesca francisco frank frankie franklin frederic gabriel gabriela gabrielle garrett genesis \
     george gerald gerardo giovanni gloria gordon graham gregory guillermo gustavo hannah harold harrison harvey \
     heather hector helena henry hermann howard hunter isaac isabel isabella isabelle ivan jackie jackson jacob \
     jacqueline jaime james jamie janice jasmin jasmine jason javier jayden jeffrey jenna jennifer jenny jeremiah \
     jeremy jerome jessica jessie jimmy joanna jocelyn johanna johannes john johnny johnson jonathan jordan jorge \
     joseph josephine joshua juan julia julian juliana julie julien juliette julio justin justine kaitlyn karen \
     karina katherine kathleen kathryn katie katrina kayla kelly kelsey kenneth kevin kimberly kristen kristin \
     kristina kyle laura lauren laurent lawrence leonard leonardo leslie lillian linda lindsay lindsey lisa logan \
     lorena lorenzo louise lucas lucia luis madeline madison manuel marcel marcelo marcus margaret margarita maria \
     mariah mariana marianne marie marina mario marissa markus martha martin martina martinez mason mathew mathieu \
     matthew maurice maxime maximus maxwell megan melanie melissa melody mercedes meredith michael michaela michel \
     michele michelle miguel mikael mikhail miranda mitchell mohamed mohammed molly monica monika monique morgan \
     muhammad mustafa natalia natalie natasha nathalie nathan nathaniel nicholas nichole nicola nicolas nicole \
     nikita nikolai norman oliver olivia oscar pablo pamela parker pascal patricia patricio patrick paul paula \
     pauline pedro peter philip philippe phillip phoebe preston priscilla rachel rafael ramona randall raymond \
     rebecca regina ricardo richard robert roberta roberto robinson rodrigo roland ronald ronaldo rosemary roxanne \
     russell ryan sabrina samantha samuel sandra santiago sara sarah savannah scott sebastian serena sergei sergey \
     sergio shannon sharon shawn sheila shelby sherry shirley sierra silvia simone sophia sophie spencer stacey \
     stanley stefan stefanie stella stephanie stephen steve steven stewart stuart susan susanne svetlana sydney \
     sylvia tamara tatiana taylor teresa terrance theodore theresa thomas tiffany timothy tracy travis trevor tristan \
     tyler valentin valentina valeria valerie vanessa vanesa vasquez veronica vicente victor victoria vincent \
     violet virginia vivian vladimir wallace walter wendy wesley whitney wilhelm william williams winston xavier \
     yolanda yvonne zachary",
    // Animals, fruit, flowers and other things at hand.
    "animal bear bears beagle bird birdie bulldog bunny butterfly buster cat cats kitty kitten kittycat hellokitty \
     cheetah chicken cobra coyote dog doggy doggie dolphin dolphins dragon dragons dragonfly ducks eagle eagles \
     elephant falcon falcons ferret fish fishing gator giraffe gorilla hamster hawk hedgehog horse horses jaguar \
     kangaroo koala leopard lion lions lizard monkey monkeys mouse mustang octopus orca panda panther panthers parrot \
     penguin phoenix pigeon pony poodle puppy puppies rabbit raccoon raptor raven ravens rooster scorpion shark \
     sharks snake snoopy sparrow spider squirrel stallion swan tiger tigers tigger turtle unicorn viper whale wolf \
     wolves wolverine woodpecker zebra almond apple apples applepie avocado banana bananas berry blackberry \
     blueberry bread brownie bubbles bubblegum butter butters candy caramel carrot cereal cheese cheesecake cherry \
     chicken chocolate chocolat cinnamon coconut coffee cookie cookies cupcake dessert donut dumpling ginger grape \
     hamburger honeybee icecream jellybean ketchup lemon lemonade lollipop mango marshmallow melon milkshake mushroom \
     mustard noodle noodles nutella onion orange oranges pancake papaya peach peaches peanut peanuts pepper peppers \
     pickle pineapple pizza popcorn potato pudding pumpkin raspberry sandwich spaghetti strawberry sugar sushi \
     tequila tomato twinkie vanilla vodka waffle watermelon whiskey budweiser heineken corona guinness cocacola \
     coca pepsi sprite blossom camellia dandelion flower flowers jasmine lavender lily lotus magnolia marigold orchid \
     poppy rose roses rosebud sunflower tulip amber crystal crystals diamond diamonds emerald gold golden jewel \
     pearl platinum ruby sapphire silver steel stone",
    // Teams, games, stars, machines and stories.
    "sport sports soccer football futbol baseball basketball softball volleyball hockey tennis cricket rugby golf \
     golfer swimming skate skater skateboard snowboard surfing surfer cheer cheerleader champion champions winner \
     yankees redsox cubs dodgers mets giants cowboys steelers packers broncos raiders patriots redskins lakers \
     celtics bulls spurs rangers rockets pistons penguins flyers bruins redwings maple blackhawks arsenal liverpool \
     chelsea everton manchester manutd manunited barcelona barca realmadrid madrid juventus milan acmilan inter \
     interbayern bayern borussia schalke werder ajax benfica porto boca bocajuniors river riverplate celtic rangers \
     galatasaray fenerbahce besiktas ronaldo messi beckham neymar zidane jordan kobe lebron shaquille tiger tigerwoods \
     hockey nascar earnhardt ferrari porsche mercedes bmw audi volkswagen toyota honda nissan mazda subaru mitsubishi \
     hyundai renault peugeot citroen chevrolet chevy camaro corvette mustang dodge charger challenger ford falcon \
     cadillac lincoln pontiac firebird trans jaguar bentley lamborghini maserati bugatti harley harleydavidson yamaha \
     kawasaki suzuki ducati batman superman spiderman ironman hulk wolverine deadpool captain captainamerica avengers \
     starwars startrek skywalker darthvader vader yoda jedi chewbacca hansolo bond jamesbond goldfinger godfather \
     scarface terminator predator rambo rocky gladiator spartan spartacus highlander lordoftherings gandalf frodo \
     bilbo legolas aragorn sauron harrypotter potter hermione dumbledore voldemort hogwarts gryffindor slytherin \
     twilight vampire werewolf zombie dracula frankenstein merlin camelot excalibur robinhood peterpan tinkerbell \
     cinderella aladdin simba nemo pokemon pikachu charizard digimon naruto sasuke sakura goku vegeta dragonball \
     doraemon totoro gundam evangelion bleach onepiece luffy sonic mario supermario luigi zelda nintendo playstation \
     xbox gameboy sega halo callofduty counterstrike counter warcraft worldofwarcraft starcraft diablo minecraft \
     fortnite roblox runescape tetris pacman mortalkombat finalfantasy metal metallica slipknot nirvana acdc eminem \
     tupac snoopdog biggie beatles rollingstones pinkfloyd ledzeppelin queen abba madonna britney shakira rihanna \
     beyonce gaga bieber justinbieber onedirection westlife backstreet linkinpark greenday blink ramones sexpistols \
     guitar guitarra bass drummer drums piano violin trumpet music musica musical musician rocknroll rockstar \
     rockandroll hiphop techno trance reggae jazz blues samba salsa tango dance dancer dancing disney mickey \
     mickeymouse minnie donald donaldduck goofy winnie winniethepooh pooh snowwhite bambi barbie barney spongebob \
     garfield scooby scoobydoo homer simpson simpsons bart southpark family familyguy friends",
    // Power, places and the rest.
    "alpha beta gamma delta omega sigma zulu agent assassin bandit beast bigboy bigdaddy bigdog bigmac blade blaster \
     boomer booboo boogie bullet bullshit butthead captain commander cowboy cowgirl crazy cyber danger death \
     deathstar defender destroyer devil demon diesel doctor drummer enigma extreme fighter fire fireball firefly \
     fireman freak freedom fuckme fuckoff fuckyou asshole badass badboy badgirl bitch bastard biteme blowme bollocks \
     fuck fucker fucking motherfucker shit shithead pussy dickhead penis boobs bigtits hardcore porn pornstar playboy \
     playgirl playa player gangster gangsta genius ghost goldberg goldfish gunner hammer hardrock hotrod hotshot \
     hunter hunting hurricane ice iceman icecube infinity intrepid invincible jackass joker jupiter justice killer \
     killme king kings kingkong kingdom knight knights legend legends legion lightning loser lost lunatic magic \
     magician mars marine marines marlboro maverick mercury million money moneymaker monster monsters mountain \
     mystery nemesis neptune newport nightmare ninja ninjas nuclear ocean outlaw paradise peace phantom pimp pimpin \
     pirate pirates pluto poison police power powers prince princesa princess princesse prodigy punisher punkrock \
     quantum queen racer racing radio ranger razor rebel reaper redneck retard revolution rider ringo rocket romance \
     romeo royal rubber runner saturn savage scarlet scooter scout shooter silence sinner skull skywalker slayer \
     smokey smoker snowball snowflake snowman soldier solution spirit sniper special star stars stardust starlight \
     stargate storm stranger stupid success sucker super superstar superpower surprise survivor switch taurus \
     gemini cancer virgo libra scorpio sagittarius capricorn aquarius pisces aries tarzan thunder thunderbird time \
     titan titanic titanium tornado toxic trouble trooper trucker turbo twister universe venom venus victory viking \
     vikings violence virgin vision voyager voodoo walker warlord warrior warriors water weed whiteboy wildcat \
     wildcats wildfire willow wind winner wisdom wizard wonder wonderful wonderland world xmen zeppelin zombies \
     red blue black white green yellow purple orange pink brown redred blueblue blackjack blackcat blackbird \
     blackwhite bluesky bluebird blueeyes greenday greentea redrose redwine pinkpink purplerain silverado whitecat \
     whitey africa alaska america american amsterdam argentina arizona atlanta australia austria bangkok barcelona \
     beijing berlin bolivia boston brasil brazil britain buenosaires bulgaria california canada canadian caribbean \
     carolina chicago chile china chinese colombia colorado columbia cuba dallas deutschland denver detroit dublin \
     egypt england espana europe florida france francia germany georgia greece hamburg hawaii holland hongkong \
     hungary india indian indiana indonesia ireland irish israel istanbul italia italian italy jamaica japan japanese \
     kansas kentucky korea lebanon london losangeles louisiana malaysia marseille melbourne mexico mexican miami \
     michigan minnesota montana montreal morocco moscow munich nebraska nevada newyork newyorkcity newzealand nigeria \
     norway oakland ohio oklahoma oregon orlando oxford pakistan palermo panama paris pennsylvania peru philippines \
     phoenix poland portland portugal puertorico quebec queensland rome romania russia russian sacramento sanantonio \
     sandiego sanfrancisco scotland seattle serbia shanghai sicilia singapore slovakia spain stockholm sweden sydney \
     switzerland taiwan tennessee texas thailand tokyo toronto turkey turkiye ukraine utah valencia vegas lasvegas \
     venezuela venice vermont vienna vietnam virginia wales washington wisconsin wyoming yellowstone zurich school \
     schule college university student teacher class classof senior seniors graduate studio studios production \
     productions office office work works working business company corporate project sales marketing finance hotel \
     garden house home homesweethome family kitchen window door table chair books library library pencil paper \
     picture photo camera film movie movies cinema theatre animation animator artist design designer director \
     producer editor render compositor",
    // As typed by those who write in other alphabets, romanized or on Latin keys.
    "woaini woaiwojia aini wangyut iloveni nihao mima mimamima zhongguo beijing tianya dearbook aaaa asdasd \
     aishiteru arigatou arigato konnichiwa ohayou sayonara daisuki nippon tokyo takahashi tanaka suzuki watanabe \
     yamamoto nakamura kobayashi hiroshi takashi keiko yuki haruka hatsunemiku pasuwado \
     privet parol poehali lubov lyubov liubov krasotka solnce solnyshko zvezda moskva rossiya spartak zenit dinamo \
     lokomotiv natashka marinka nastya dasha masha misha dima sasha katya olga irina oksana tatyana yulia ruslan \
     maksim vadim oleg stas slava denis artem kirill \
     ghbdtn gfhjkm gfhjkmgfhjkm yfnfif vfhbyf cjkysirj rhfcjnrf cfif vfif vfrcbv fktrcfylh ybrbnf vbif rjnbr \
     kjdtkfc gjgjdf vfvf vjcrdf hjccbz cgfhnfr pdtplf yfcnz gthtrkbr \
     пароль привет любовь наташа максим солнышко россия москва спартак марина андрей настя александр александра \
     дмитрий сергей кристина люблю мамочка котенок зайчик секрет логин админ \
     saranghae saranghaeyo annyeong hanguk daehanminguk seoul bimil bimilbeonho \
     tkfkdgo tkfkdgody tkfkdgksek qlalfqjsgh dkssud dkssudgktpdy gksrnr rlawjddms dlstod gkrry rhkqh wkddjdj \
     비밀번호 사랑해 사랑합니다 안녕하세요 대한민국 パスワード ひみつ あいしてる さくら 密码 我爱你 中国 \
     hola holamundo bonita hermosa guapa guapo corazon princesita mariposa estrella estrellita cielo luna sol \
     chiquita chiquito muneca muñeca carino cariño gatito perrito papi mami mamita papito mimama mipapa mivida \
     miamor teamomucho tequieromucho amigos amigas colombia america aguilas chivas pumas cruzazul tigres rayados \
     felicidad libertad esperanza navidad guadalupe dios jesucristo santiago soledad tequila cerveza futbol \
     bonjour soleil chouchou doudou loulou coucou bisous chocolat marseille azertyuiop nicolas camille \
     schatz schatzi liebe ichliebedich sonne sommer herzog hallo fussball passwort sonnenschein deutschland \
     ciao amore forza juve juventus napoli ferrari",
];

/// What people put in front of such a word.
pub(super) const OPENERS: &[&str] = &[
    "my", "the", "i", "im", "iam", "love", "ilove", "super", "big", "hot", "new", "hello", "miss", "mr", "team", "go",
];

/// Paths over keyboards and keypads, alphabets, and numbers that people know by heart; also walked backward.
pub(super) const PATHS: &[&str] = &[
    // Rows.
    "qwertyuiop[] asdfghjkl;' zxcvbnm,./ `1234567890-= 1234567890 !@#$%^&*()_+ azertyuiop qsdfghjklm wxcvbn \
     qwertzuiop yxcvbnm йцукенгшщзхъ фывапролджэ ячсмитьбю",
    // Columns, both ways of slanting, and several of them in a row.
    "1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ qaz wsx edc rfv tgb yhn ujm 4esz 5rdx 6tfc 7ygv 8uhb 9ijn \
     0okm !qaz @wsx #edc 1qazxsw23edcvfr45tgbnhy67ujm qazxswedcvfrtgbnhyujm",
    // Zigzag.
    "1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 1a2s3d4f5g6h7j8k9l 1z2x3c4v5b6n7m qawsedrftgyhujikolp \
     awsedrftgyhujikol zaxscdvfbgnhmj 1a2b3c4d5e6f7g8h9i a1b2c3d4e5f6g7h8i9 z1x2c3v4b5n6m7 a1s2d3f4g5h6",
    // Alphabets.
    "abcdefghijklmnopqrstuvwxyz абвгдеёжзийклмнопрстуфхцчшщъыьэюя абвгдежзийклмно",
    // Keypads.
    "789456123 147258369 741852963 14789632 159753 951357 753159 357159 258456 369258147",
    // Numbers.
    "01234567890 9876543210 13579 24680 1357924680 246813579 31415926535 27182818284 112358132134 5201314 1314520 \
     1123581321 911911 420420 666 007 747",
];
