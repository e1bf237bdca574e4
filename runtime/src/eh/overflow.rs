//! The report of a stack overflow: the frames that repeat are shown once, with their number.

use super::trace;
use super::unwind::{self, Context, Frame};
use crate::os;
use alloc::vec::Vec;

/// Longest cycle of methods that is looked for.
const LONGEST_CYCLE: usize = 200;
/// Frames at the top that need not belong to a cycle.
const LEAVES: usize = 20;

/// Writes the stack of a thread that stands at `context` to standard error. It must not stand in this library: the report takes locks and memory.
pub unsafe fn report(context: &Context) {
    let mut frames = Vec::new();
    unwind::walk(context, |ip| {
        frames.push(ip);
        true
    });
    // A method may stand at different calls.
    let methods: Vec<usize> = frames
        .iter()
        .map(|&ip| Frame::find(ip - 1).map_or(ip, |f| f.start))
        .collect();
    let Some(cycle) = Cycle::find(&methods) else {
        frames.iter().for_each(|&ip| trace::write_fatal_frame(ip));
        return;
    };
    let (before, rest) = frames.split_at(cycle.start);
    before.iter().for_each(|&ip| trace::write_fatal_frame(ip));
    os::write_stderr(alloc::format!("Repeated {} times:\n", cycle.count).as_bytes());
    const LINE: &[u8] = b"--------------------------------\n";
    os::write_stderr(LINE);
    rest[..cycle.length]
        .iter()
        .for_each(|&ip| trace::write_fatal_frame(ip));
    os::write_stderr(LINE);
    rest[cycle.length * cycle.count..]
        .iter()
        .for_each(|&ip| trace::write_fatal_frame(ip));
}

/// A sequence of frames that repeats.
#[derive(PartialEq, Eq, Debug)]
struct Cycle {
    start: usize,
    length: usize,
    count: usize,
}

impl Cycle {
    /// The shortest sequence near the top whose repetitions are at least half of the stack.
    fn find(frames: &[usize]) -> Option<Cycle> {
        for start in 0..LEAVES.min(frames.len()) {
            let rest = &frames[start..];
            for length in 1..=LONGEST_CYCLE.min(rest.len() / 2) {
                let equal = rest
                    .iter()
                    .zip(&rest[length..])
                    .take_while(|(a, b)| a == b)
                    .count();
                if equal + length >= rest.len() / 2 && equal >= length {
                    let count = (equal + length) / length;
                    return Some(Cycle {
                        start,
                        length,
                        count,
                    });
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles() {
        let find = |frames: &[usize]| Cycle::find(frames);
        assert_eq!(find(&[]), None);
        assert_eq!(find(&[1, 2, 3]), None);
        let cycle = |start, length, count| {
            Some(Cycle {
                start,
                length,
                count,
            })
        };
        assert_eq!(find(&[7, 7, 7, 7, 1]), cycle(0, 1, 4));
        assert_eq!(find(&[9, 1, 2, 1, 2, 1, 2, 1, 5]), cycle(1, 2, 3));
    }
}
