//! Versions of messages: what is shown, what it follows, and that nothing is lost.

use profile::Tree;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The opening, an answer, its reply; the answer once more, its reply; that reply once more.
fn revised() -> Tree {
    Tree::new(6, [(4, 1), (6, 4)], &[])
}

fn shown(tree: &Tree) -> Vec<u64> {
    tree.shown().into_iter().flatten().collect()
}

#[test]
fn without_versions_all_is_shown() {
    assert_eq!(shown(&Tree::new(3, [], &[])), [1, 2, 3]);
    assert_eq!(shown(&Tree::new(0, [], &[])), [0_u64; 0]);
    assert_eq!(Tree::new(3, [], &[]).end(), 3);
}

#[test]
fn of_each_message_the_newest_version_is_shown_unless_another_was_chosen() {
    let tree = revised();
    assert_eq!(shown(&tree), [1, 4, 6]);
    assert_eq!((tree.versions(4), tree.versions(6)), (vec![2, 4], vec![5, 6]));
    let back = Tree::new(6, [(4, 1), (6, 4)], &tree.showing(2));
    assert_eq!(shown(&back), [1, 2, 3]);
    let inner = Tree::new(6, [(4, 1), (6, 4)], &tree.showing(5));
    assert_eq!(shown(&inner), [1, 4, 5]);
}

#[test]
fn a_choice_within_a_version_is_remembered_while_another_is_shown() {
    let inner = revised().showing(5);
    let away = Tree::new(6, [(4, 1), (6, 4)], &inner).showing(2);
    let back = Tree::new(6, [(4, 1), (6, 4)], &away).showing(4);
    assert_eq!(shown(&Tree::new(6, [(4, 1), (6, 4)], &back)), [1, 4, 5]);
}

#[test]
fn what_is_said_next_follows_what_is_shown() {
    let mut tree = Tree::new(6, [(4, 1), (6, 4)], &[2]);
    assert_eq!((tree.end(), Tree::follows(7, tree.end())), (3, Some(3)));
    tree.push(7, Some(3));
    tree.push(8, None);
    assert_eq!(shown(&tree), [1, 2, 3, 7, 8]);
    assert_eq!(tree.up(8), [7..=8, 1..=3]);
    assert_eq!((tree.end_of(4), tree.end_of(2)), (6, 8));
    assert!(tree.versions(7).len() == 1, "it only goes on");
}

#[test]
fn the_first_message_has_versions_too() {
    assert_eq!(shown(&Tree::new(3, [(3, 0)], &[])), [3]);
    assert_eq!(shown(&Tree::new(3, [(3, 0)], &[1])), [1, 2]);
}

proptest! {
    #[test]
    fn every_message_can_be_shown_and_what_is_shown_is_one_line(
        parents in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 1..30),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut tree = Tree::new(0, [], &[]);
        for (ordinal, (straight, parent)) in (1_u64..).zip(&parents) {
            let parent = if *straight { ordinal - 1 } else { u64::try_from(parent.index(usize::try_from(ordinal).unwrap())).unwrap() };
            let follows = Tree::follows(ordinal, parent);
            tree.push(ordinal, follows);
        }
        let last = u64::try_from(parents.len()).unwrap();
        let forks: Vec<(u64, u64)> = (1..=last).map(|it| (it, tree.parent(it))).filter(|(it, parent)| parent + 1 != *it).collect();
        for pick in picks {
            let wanted = u64::try_from(pick.index(parents.len())).unwrap() + 1;
            tree = Tree::new(last, forks.clone(), &tree.showing(wanted));
            prop_assert!(tree.is_shown(wanted));
            let all = shown(&tree);
            for pair in all.windows(2) {
                prop_assert_eq!(tree.parent(pair[1]), pair[0]);
            }
            let up: BTreeSet<u64> = tree.up(tree.end()).into_iter().flatten().collect();
            prop_assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), up);
        }
    }
}
