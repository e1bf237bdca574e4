//! Moving lanes. Each rule says which lane comes from where ([`Call::pick`]); LLVM finds the instruction.

use super::immediate;
use super::memory::lane_mem;
use super::numbers::{first_lane, replace_first};
use crate::intrinsics::call::{Call, Outcome};
use crate::intrinsics::vectors::{Shape, UNALIGNED, lane_bytes, lane_kind};
use crate::*;

/// A lane that becomes zero.
const ZERO: i32 = -1;

impl Call<'_, '_> {
    /// Lanes of two vectors of one type by number, those of `y` follow those of `x`; a negative number gives zero.
    pub(super) fn pick(
        &mut self,
        lane: Lane,
        x: Value,
        y: Value,
        lanes: &[i32],
        kind: Kind,
    ) -> Value {
        let mut args = vec![x, y];
        args.extend(lanes.iter().map(|&n| self.b.const_i32(n)));
        self.vector(VecOp::Pick, lane, &args, kind)
    }

    /// The same for a result of the shape of both arguments.
    fn picked(&mut self, lanes: &[i32]) -> Outcome {
        let (Some(s), Some((r, kind))) = (self.shape(0), self.result_shape()) else {
            return Ok(None);
        };
        if lanes.len() as u32 != r.lanes() {
            return Ok(None);
        }
        let x = self.arg(0);
        let y = if self.shape(1) == Some(s) {
            self.arg(1)
        } else {
            x
        };
        let v = self.pick(s.lane, x, y, lanes, kind);
        self.value(v)
    }
}

/// Lanes in a block of 128 bits.
fn per_block(s: Shape) -> i32 {
    (16 / lane_bytes(s.lane)) as i32
}

/// For each lane: the first lane of its block, and its number in the block.
fn places(s: Shape) -> impl Iterator<Item = (i32, i32)> {
    let per = per_block(s);
    (0..s.lanes() as i32).map(move |i| (i - i % per, i % per))
}

pub(super) fn extract(c: &mut Call) -> Outcome {
    let (Some(s), Some(n)) = (c.shape(0), immediate(c, 1)) else {
        return Ok(None);
    };
    let (v, i) = (c.arg(0), c.b.const_i32((n % s.lanes()) as i32));
    let v = c.vector(VecOp::Extract, s.lane, &[v, i], lane_kind(s.lane));
    c.value(v)
}

