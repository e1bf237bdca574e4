//! From the final state of an evaluation to data of the image.

use super::machine::{Machine, Source};
use super::memory::{Bytes, ObjectId, Result, abort};
use super::{Datum, FrozenObject, Preinitialised, Target};
use crate::entity::Entity;
use rustc_hash::FxHashMap;
use smelt_metadata::flags::field_attr;
use smelt_types::TypeId;

/// Bytes of objects of one type's statics beyond which the constructor stays: the file shall not grow by what a loop can fill.
const MAX_FROZEN: usize = 64 * 1024;

pub fn freeze(m: &Machine) -> Result<Preinitialised> {
    let mut f = Freezer {
        m,
        index: FxHashMap::default(),
        order: Vec::new(),
    };
    check_fields(m)?;
    let statics = f.datum(&m.objects[Machine::STATICS.0 as usize].bytes, false)?;
    let mut objects = Vec::new();
    let mut size = 0;
    while let Some(&(id, ty)) = f.order.get(objects.len()) {
        let bytes = &m.objects[id.0 as usize].bytes;
        size += bytes.data.len();
        if size > MAX_FROZEN {
            return abort("too much data");
        }
        let data = f.datum(bytes, true)?;
        objects.push(FrozenObject { ty, data });
    }
    Ok(Preinitialised { statics, objects })
}

/// An object that only a field holds which may be set to null could die: it must be one of the collected heap then. Arrays, strings, delegates and
/// boxes don't tell.
fn check_fields(m: &Machine) -> Result<()> {
    let ts = m.ts;
    let statics = &m.objects[Machine::STATICS.0 as usize].bytes;
    for &(field, at) in &ts.statics(m.owner)?.fields {
        if ts.field_flags(field) as u16 & field_attr::INIT_ONLY != 0 {
            continue;
        }
        if let Some(&(to, _)) = statics.pointers.get(&at)
            && let Source::Heap(t) = *m.source(to)
            && !ts.is_array(t)
            && !ts.is_delegate(t)
            && !ts.is_value_type(t)
            && t != ts.well_known(smelt_types::WellKnown::String)
        {
            return abort("an object in a field that may change");
        }
    }
    Ok(())
}

struct Freezer<'f, 'm, 'e> {
    m: &'f Machine<'m, 'e>,
    index: FxHashMap<ObjectId, u32>,
    order: Vec<(ObjectId, TypeId)>,
}

impl Freezer<'_, '_, '_> {
    fn datum(&mut self, bytes: &Bytes, object: bool) -> Result<Datum> {
        let mut pointers = Vec::new();
        for (&at, &(to, offset)) in &bytes.pointers {
            if object && at == 0 {
                continue;
            }
            if offset != 0 {
                return abort("an address inside an object");
            }
            pointers.push((at, self.target(to)?));
        }
        Ok(Datum {
            bytes: bytes.data.clone(),
            pointers,
        })
    }

    fn target(&mut self, id: ObjectId) -> Result<Target> {
        Ok(match self.m.source(id) {
            Source::Heap(t) => {
                let next = self.order.len() as u32;
                let index = *self.index.entry(id).or_insert(next);
                if index == next {
                    self.order.push((id, *t));
                }
                Target::Object {
                    owner: self.m.owner,
                    index,
                }
            }
            Source::Foreign { owner, index } => Target::Object {
                owner: *owner,
                index: *index,
            },
            Source::Literal(text) => Target::Literal(text.clone()),
            Source::Entity(e @ (Entity::TypeObject(_) | Entity::Func(_))) => Target::Entity(*e),
            other => return abort(format!("an address of {}", kind(other))),
        })
    }
}

fn kind(source: &Source) -> &'static str {
    match source {
        Source::Local => "a local",
        Source::Statics | Source::ForeignStatics(_) => "statics",
        Source::Handle(_) => "a method table",
        Source::Rva(_) => "mapped data",
        _ => "the runtime's data",
    }
}
