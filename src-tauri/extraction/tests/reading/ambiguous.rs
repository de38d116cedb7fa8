//! Words with two readings: each once as the skill and once not.

use crate::{check, names};
use protocol::records::{Category, FindingKind};

/// Word, a sentence in which it is the skill, one in which it is not, the skill's name.
const PAIRS: &[(&str, &str, &str)] = &[
    ("Go", "I write backend services in Go.", "I go to work by bus and go home late."),
    ("R", "I did the analysis in R.", "I worked in R&D for a while."),
    ("C", "I program microcontrollers in C.", "I take vitamin C and had a C section."),
    ("Spring", "I built Java services with Spring.", "In spring we lamb, last Spring was wet."),
    ("Rust", "I rewrote the parser in Rust.", "I scraped the rust off the gate."),
    ("Swift", "I wrote an iPhone app in Swift.", "I was swift to answer, as swift as I could."),
    ("Java", "I wrote the server in Java.", "I travelled in Java, the island, for a year."),
    ("Python", "I automate reports with Python.", "I kept a python in a cage as a boy."),
    ("Ruby", "I built the web app in Ruby.", "I bought a ring with a ruby for Ruby, my niece."),
    (
        "Rails",
        "I built the site with Rails and Postgres.",
        "I fixed the curtain rails on the stairs.",
    ),
    ("Scala", "We wrote the pipeline in Scala.", "I heard an opera at La Scala."),
    (
        "Elm",
        "I wrote the frontend in Elm, functional as it is.",
        "I sawed an elm into boards, elm is tough timber.",
    ),
    ("Ada", "I program embedded avionics in Ada.", "I went to school with Ada."),
    ("React", "I built the frontend in React.", "I had to react quickly when he fell."),
    (
        "Express",
        "I wrote the Node.js API with Express.",
        "I like to express myself on the express train.",
    ),
    ("Flask", "I wrote a small Python API with Flask.", "I took my flask of tea to the site."),
    ("Less", "I wrote the stylesheets in Less and Sass.", "I worked less and earned less."),
    ("Bash", "I wrote it as a Bash script in the terminal.", "I had to bash the door in."),
    ("Shell", "I automated it with shell scripts.", "I found a shell on the beach."),
    ("Make", "I wrote the makefiles and built it with Make.", "I make dinner and make the beds."),
    (
        "Chef automation",
        "I set up the servers with Chef and Ansible.",
        "I'm a chef in a small restaurant.",
    ),
    (
        "Puppet automation",
        "I did the infrastructure with Puppet and Terraform.",
        "I made a puppet for the kids.",
    ),
    ("Spark", "I wrote data pipelines in Spark.", "I changed a spark plug and saw a spark."),
    ("Kafka", "I streamed the events through Kafka.", "I read a novel by Kafka."),
    (
        "Snowflake",
        "I moved the warehouse to Snowflake with SQL.",
        "I cut a snowflake out of paper in winter.",
    ),
    ("Julia", "I wrote the statistical model in Julia.", "I worked with Julia on nights."),
    ("Excel", "I do the budget in Excel.", "I excel at being late."),
    ("Access", "I built the customer database in Access.", "I had no access to the building."),
    ("Word", "I write the reports in Word.", "I gave him my word and kept it."),
    ("Teams", "I ran the calls over Microsoft Teams.", "I work with several teams."),
    ("Slack", "I answer people on the Slack channel.", "I took up the slack for him."),
    ("Notion", "I keep the team wiki in Notion.", "I had no notion of what to do."),
    ("Sketch app", "I drew the screens in Sketch and Figma.", "I drew a sketch of the house."),
    (
        "Adobe Illustrator",
        "I made the logo in Illustrator and Photoshop.",
        "I work as a children's illustrator.",
    ),
    ("Scratch", "I taught the kids coding with Scratch.", "I built it from scratch."),
    ("Angular", "I built the app in Angular with TypeScript.", "I like angular furniture."),
    ("Vue", "I wrote the web frontend in Vue.", "I looked at the view."),
    (
        "Blender",
        "I modelled the scene in Blender for the animation.",
        "I made soup in the blender.",
    ),
    ("Unity", "I made a game with Unity.", "I want unity in the team."),
    ("Sage", "I did the payroll in Sage.", "I grew sage in the garden."),
    ("SAP", "I ran purchase orders in SAP.", "I tapped the sap of the tree."),
    ("Bass", "I play bass in a band.", "I grilled a sea bass."),
    ("Polish", "I speak Polish with the cleaners.", "I polish the floor and polish the silver."),
    ("French", "I speak French at home.", "I fitted french doors and did some French polishing."),
    ("German", "I'm fluent in German.", "I trained a German shepherd."),
    ("Dart", "I wrote the app in Dart with Flutter.", "I threw a dart and we played darts."),
    ("Pascal", "I programmed in Pascal, code and all.", "I met Pascal on the train."),
    ("Zig", "I rewrote the compiler in Zig.", "The path went zig zag up the hill."),
    ("Scheme", "I code in Scheme and Lisp.", "I joined the pension scheme at work."),
    ("Svelte", "I built the frontend in Svelte.", "I was svelte when I was thirty."),
    ("Outlook", "I use Word, Excel and Outlook.", "I changed my outlook on life."),
    ("Team leadership", "I led a crew of six.", "I fitted lead flashing and it led to a leak."),
];

