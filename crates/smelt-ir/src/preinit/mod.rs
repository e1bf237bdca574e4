//! Static constructors that run at compile time. An interpreter of the IR evaluates the constructor of an exact type; when nothing but the type's
//! own statics and new objects came of it, both become data of the image and the constructor is gone: no check before accesses, and `static
//! readonly` numbers are constants for the importer.
//!
//! Everything whose outcome another machine, run or order of events could change ends an evaluation and leaves the constructor to run time: calls
//! into the runtime, statics of other types unless they are `readonly` and were evaluated themselves, objects of other types' statics
//! beyond what never changes, exceptions, new NaNs. An evaluation is a function of its type alone, so the result doesn't depend on who asks first:
//! types whose constructors need each other in a circle all stay lazy.
//!
//! - [`memory`]: objects and values. [`arith`]: numbers. [`machine`]: blocks, calls, control flow. [`objects`]: what operates on objects.
//!   [`freeze`]: from the final state to data.

mod arith;
mod freeze;
mod machine;
mod memory;
mod objects;

use crate::entity::Entity;
use crate::env::{Env, body_of};
use crate::{Body, Func};
use rustc_hash::FxHashMap;
use smelt_metadata::flags::field_attr;
use smelt_types::{FieldId, MethodId, TypeId, WellKnown};
use std::sync::{Arc, RwLock};

/// The statics of a type as its constructor leaves them, and the objects that it made.
#[derive(Debug, Default)]
pub struct Preinitialised {
    pub statics: Datum,
    pub objects: Vec<FrozenObject>,
}

/// An object in the image. `data` begins with the word of the method table (zero here).
#[derive(Debug)]
pub struct FrozenObject {
    pub ty: TypeId,
    pub data: Datum,
}

/// Bytes with pointers in between, ascending by offset.
#[derive(Debug, Default)]
pub struct Datum {
    pub bytes: Vec<u8>,
    pub pointers: Vec<(u32, Target)>,
}

/// What a pointer of the data points to.
#[derive(Clone, PartialEq, Debug)]
pub enum Target {
    /// Object `index` of the type `owner`'s statics.
    Object {
        owner: TypeId,
        index: u32,
    },
    Literal(Box<[u16]>),
    /// A type object or code.
    Entity(Entity),
}

/// The value of a `static readonly` field.
#[derive(Clone, PartialEq, Debug)]
pub enum StaticValue {
    /// Bits of an integer or floating-point number of the field's size, zero-extended.
    Bits(u64),
    Literal(Box<[u16]>),
    /// An object of exactly this class.
    Object(TypeId),
}

/// What a method of CoreLib's `SpanHelpers` does to memory.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Block {
    /// (destination, source, bytes)
    Move,
    /// (start, bytes)
    Clear,
    /// (start, words)
    ClearWords,
    /// (a, b, bytes) -> bool
    Equal,
}

const BLOCKS: &[(&str, Block, usize)] = &[
    ("Memmove", Block::Move, 3),
    ("ClearWithoutReferences", Block::Clear, 2),
    ("ClearWithReferences", Block::ClearWords, 2),
    ("SequenceEqual", Block::Equal, 3),
];

fn block_methods(env: &Env) -> FxHashMap<MethodId, Block> {
    let ts = env.ts;
    let mut map = FxHashMap::default();
    let Ok(class) = ts.find_core_type("System.SpanHelpers") else {
        return map;
    };
    for &(name, block, params) in BLOCKS {
        for m in ts.methods_named(ts.open_type(class), name) {
            let fits = ts.method_sig(m).is_ok_and(|s| s.params.len() == params);
            if fits && ts.method_generic_count(m) == 0 {
                map.insert(m, block);
            }
        }
    }
    map
}

type Outcome = Result<Arc<Preinitialised>, Arc<str>>;

/// The evaluations of one compilation.
pub struct Preinit<'a> {
    /// Makes bodies in which nothing is evaluated yet.
    env: Env<'a>,
    /// CoreLib's loops over memory, which compare addresses of different objects or use vectors.
    blocks: FxHashMap<MethodId, Block>,
    results: RwLock<FxHashMap<TypeId, Outcome>>,
    bodies: RwLock<FxHashMap<Func, Option<Arc<Body>>>>,
}

/// Types being evaluated, innermost first.
#[derive(Copy, Clone)]
struct Chain<'c> {
    ty: TypeId,
    length: u32,
    outer: Option<&'c Chain<'c>>,
}

impl Chain<'_> {
    fn contains(&self, ty: TypeId) -> bool {
        self.ty == ty || self.outer.is_some_and(|o| o.contains(ty))
    }
}

/// Evaluations within evaluations on one stack.
const MAX_ON_STACK: u32 = 4;
/// Stack for those beyond.
const STACK: usize = 64 << 20;

