//! What people in different trades say of their work.

use crate::check;

#[test]
fn a_nurse() {
    check(&[
        ("I'm a staff nurse on a medical ward.", &["Nursing"], &[]),
        (
            "I took her blood and put a cannula in first time.",
            &["Taking blood", "Cannulation"],
            &[],
        ),
        ("We changed all the dressings before lunch.", &["Wound care"], &[]),
        (
            "I was in charge of the shift, so I allocated patients and did the drug round.",
            &["Shift leadership", "Delegation", "Medication administration"],
            &[],
        ),
        (
            "I rang the family and explained in plain English what had happened.",
            &["Talking with families", "Explaining simply"],
            &[],
        ),
        ("I noticed his colour and called the crash team.", &["Recognising deterioration"], &[]),
        ("The nurse was late.", &[], &["Nursing"]),
        ("I visited a nurse in town.", &[], &["Nursing"]),
    ]);
}

#[test]
fn a_joiner() {
    check(&[
        ("I've been a joiner for twenty years.", &["Joinery"], &[]),
        (
            "Last month we hung nine doors and built the stairs.",
            &["Joinery", "Staircase building"],
            &[],
        ),
        (
            "I measured up, made a template and scribed the worktop.",
            &["Measuring and setting out", "Kitchen fitting"],
            &[],
        ),
        (
            "I restored the old sash windows and spliced in new timber.",
            &["Window restoration"],
            &[],
        ),
        (
            "I taught my apprentice to sharpen chisels.",
            &["Training apprentices", "Hand tool skills"],
            &[],
        ),
        ("I plastered three walls as well.", &["Plastering"], &[]),
        ("I had a plaster on my finger.", &[], &["Plastering"]),
    ]);
}

#[test]
fn a_chef() {
    check(&[
        ("I'm head chef at a forty-seat place.", &["Cooking"], &["Chef automation"]),
        (
            "On Saturday I ran the kitchen with two people missing and we did 140 covers a night.",
            &["Kitchen management", "Service under pressure"],
            &[],
        ),
        ("I write the menu every week and cost it.", &["Menu planning"], &[]),
        (
            "I filleted forty bass and made the sauces.",
            &["Fish preparation", "Sauce making"],
            &["Bass"],
        ),
        (
            "I cut food waste by half because I rotated the stock properly.",
            &["Stock rotation"],
            &[],
        ),
        ("We got five stars for food hygiene.", &["Food hygiene"], &[]),
        ("I did the rota and trained two young cooks.", &["Rota planning"], &[]),
    ]);
}

#[test]
fn a_teacher() {
    check(&[
        ("I work as a maths teacher at a comprehensive.", &["Secondary teaching"], &[]),
        (
            "I planned lessons on Sunday and marked thirty essays.",
            &["Lesson planning", "Assessment and marking"],
            &[],
        ),
        ("A boy threw a chair, I calmed him down and rang his parents.", &["De-escalation"], &[]),
        ("I calmed the parents down afterwards.", &["De-escalation"], &[]),
        ("I taught fractions with pizza.", &["Teaching mathematics"], &[]),
        ("I organised the school trip for ninety kids.", &["School trips"], &[]),
        ("I adapted the worksheet for autistic pupils.", &["Special needs teaching"], &[]),
        ("My teacher was strict.", &[], &["Teaching"]),
    ]);
}

#[test]
fn a_farmer() {
    check(&[
        ("We run a farm, two hundred ewes and forty sucklers.", &["Farming"], &[]),
        ("I pulled a calf at three in the morning and it lived.", &["Cattle husbandry"], &[]),
        (
            "I fixed the baler myself and drove the combine.",
            &["Farm machinery repair", "Harvesting"],
            &[],
        ),
        ("I laid two hundred metres of hedge.", &[], &["Databases"]),
        ("We grew winter wheat and sowed cover crops.", &["Crop growing", "Soil management"], &[]),
        ("I did the farm accounts and sold lambs direct.", &["Farm business management"], &[]),
    ]);
}

#[test]
fn a_lorry_driver() {
    check(&[
        ("I'm a lorry driver, class one.", &["Lorry driving"], &[]),
        ("I reversed the trailer into a yard made for horses.", &["Manoeuvring vehicles"], &[]),
        (
            "I planned my route round the closure and made the slot.",
            &["Route planning", "Customer delivery"],
            &[],
        ),
        ("I strapped the load down properly.", &["Load securing"], &[]),
        ("I drove through snow over the pass, and never had an accident.", &["Safe driving"], &[]),
        ("I've done my ADR, so I drove tankers for a year.", &["Hazardous goods transport"], &[]),
        (
            "I did the walk-round checks and filled in the tachograph.",
            &["Vehicle checks", "Drivers' hours and tachographs"],
            &[],
        ),
    ]);
}

#[test]
fn a_lawyer() {
    check(&[
        ("I'm a solicitor, mostly employment.", &["Legal practice"], &[]),
        ("I represented her at the tribunal and we won the case.", &["Advocacy in court"], &[]),
        (
            "I drafted the contract and negotiated a settlement.",
            &["Contract drafting", "Legal negotiation"],
            &[],
        ),
        ("I spotted a clause nobody had read.", &["Contract review"], &[]),
        (
            "I took witness statements and prepared the bundle.",
            &["Legal writing", "Case management"],
            &[],
        ),
        ("My solicitor wrote to them.", &[], &["Legal practice"]),
    ]);
}

#[test]
fn a_developer() {
    check(&[
        (
            "I'm a backend developer and I write mostly Go and Python.",
            &["Go", "Python", "Software development"],
            &[],
        ),
        (
            "I built an API in Rust and moved the services to Kubernetes.",
            &["Rust", "Kubernetes"],
            &[],
        ),
        ("I tracked down a bug that only came on Fridays.", &["Debugging"], &[]),
        ("We use TypeScript, React and Node.js.", &["TypeScript", "React", "Node.js"], &[]),
        ("I've done C++ and C# for ten years.", &["C++", "C#"], &["C"]),
        ("I migrated the database with no downtime.", &["Legacy migration"], &[]),
        ("I mentored two juniors and reviewed pull requests.", &["Mentoring", "Code review"], &[]),
        ("Front-end and back-end, both.", &["Frontend development", "Backend development"], &[]),
    ]);
}

#[test]
fn at_home_and_in_the_village() {
    check(&[
        ("I looked after my mum for six years.", &["Caring for family"], &[]),
        ("I raised three kids on my own.", &["Raising children"], &[]),
        ("I run the choir and organised the street party.", &["Community organising"], &[]),
        ("I speak Polish and a bit of German.", &["Polish", "German"], &[]),
        ("I keep bees and grow vegetables.", &["Beekeeping", "Vegetable growing"], &[]),
        ("I did first aid on the pitch.", &["First aid"], &[]),
        ("I raised money for the lifeboat.", &["Fundraising"], &[]),
    ]);
}
