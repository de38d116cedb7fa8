//! Whatever a server says, the machine goes on: no panic, no endless loop, and the right frames among
//! the wrong ones still do what they should.

#[path = "../../../protocol/tests/hostile/frames.rs"]
mod frames;
use crate::under_fire::{UnderFire, right_frames};
use frames::Hostile;

#[test]
fn no_frame_of_a_server_makes_the_machine_panic() {
    let mut source = Hostile::new(3, right_frames());
    let mut target = UnderFire::new(3);
    for _ in 0..200_000 {
        target.take(&source.next());
    }
    let tally = target.tally;
    assert!(tally.read > 20_000, "too little can be read: {tally:?}");
    assert!(tally.events > 200, "too little is passed on: {tally:?}");
    assert!(tally.connections > 100, "too few connections: {tally:?}");
}

#[test]
fn every_right_frame_can_be_read() {
    for text in right_frames() {
        let input = link::machine::Input::read(1, &text);
        assert!(matches!(input, link::machine::Input::Frame { .. }), "{text}");
    }
}
