//! Denied, wished for, somebody else's, long past.

use crate::check;

#[test]
fn what_is_denied_is_not_found() {
    check(&[
        ("I've never used Python.", &[], &["Python"]),
        ("I don't know Java, Python or SQL.", &[], &["Java", "Python", "SQL"]),
        ("I have no experience with welding.", &[], &["Welding"]),
        ("I can't do plumbing.", &[], &["Plumbing"]),
        ("Plumbing isn't my thing.", &[], &["Plumbing"]),
        ("Python I've never used.", &[], &["Python"]),
        ("I'm not a nurse.", &[], &["Nursing"]),
        ("We work without Docker.", &[], &["Docker"]),
        ("I never learned to drive a tractor.", &[], &["Tractor driving"]),
        ("I haven't done any bookkeeping.", &[], &["Bookkeeping"]),
        ("I know nothing about plumbing.", &[], &["Plumbing"]),
        ("I know next to nothing about plumbing.", &[], &["Plumbing"]),
        ("I understand nothing of bookkeeping.", &[], &["Bookkeeping"]),
        ("I know very little about plumbing.", &[], &["Plumbing"]),
    ]);
}

#[test]
fn a_denial_ends_where_the_next_thought_begins() {
    check(&[
        ("I don't do plastering but I tiled the bathroom.", &["Tiling"], &["Plastering"]),
        ("I've never used Python, but I know TypeScript.", &["TypeScript"], &["Python"]),
        ("I didn't panic, I calmed the family down.", &["De-escalation"], &[]),
        ("He couldn't breathe, so I started compressions.", &["Resuscitation"], &[]),
        (
            "I not only ran the kitchen, I wrote the menus.",
            &["Kitchen management", "Menu planning"],
            &[],
        ),
        ("I don't mind doing the rota.", &["Rota planning"], &[]),
        ("I can't complain. I hung nine doors.", &["Joinery"], &[]),
        ("There is nothing better than plumbing, I fitted two bathrooms.", &["Plumbing"], &[]),
        ("I know nothing about plumbing, but I tiled the bathroom.", &["Tiling"], &["Plumbing"]),
    ]);
}

#[test]
fn what_is_wished_for_is_not_found() {
    check(&[
        ("I want to learn welding.", &[], &["Welding"]),
        ("I'd love to play the piano.", &[], &["Piano"]),
        ("I'd really love to play the piano.", &[], &["Piano"]),
        ("I would so love to play the piano.", &[], &["Piano"]),
        ("I'd absolutely love to learn welding.", &[], &["Welding"]),
        ("I would also really like to learn Spanish.", &[], &["Spanish"]),
        ("I want to just play the piano.", &[], &["Piano"]),
        ("I've always wanted to learn welding.", &[], &["Welding"]),
        ("I'd still like to speak French one day.", &[], &["French"]),
        ("I wish I could speak French.", &[], &["French"]),
        ("I'm thinking about beekeeping.", &[], &["Beekeeping"]),
        ("One day I'll learn carpentry.", &[], &["Carpentry"]),
        ("I'd like to learn Spanish, but I speak Polish.", &["Polish"], &["Spanish"]),
        ("I wanted to help, so I took her blood.", &["Taking blood"], &[]),
    ]);
}

#[test]
fn what_others_do_is_not_found() {
    check(&[
        ("My colleague does the bookkeeping.", &[], &["Bookkeeping"]),
        ("She handles the invoices and the payroll.", &[], &["Payroll"]),
        ("Our electrician did the wiring.", &[], &["Electrical installation"]),
        ("My dad was a joiner.", &[], &["Joinery"]),
        ("I work with a plumber who fitted bathrooms for years.", &[], &["Plumbing"]),
        (
            "They ran the kitchen and I wrote the menus.",
            &["Menu planning"],
            &["Kitchen management"],
        ),
        ("My boss asked me to do the rota.", &["Rota planning"], &[]),
        ("People come to me for wound care.", &["Wound care"], &[]),
        ("My brother and I built the stairs.", &["Staircase building"], &[]),
        ("I'm the one who does the rota.", &["Rota planning"], &[]),
        ("I earn less than my flatmate who pulls pints.", &[], &["Bar work"]),
        ("He sent us a lamb at Christmas.", &[], &["Sheep husbandry"]),
        ("The teacher at my son's school is great.", &[], &["Teaching"]),
        ("I'd like us to go organic.", &[], &["Organic farming"]),
        ("I listen to podcasts.", &[], &["Active listening", "Podcasting"]),
        ("Python is my main tool.", &["Python"], &[]),
        ("Maria does the bookkeeping.", &[], &["Bookkeeping"]),
        ("The agency runs the newsletter campaigns.", &[], &["Marketing", "Email marketing"]),
        ("My first aid certificate ran out.", &[], &["First aid"]),
        ("I taught him to read.", &["Teaching literacy"], &[]),
    ]);
}

#[test]
fn what_is_long_past_is_not_found() {
    check(&[
        ("I used to play the violin, fifteen years ago.", &[], &["Violin"]),
        ("Years ago I played the violin in an orchestra.", &[], &["Violin"]),
        ("I wrote Python at uni in 2003.", &[], &["Python"]),
        ("When I was nineteen I worked as a cook.", &[], &["Cooking"]),
        ("I played the violin as a child.", &[], &["Violin"]),
        ("As a child I played violin every day.", &[], &["Violin"]),
        ("When I was nine I played the violin every day.", &[], &["Violin"]),
        ("As a child, I would play the violin every week.", &[], &["Violin"]),
        ("I learned the violin as a child and I play the violin every day.", &["Violin"], &[]),
        ("Two years ago I played the violin in an orchestra.", &["Violin"], &[]),
        ("I've played the violin since 2003.", &["Violin"], &[]),
        ("I learned the violin as a child and still play the violin.", &["Violin"], &[]),
        ("I'm used to running the shift alone.", &["Shift leadership"], &[]),
    ]);
}
