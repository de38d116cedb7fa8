//! The areas of life that skills are grouped by.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An area of skill. The order is the order on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Category {
    /// Software, hardware, engineering.
    Technical,
    /// Statistics, analysis, databases.
    Data,
    /// Visual, interaction and product design.
    Design,
    /// Deciding what to build.
    Product,
    /// Money, sales, marketing, administration.
    Business,
    /// Leading people and change.
    Leadership,
    /// Speaking, writing, negotiating, listening.
    Communication,
    /// Building, repairing, making by hand and machine.
    CraftAndTrades,
    /// Medicine, nursing, therapy.
    Health,
    /// Teaching and training.
    Education,
    /// Looking after children, the old and the ill.
    Care,
    /// Kitchens, hotels, service.
    Hospitality,
    /// Land, animals, plants.
    Agriculture,
    /// Moving and storing goods, driving.
    Logistics,
    /// Law, contracts, compliance.
    Law,
    /// Music, stage, image, word.
    Arts,
    /// Languages people speak.
    Languages,
    /// Research and laboratory work.
    Science,
    /// Protecting people and places.
    Safety,
    /// Knowing a field from within.
    DomainKnowledge,
}