impl<'a> Preinit<'a> {
    /// `env`: switches and modules of the compilation.
    pub fn new(env: &Env<'a>) -> Preinit<'a> {
        let mut raw = Env::new(env.ts, env.switches);
        raw.entry_point = env.entry_point;
        raw.app_modules = env.app_modules.clone();
        Preinit {
            blocks: block_methods(&raw),
            env: raw,
            results: RwLock::default(),
            bodies: RwLock::default(),
        }
    }

    /// The statics of an exact type with a static constructor, if it can be evaluated.
    pub fn of(&self, ty: TypeId) -> Option<Arc<Preinitialised>> {
        self.evaluate(ty, None).ok()
    }

    /// How many constructors became data, and why others did not: (type, reason), sorted.
    pub fn report(&self) -> (usize, Vec<(String, String)>) {
        let results = self.results.read().unwrap_or_else(|e| e.into_inner());
        let mut failed: Vec<(String, String)> = results
            .iter()
            .filter_map(|(&t, r)| {
                let why = r.as_ref().err()?;
                Some((self.env.ts.type_name(t), why.to_string()))
            })
            .collect();
        failed.sort();
        (results.len() - failed.len(), failed)
    }

    fn evaluate(&self, ty: TypeId, outer: Option<&Chain>) -> Outcome {
        let known = self.results.read().unwrap_or_else(|e| e.into_inner());
        if let Some(r) = known.get(&ty) {
            return r.clone();
        }
        drop(known);
        if outer.is_some_and(|o| o.contains(ty)) {
            return Err("its constructor runs because of itself".into());
        }
        let length = outer.map_or(1, |o| o.length + 1);
        let chain = Chain { ty, length, outer };
        let result = if length.is_multiple_of(MAX_ON_STACK) {
            on_large_stack(|| self.run(ty, &chain))
        } else {
            self.run(ty, &chain)
        };
        self.results
            .write()
            .unwrap_or_else(|e| e.into_inner())
            .entry(ty)
            .or_insert(result)
            .clone()
    }

    fn run(&self, ty: TypeId, chain: &Chain) -> Outcome {
        let ts = self.env.ts;
        let Some(cctor) = ts.class_ctor(ty) else {
            return Err("it has no static constructor".into());
        };
        if ts.is_open(ty) || ts.is_shared_type(ty) {
            return Err("it is shared".into());
        }
        machine::Machine::new(self, chain)
            .and_then(|mut m| {
                m.run(cctor)?;
                freeze::freeze(&m)
            })
            .map(Arc::new)
            .map_err(|e| e.0.into())
    }

    fn body(&self, func: Func) -> Option<Arc<Body>> {
        let known = self.bodies.read().unwrap_or_else(|e| e.into_inner());
        if let Some(b) = known.get(&func) {
            return b.clone();
        }
        drop(known);
        let body = body_of(&self.env, func).ok().map(Arc::new);
        self.bodies
            .write()
            .unwrap_or_else(|e| e.into_inner())
            .entry(func)
            .or_insert(body)
            .clone()
    }

    /// The value that a `static readonly` field of an exact type has in every run.
    pub fn readonly_value(&self, field: FieldId) -> Option<StaticValue> {
        let ts = self.env.ts;
        let flags = ts.field_flags(field) as u16;
        let owner = ts.field_owner(field);
        if flags & field_attr::INIT_ONLY == 0
            || flags & (field_attr::LITERAL | field_attr::HAS_FIELD_RVA) != 0
            || ts.is_thread_static(field)
            || ts.is_open(owner)
            || ts.is_shared_type(owner)
        {
            return None;
        }
        ts.class_ctor(owner)?;
        let (offset, _) = ts.static_offset(field).ok()?;
        let mem = self.env.mem(ts.field_type(field).ok()?)?;
        if matches!(mem, crate::Mem::Struct(_) | crate::Mem::ByRef) {
            return None;
        }
        let size = memory::mem_size(ts, mem).ok()?;
        let result = self.of(owner)?;
        let statics = &result.statics;
        let pointer = statics.pointers.iter().find(|(at, _)| *at == offset);
        if let Some((_, target)) = pointer {
            return match target {
                Target::Literal(text) => Some(StaticValue::Literal(text.clone())),
                Target::Object { owner, index } => {
                    let of = self.of(*owner)?;
                    Some(StaticValue::Object(of.objects.get(*index as usize)?.ty))
                }
                Target::Entity(Entity::TypeObject(_)) => Some(StaticValue::Object(
                    self.env.well_known(WellKnown::RuntimeType),
                )),
                Target::Entity(_) => None,
            };
        }
        let mut bits = [0; 8];
        let (from, to) = (offset as usize, (offset + size) as usize);
        bits[..size as usize].copy_from_slice(statics.bytes.get(from..to)?);
        Some(StaticValue::Bits(u64::from_le_bytes(bits)))
    }
}

fn on_large_stack<T: Send>(f: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|s| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(s, f);
        match thread.map(|t| t.join()) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(e) => panic!("cannot start a thread: {e}"),
        }
    })
}