#[test]
fn the_words_around_decide_that_it_is_the_skill() {
    let wrong: Vec<_> = PAIRS
        .iter()
        .filter(|(name, yes, _)| !names(yes, FindingKind::Skill).iter().any(|found| found == name))
        .map(|(name, yes, _)| format!("{name}: {yes} {:?}", names(yes, FindingKind::Skill)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_words_around_decide_that_it_is_not() {
    let wrong: Vec<_> = PAIRS
        .iter()
        .filter(|(name, _, no)| names(no, FindingKind::Skill).iter().any(|found| found == name))
        .map(|(name, _, no)| format!("{name}: {no}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_language_is_known_where_it_is_spoken_and_only_there() {
    let lexicon = extraction::Extractor::builtin().lexicon();
    let languages = lexicon.skills().iter().filter(|skill| skill.category == Category::Languages);
    let mut seen = 0;
    for name in languages.map(|skill| skill.name.as_str()) {
        seen += 1;
        let spoken = names(&format!("I speak {name} at home."), FindingKind::Skill);
        assert!(spoken.iter().any(|found| found == name), "{name}: {spoken:?}");
        let other = names(&format!("We bought a {name} carpet at the market."), FindingKind::Skill);
        assert!(!other.iter().any(|found| found == name), "{name}: {other:?}");
    }
    assert!(seen >= 80, "only {seen} languages");
}

#[test]
fn a_thing_is_a_skill_where_the_speaker_lays_claim_to_it() {
    check(&[
        ("Clutches, brakes, gearboxes.", &["Brake repair", "Clutch replacement"], &[]),
        ("I do clutches and brakes.", &["Brake repair", "Clutch replacement"], &[]),
        ("The brakes failed on the hill.", &[], &["Brake repair"]),
        ("I love swimming and hiking.", &["Swimming", "Hiking"], &[]),
        ("My head was swimming.", &[], &["Swimming"]),
        ("There was bread on the table.", &[], &["Bread baking"]),
    ]);
}

#[test]
fn a_tool_denied_wished_for_or_left_behind_is_not_found() {
    let tools = [
        "Go",
        "Rust",
        "Swift",
        "Python",
        "Java",
        "Excel",
        "Access",
        "PowerPoint",
        "Figma",
        "SAP",
        "Photoshop",
        "AutoCAD",
        "Kubernetes",
        "Terraform",
        "Tableau",
        "Salesforce",
        "Blender",
    ];
    let sayings = [
        "I never used {} at work.",
        "I've never worked with {} in my life.",
        "I don't know {} at all.",
        "I'd love to learn {} one day.",
        "I want to learn {} next year.",
        "I wish I knew {}.",
        "My colleague does all the {} work.",
        "My boss uses {}, she is good at it.",
        "I used to write {} code fifteen years ago.",
        "Twenty years ago I worked with {} for a bank.",
        "I used {} at uni in 2004.",
    ];
    let mut wrong = Vec::new();
    for tool in tools {
        for said in sayings.map(|said| said.replace("{}", tool)) {
            let found = names(&said, FindingKind::Skill);
            if found.iter().any(|name| name.contains(tool)) {
                wrong.push(format!("{said} {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_list_of_tools_settles_short_names() {
    check(&[
        ("Mostly Python, R and SQL.", &["Python", "R", "SQL"], &[]),
        ("TypeScript, Go, Rust.", &["TypeScript", "Go", "Rust"], &[]),
        ("I know Java, C and C++.", &["Java", "C", "C++"], &[]),
        ("I speak Arabic, English and some Turkish.", &["Arabic", "English", "Turkish"], &[]),
        ("I use Xero, and Excel for the rest.", &["Xero", "Excel"], &[]),
        ("i code in python and go", &["Python"], &[]),
    ]);
}

#[test]
fn lead_is_read_by_what_it_stands_with() {
    check(&[
        ("I led the night crew.", &["Team leadership"], &[]),
        ("I'm leading a group of volunteers.", &["Team leadership"], &[]),
        ("I replaced the old lead pipes.", &["Plumbing"], &["Team leadership"]),
        ("It led to a row.", &[], &["Team leadership"]),
        ("I bought a dog lead.", &[], &["Team leadership"]),
    ]);
}

#[test]
fn words_that_also_stand_for_everyday_things_are_no_skill_there() {
    check(&[
        (
            "I took screenshots of all of them and laid them out. The board walked over it, and I \
             got four months to build one set, which they use today for all the buttons there are.",
            &[],
            &["Set design"],
        ),
        ("I build one set of drawers a week.", &[], &["Set design"]),
        ("I designed sets for a small theatre.", &["Set design"], &[]),
        (
            "I want to design only for hospitals and public offices, and teach it one day a week.",
            &[],
            &["Office administration"],
        ),
        ("I clean in public offices.", &[], &["Office administration"]),
        (
            "It was cold and nobody came out that day. I measured the window, cut the glass in the \
             van and had it in before the rain, so they paid me in cash and made me tea as well.",
            &[],
            &["Data collection"],
        ),
        (
            "In that hot summer the dough went sour. I measured the room every hour and wrote it \
             down, then moved the long rest into the cold room. In the end the bread came back.",
            &["Data collection"],
            &[],
        ),
        ("We found a leak behind the house and fixed it.", &[], &["Founding a company"]),
    ]);
}