pub(super) fn insert(c: &mut Call) -> Outcome {
    let (Some((s, kind)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    if c.shape(1).is_some() {
        return Ok(None);
    }
    let (v, i, x) = (c.arg(0), c.b.const_i32((n % s.lanes()) as i32), c.arg(1));
    let v = c.vector(VecOp::Insert, s.lane, &[v, i, x], kind);
    c.value(v)
}

/// One block of two.
pub(super) fn extract_half(c: &mut Call) -> Outcome {
    let (Some(s), Some(n)) = (c.shape(0), immediate(c, 1)) else {
        return Ok(None);
    };
    let per = per_block(s);
    let first = (n & 1) as i32 * per;
    let lanes: Vec<i32> = (first..first + per).collect();
    c.picked(&lanes)
}

/// `(vector, block, number)`.
pub(super) fn insert_half(c: &mut Call) -> Outcome {
    let (Some((s, kind)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    let (v, block, block_kind) = (c.arg(0), c.arg(1), c.args[1].kind);
    let kept = if n & 1 == 0 {
        VecOp::Upper
    } else {
        VecOp::Lower
    };
    let kept = c.vector(kept, s.lane, &[v], block_kind);
    let halves = if n & 1 == 0 {
        [block, kept]
    } else {
        [kept, block]
    };
    let v = c.vector(VecOp::Concat, s.lane, &halves, kind);
    c.value(v)
}

/// Lane 0 of a vector, or a number in memory, in all lanes.
pub(super) fn broadcast(c: &mut Call) -> Outcome {
    let Some((r, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let x = match c.shape(0) {
        Some(s) => first_lane(c, 0, s),
        None => c.b.load(c.args[0].value, lane_mem(r.lane), UNALIGNED),
    };
    let v = c.vector(VecOp::Splat, r.lane, &[x], kind);
    c.value(v)
}

/// Each pair of lanes from one of its two.
pub(super) fn duplicate(c: &mut Call, odd: i32) -> Outcome {
    let Some((s, _)) = c.result_shape() else {
        return Ok(None);
    };
    let lanes: Vec<i32> = (0..s.lanes() as i32).map(|i| i - i % 2 + odd).collect();
    c.picked(&lanes)
}

pub(super) fn move_mask(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let v = c.arg(0);
    let v = c.vector(VecOp::SignBits, s.lane, &[v], Kind::I32);
    c.value(v)
}

/// Lane 0 of the last argument; other lanes of the first, or zero.
pub(super) fn move_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if c.args.len() == 1 {
        let x = first_lane(c, 0, s);
        let v = c.vector(VecOp::CreateScalar, s.lane, &[x], kind);
        return c.value(v);
    }
    let (into, from) = (c.arg(0), c.arg(1));
    let v = replace_first(c, s, into, from, kind);
    c.value(v)
}

/// The upper half of the second argument below that of the first.
pub(super) fn move_high(c: &mut Call) -> Outcome {
    c.picked(&[6, 7, 2, 3])
}

/// The lower half of the second argument above that of the first.
pub(super) fn move_low(c: &mut Call) -> Outcome {
    c.picked(&[0, 1, 4, 5])
}

/// Lanes of both arguments in turn, of one half of each block.
pub(super) fn unpack(c: &mut Call, high: bool) -> Outcome {
    let Some((s, _)) = c.result_shape() else {
        return Ok(None);
    };
    let (n, per) = (s.lanes() as i32, per_block(s));
    let from = if high { per / 2 } else { 0 };
    let lanes: Vec<i32> = places(s)
        .map(|(block, i)| block + from + i / 2 + if i % 2 == 1 { n } else { 0 })
        .collect();
    c.picked(&lanes)
}

/// By a constant of two bits (doubles: one bit) for each lane: lanes of one vector, or the lower half from the first and the upper half from the
/// second. By a vector: bytes, an instruction of its own.
pub(super) fn shuffle(c: &mut Call) -> Outcome {
    let Some((s, _)) = c.result_shape() else {
        return Ok(None);
    };
    if lane_bytes(s.lane) == 1 {
        return Ok(None);
    }
    let Some(n) = immediate(c, c.args.len() - 1) else {
        return Ok(None);
    };
    let (n, two, count) = (n as i32, c.args.len() == 3, s.lanes() as i32);
    let lanes: Vec<i32> = places(s)
        .map(|(block, i)| {
            let chosen = if lane_bytes(s.lane) == 8 {
                n >> (block + i) & 1
            } else {
                n >> (2 * i) & 3
            };
            let second = two && i >= per_block(s) / 2;
            block + chosen + if second { count } else { 0 }
        })
        .collect();
    c.picked(&lanes)
}

/// Lanes of each block by a constant.
pub(super) fn permute(c: &mut Call) -> Outcome {
    shuffle(c)
}

/// 64-bit lanes by two bits each.
pub(super) fn permute_words(c: &mut Call) -> Outcome {
    let Some(n) = immediate(c, 1) else {
        return Ok(None);
    };
    let lanes: Vec<i32> = (0..4).map(|i| (n >> (2 * i) & 3) as i32).collect();
    c.picked(&lanes)
}

/// Each block one of the four blocks of both vectors, or zero.
pub(super) fn permute_halves(c: &mut Call) -> Outcome {
    let (Some((s, _)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    let per = per_block(s);
    let lanes: Vec<i32> = places(s)
        .map(|(block, i)| {
            let control = (n >> if block == 0 { 0 } else { 4 }) as i32;
            if control & 8 != 0 {
                ZERO
            } else {
                (control & 3) * per + i
            }
        })
        .collect();
    c.picked(&lanes)
}

/// Four of the eight words of each block, from `first` on.
pub(super) fn shuffle_words(c: &mut Call, first: i32) -> Outcome {
    let (Some((s, _)), Some(n)) = (c.result_shape(), immediate(c, 1)) else {
        return Ok(None);
    };
    let lanes: Vec<i32> = places(s)
        .map(|(block, i)| {
            if (first..first + 4).contains(&i) {
                block + first + (n >> (2 * (i - first)) & 3) as i32
            } else {
                block + i
            }
        })
        .collect();
    c.picked(&lanes)
}

/// The blocks as bytes: for each byte of the result the byte of `y:x` at that distance, where a block of `x` are bytes 0 to 15.
fn move_bytes(c: &mut Call, x: Value, y: Value, distance: i32) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let bytes = Shape {
        lane: Lane::U8,
        bytes: s.bytes,
    };
    let lanes: Vec<i32> = places(bytes)
        .map(|(block, i)| match i + distance {
            at @ 0..16 => block + at,
            at @ 16..32 => s.bytes as i32 + block + at - 16,
            _ => ZERO,
        })
        .collect();
    let v = c.pick(Lane::U8, x, y, &lanes, kind);
    c.value(v)
}

pub(super) fn shift_bytes(c: &mut Call, left: bool) -> Outcome {
    let (Some((_, kind)), Some(n)) = (c.result_shape(), immediate(c, 1)) else {
        return Ok(None);
    };
    let (v, zero, n) = (c.arg(0), c.b.zero(kind), n.min(16) as i32);
    move_bytes(c, v, zero, if left { -n } else { n })
}

/// Bytes of `left:right` from a constant on.
pub(super) fn align_right(c: &mut Call) -> Outcome {
    let Some(n) = immediate(c, 2) else {
        return Ok(None);
    };
    let (left, right) = (c.arg(0), c.arg(1));
    move_bytes(c, right, left, n.min(32) as i32)
}

/// Lanes of the second argument where the constant has a bit. Words: eight bits for each block.
pub(super) fn blend(c: &mut Call) -> Outcome {
    let (Some((s, _)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    let count = s.lanes() as i32;
    let lanes: Vec<i32> = (0..count)
        .map(|i| if n >> (i % 8) & 1 == 1 { count + i } else { i })
        .collect();
    c.picked(&lanes)
}
