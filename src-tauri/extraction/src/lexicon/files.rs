//! The files of the built-in lexicon. A new file of skills needs a line here.

use protocol::records::Category;

/// What a lexicon is read from.
pub(super) struct Files<'a> {
    /// Skills: area, name of the file, content. Earlier files settle what later ones say again.
    pub(super) skills: &'a [(Category, &'a str, &'a str)],
    /// Constraints.
    pub(super) constraints: &'static str,
    /// Constraints in few words, by those who were asked for them.
    pub(super) hardships: &'static str,
    /// What stories show.
    pub(super) stories: &'static str,
    /// Whether every skill that a story shows must be among the skills.
    pub(super) whole: bool,
    /// Named sets of cues.
    pub(super) cues: &'static str,
    /// What questions ask for.
    pub(super) questions: &'static str,
}

/// Those of the built-in lexicon.
pub(super) const BUILTIN: Files<'static> = Files {
    skills: SKILLS,
    constraints: include_str!("../../lexicon/constraints.txt"),
    hardships: include_str!("../../lexicon/hardships.txt"),
    stories: include_str!("../../lexicon/stories.txt"),
    whole: true,
    cues: include_str!("../../lexicon/cues.txt"),
    questions: include_str!("../../lexicon/questions.txt"),
};

const SKILLS: &[(Category, &str, &str)] = &[
    (Category::Technical, "technical", include_str!("../../lexicon/technical.txt")),
    (Category::Technical, "programming", include_str!("../../lexicon/programming.txt")),
    (Category::Technical, "systems", include_str!("../../lexicon/systems.txt")),
    (Category::Technical, "engineering", include_str!("../../lexicon/engineering.txt")),
    (Category::Data, "data", include_str!("../../lexicon/data.txt")),
    (Category::Data, "analytics", include_str!("../../lexicon/analytics.txt")),
    (Category::Design, "design", include_str!("../../lexicon/design.txt")),
    (Category::Design, "visual-design", include_str!("../../lexicon/visual-design.txt")),
    (Category::Product, "product", include_str!("../../lexicon/product.txt")),
    (Category::Product, "delivery", include_str!("../../lexicon/delivery.txt")),
    (Category::Business, "business", include_str!("../../lexicon/business.txt")),
    (Category::Business, "finance", include_str!("../../lexicon/finance.txt")),
    (Category::Business, "office", include_str!("../../lexicon/office.txt")),
    (Category::Business, "selling", include_str!("../../lexicon/selling.txt")),
    (Category::Leadership, "leadership", include_str!("../../lexicon/leadership.txt")),
    (Category::Leadership, "people", include_str!("../../lexicon/people.txt")),
    (Category::Communication, "communication", include_str!("../../lexicon/communication.txt")),
    (Category::Communication, "speaking", include_str!("../../lexicon/speaking.txt")),
    (Category::CraftAndTrades, "craft", include_str!("../../lexicon/craft.txt")),
    (Category::CraftAndTrades, "building", include_str!("../../lexicon/building.txt")),
    (Category::CraftAndTrades, "workshop", include_str!("../../lexicon/workshop.txt")),
    (
        Category::CraftAndTrades,
        "hair-and-beauty",
        include_str!("../../lexicon/hair-and-beauty.txt"),
    ),
    (Category::Health, "health", include_str!("../../lexicon/health.txt")),
    (Category::Health, "nursing", include_str!("../../lexicon/nursing.txt")),
    (Category::Health, "therapy", include_str!("../../lexicon/therapy.txt")),
    (Category::Education, "education", include_str!("../../lexicon/education.txt")),
    (Category::Education, "teaching", include_str!("../../lexicon/teaching.txt")),
    (Category::Care, "care", include_str!("../../lexicon/care.txt")),
    (Category::Care, "home", include_str!("../../lexicon/home.txt")),
    (Category::Hospitality, "hospitality", include_str!("../../lexicon/hospitality.txt")),
    (Category::Hospitality, "kitchen", include_str!("../../lexicon/kitchen.txt")),
    (Category::Agriculture, "agriculture", include_str!("../../lexicon/agriculture.txt")),
    (Category::Agriculture, "land", include_str!("../../lexicon/land.txt")),
    (Category::Logistics, "logistics", include_str!("../../lexicon/logistics.txt")),
    (Category::Logistics, "transport", include_str!("../../lexicon/transport.txt")),
    (Category::Law, "law", include_str!("../../lexicon/law.txt")),
    (Category::Law, "public-service", include_str!("../../lexicon/public-service.txt")),
    (Category::Arts, "arts", include_str!("../../lexicon/arts.txt")),
    (Category::Arts, "stage-and-screen", include_str!("../../lexicon/stage-and-screen.txt")),
    (Category::Languages, "languages", include_str!("../../lexicon/languages.txt")),
    (Category::Languages, "more-languages", include_str!("../../lexicon/more-languages.txt")),
    (Category::Science, "science", include_str!("../../lexicon/science.txt")),
    (Category::Science, "research", include_str!("../../lexicon/research.txt")),
    (Category::Safety, "safety", include_str!("../../lexicon/safety.txt")),
    (Category::Safety, "rescue", include_str!("../../lexicon/rescue.txt")),
    (Category::DomainKnowledge, "domain", include_str!("../../lexicon/domain.txt")),
    (Category::DomainKnowledge, "fields", include_str!("../../lexicon/fields.txt")),
];
