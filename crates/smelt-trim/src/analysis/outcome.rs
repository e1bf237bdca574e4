//! The outcome: everything found, in an order that does not depend on ids.

use super::{Analysis, FxHashMap, FxHashSet, Problem, Result, State, members, sorted};
use rayon::prelude::*;
use smelt_ir::{Body, Func, Lookup, Program, symbols};
use smelt_types::{MethodId, TypeId, TypeSystem};

impl State<'_> {
    pub(super) fn finish(mut self) -> Result<Analysis> {
        let ts = self.ts;
        self.castable_gaps();
        let mut named: Vec<(String, Body)> = self
            .bodies
            .drain(..)
            .map(|b| (symbols::func(ts, b.func), b))
            .collect();
        named.par_sort_by(|a, b| a.0.cmp(&b.0));
        let devirtualised = devirtualise(&self.vtable);
        let by_type = |set: FxHashSet<TypeId>| sorted(set, |t| ts.symbol_of_type(*t));
        let by_method = |set: FxHashSet<MethodId>| sorted(set, |m| ts.symbol_of_method(*m));
        let by_field =
            |set: FxHashSet<smelt_types::FieldId>| sorted(set, |f| ts.symbol_of_field(*f));
        let cells = |v: Vec<(TypeId, MethodId, Func)>| {
            sorted(v, |(t, m, _)| {
                (ts.symbol_of_type(*t), ts.symbol_of_method(*m))
            })
        };
        let resource_modules = self.resource_modules();
        let mut dict_layouts = self.lookups;
        for list in dict_layouts.values_mut() {
            list.sort_by_cached_key(|l| lookup_key(ts, l));
        }
        let program = Program {
            bodies: named.into_iter().map(|(_, b)| b).collect(),
            dict_layouts,
            types: sorted(self.types, |(t, _)| ts.symbol_of_type(*t)),
            type_objects: by_type(self.type_objects),
            method_dicts: by_method(self.method_dicts),
            virtual_slots: self.slots,
            empty_lookups: self.empty_lookups,
            selectors: by_method(self.selectors),
            dispatch: cells(self.dispatch),
            vtable: cells(self.vtable),
            strings: sorted(self.strings, |s| s.clone()),
            statics: by_type(self.statics),
            thread_statics: by_type(self.thread_statics),
            class_inits: by_type(self.class_inits),
            preinitialised: self.preinitialised,
            rva_fields: by_field(self.rva),
            pinvokes: by_method(self.pinvokes),
            method_objects: by_method(self.method_objects),
            field_objects: by_field(self.field_objects),
            enum_names: self.enum_names,
            native_forms: self.native_forms,
            native_code: self.native_code,
            activated: self.activated,
            resource_modules,
            reflected: members::list(ts, self.members, self.instances.by_owner),
            frame_methods: by_method(self.frames.methods),
            assembly_references: self.questions.assembly_references,
            bound: self.questions.binding,
            invokers: self.invokers,
            open_delegates: self
                .funcs
                .iter()
                .filter_map(|f| match *f {
                    Func::OpenDelegate(t) => Some(t),
                    _ => None,
                })
                .collect(),
            attributes: members::attribute_list(ts, self.attributes),
            open_interfaces: self.open_interfaces,
            interface_maps: self.questions.interface_maps,
            arrays_made: self.arrays_made,
            dynamic_casts: self.castable.exists(),
            multicast: self.combine,
            devirtualised,
        };
        let mut problems = self.problems;
        problems.extend(self.cuts.into_iter().map(|(member, position)| Problem {
            member,
            why: "generic recursion".into(),
            recursion: true,
            position,
        }));
        Ok(Analysis {
            program,
            reasons: self.reasons,
            problems,
        })
    }
}

/// Order of dictionary slots that does not depend on ids.
fn lookup_key(ts: &TypeSystem, l: &Lookup) -> (u8, String, String) {
    let t = |n: u8, t: TypeId| (n, ts.symbol_of_type(t), String::new());
    let m = |n: u8, m: MethodId| (n, ts.symbol_of_method(m), String::new());
    match *l {
        Lookup::TypeHandle { ty, constructed } => t(constructed as u8, ty),
        Lookup::TypeObject(ty) => t(2, ty),
        Lookup::MethodDict(x) => m(3, x),
        Lookup::MethodEntry(x) => m(4, x),
        Lookup::BoxedEntry(x) => m(5, x),
        Lookup::Selector(x) => m(6, x),
        Lookup::Constrained { ty, method } => {
            (7, ts.symbol_of_type(ty), ts.symbol_of_method(method))
        }
        Lookup::StaticBase(ty) => t(8, ty),
        Lookup::ThreadStaticOffset(ty) => t(9, ty),
        Lookup::ClassInit(ty) => t(10, ty),
        Lookup::DefaultCtor(ty) => t(11, ty),
        Lookup::EqualityComparer(ty) => t(12, ty),
        Lookup::Comparer(ty) => t(13, ty),
        Lookup::ArraySortHelper(ty) => t(14, ty),
        Lookup::ArraySortHelper2(k, v) => (15, ts.symbol_of_type(k), ts.symbol_of_type(v)),
        Lookup::MethodObject(x) => m(16, x),
        Lookup::FieldObject(f) => (17, ts.symbol_of_field(f), String::new()),
    }
}

/// Virtual declarations whose calls can only reach one function.
fn devirtualise(vtable: &[(TypeId, MethodId, Func)]) -> FxHashMap<MethodId, Func> {
    let mut targets: FxHashMap<MethodId, Option<Func>> = FxHashMap::default();
    for &(_, decl, f) in vtable {
        targets
            .entry(decl)
            .and_modify(|t| *t = t.filter(|&g| g == f))
            .or_insert(Some(f));
    }
    targets
        .into_iter()
        .filter_map(|(d, f)| f.map(|f| (d, f)))
        .collect()
}
