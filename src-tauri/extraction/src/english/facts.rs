//! People who may depend on one, and whose hours are told.

/// People who may depend on one, in the singular and plural.
pub(crate) const ONE: &[&str] = &[
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "son",
    "daughter",
    "child",
    "kid",
    "boy",
    "girl",
    "wife",
    "husband",
    "partner",
    "brother",
    "sister",
    "baby",
    "toddler",
    "grandmother",
    "grandfather",
    "gran",
    "nan",
    "granddad",
    "grandad",
    "grandson",
    "granddaughter",
    "niece",
    "nephew",
    "stepson",
    "stepdaughter",
    "stepchild",
    "uncle",
    "aunt",
    "teenager",
    "person",
    "one",
    "girlfriend",
    "boyfriend",
    "mother-in-law",
    "grandchild",
    "cousin",
    "little",
];
/// Words of this list.
pub(crate) const MANY: &[&str] = &[
    "mothers",
    "sons",
    "daughters",
    "children",
    "kids",
    "boys",
    "girls",
    "brothers",
    "sisters",
    "babies",
    "grandsons",
    "granddaughters",
    "grandchildren",
    "nieces",
    "nephews",
    "teenagers",
    "people",
    "dependants",
    "dependents",
    "stepchildren",
    "stepsons",
    "toddlers",
    "relatives",
];
/// Those that come as two unless a number stands before.
pub(crate) const PAIRS: &[&str] = &["parents", "twins", "grandparents", "in-laws"];
/// Words of this list.
pub(crate) const NOBODY: &[&str] =
    &["nobody", "no-one", "none", "no", "myself", "alone", "single", "zero", "noone"];
/// A child.
pub(crate) const CHILD: &[&str] = &[
    "son",
    "daughter",
    "child",
    "kid",
    "boy",
    "girl",
    "baby",
    "toddler",
    "teenager",
    "stepson",
    "stepdaughter",
    "stepchild",
];
/// Children.
pub(crate) const CHILDREN: &[&str] = &[
    "sons",
    "daughters",
    "children",
    "kids",
    "boys",
    "girls",
    "babies",
    "toddlers",
    "teenagers",
    "stepsons",
    "stepchildren",
];
/// What may be said of a relative before they are named.
pub(crate) const KIND_OF_PERSON: &[&str] = &[
    "young",
    "small",
    "little",
    "teenage",
    "lovely",
    "wonderful",
    "beautiful",
    "older",
    "younger",
    "elderly",
    "old",
    "disabled",
    "sick",
    "own",
    "adopted",
    "school-age",
    "grown-ups",
    "little",
    "dear",
];
/// Words of the lists above that may be anybody.
pub(crate) const UNSURE: &[&str] =
    &["people", "person", "one", "little", "relatives", "dependants", "dependents", "partner"];
/// Those one has to do with at work, and where.
pub(crate) const AT_WORK: &[&str] = &[
    "class",
    "classes",
    "classroom",
    "classrooms",
    "group",
    "groups",
    "team",
    "teams",
    "nursery",
    "kindergarten",
    "daycare",
    "playgroup",
    "ward",
    "wards",
    "pupil",
    "pupils",
    "student",
    "students",
    "patient",
    "patients",
    "client",
    "clients",
    "resident",
    "residents",
    "customer",
    "customers",
    "guest",
    "guests",
    "club",
    "troop",
    "choir",
    "teach",
    "teaching",
    "tutor",
    "coach",
    "bus",
    "shift",
    "shifts",
    "staff",
    "crew",
    "unit",
    "department",
    "caseload",
    "course",
    "workshop",
    "practice",
    "passengers",
    "residents",
];
/// What is said of those who need one no more.
pub(crate) const GONE: &[&[&str]] = &[
    &["left", "home"],
    &["moved", "out"],
    &["moved", "away"],
    &["flown", "the", "nest"],
    &["left", "the", "nest"],
    &["grown", "up"],
    &["grown-up"],
    &["are", "grown"],
    &["all", "grown"],
    &["both", "grown"],
    &["adults"],
    &["independent"],
    &["on", "their", "own"],
    &["on", "her", "own", "now"],
    &["on", "his", "own", "now"],
    &["her", "own", "family"],
    &["his", "own", "family"],
    &["their", "own", "family"],
    &["their", "own", "families"],
    &["died"],
    &["passed", "away"],
    &["dead"],
];
/// What follows "nobody" when there is somebody.
pub(crate) const EXCEPT: &[&str] = &["except", "but", "besides", "apart", "unless", "only", "just"];
/// Words before an answer.
pub(crate) const HESITATIONS: &[&str] =
    &["well", "um", "uh", "er", "hm", "honestly", "really", "actually", "oh", "so", "right"];
/// What is counted and is no people.
pub(crate) const COUNTED: &[&str] = &[
    "year", "years", "hours", "hour", "months", "month", "days", "day", "weeks", "week", "times",
    "time", "percent", "pounds", "euros", "dollars", "o'clock", "km", "miles", "minutes",
];
/// Verbs of working.
pub(crate) const WORKING: &[&str] = &[
    "work",
    "working",
    "do",
    "doing",
    "put",
    "putting",
    "clock",
    "clocking",
    "on",
    "contracted",
    "average",
    "averaging",
];
/// What one's own hours are said of.
pub(crate) const CONTRACTS: &[&str] = &["week", "hours", "contract", "job", "work"];
/// Words by which hours are not those of now.
pub(crate) const NOT_NOW: &[&str] = &[
    "want", "would", "like", "if", "could", "used", "hope", "should", "plan", "were", "was", "had",
    "worked", "might", "wish",
];
/// Places of those one has to do with at work.
pub(crate) const WORK_PLACES: &[&str] = &[
    "class",
    "classes",
    "classroom",
    "group",
    "groups",
    "team",
    "teams",
    "ward",
    "wards",
    "department",
    "caseload",
];
