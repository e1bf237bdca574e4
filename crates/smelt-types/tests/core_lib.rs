//! Facts about CoreLib types that CoreCLR, its runtime and our own runtime rely on.

mod common;

use common::{core, method, system};
use smelt_types::{InterfaceImpl, MethodId, Subst, TypeError, TypeId, ValueClass, WellKnown};

fn wk(w: WellKnown) -> TypeId {
    system().well_known(w)
}

fn offsets(ty: TypeId) -> Vec<(String, u32)> {
    let ts = system();
    let fields = &ts.layout(ty).unwrap().fields;
    fields
        .iter()
        .map(|&(f, _)| (ts.field_name(f).to_owned(), ts.field_offset(f).unwrap()))
        .collect()
}

fn has(ty: TypeId, expected: &[(&str, u32)]) {
    let all = offsets(ty);
    for &(name, offset) in expected {
        assert!(
            all.contains(&(name.to_owned(), offset)),
            "{name} at {offset} in {all:?}"
        );
    }
}

#[test]
fn class_layouts() {
    has(
        wk(WellKnown::String),
        &[("_stringLength", 8), ("_firstChar", 12)],
    );
    has(
        wk(WellKnown::RuntimeType),
        &[("m_keepalive", 8), ("m_cache", 16), ("m_handle", 24)],
    );
    let list = core(
        "System.Collections.Generic.List`1",
        &[wk(WellKnown::String)],
    );
    has(list, &[("_items", 8), ("_size", 16), ("_version", 20)]);
    let layout = system().layout(list).unwrap();
    assert_eq!((&*layout.ref_offsets, layout.size), (&[0][..], 16));
    assert_eq!(system().layout(wk(WellKnown::Object)).unwrap().size, 0);
    assert_eq!(system().layout(wk(WellKnown::Array)).unwrap().size, 0);
}

#[test]
fn struct_layouts() {
    let ts = system();
    let int = wk(WellKnown::Int32);
    let size_align = |ty| (ts.size_of(ty).unwrap(), ts.align_of(ty).unwrap());
    assert_eq!(size_align(core("System.DateTime", &[])), (8, 8));
    assert_eq!(size_align(core("System.Decimal", &[])), (16, 8));
    assert_eq!(size_align(core("System.Guid", &[])), (16, 4));
    assert_eq!(size_align(core("System.Int128", &[])), (16, 16));
    let byte = wk(WellKnown::Byte);
    for (bits, size) in [(64, 8), (128, 16), (256, 32), (512, 64)] {
        let vector = core(
            &format!("System.Runtime.Intrinsics.Vector{bits}`1"),
            &[byte],
        );
        assert_eq!(size_align(vector), (size, size));
    }
    assert_eq!(
        size_align(core("System.Numerics.Vector`1", &[byte])),
        (16, 8)
    );
    let nullable = core("System.Nullable`1", &[int]);
    assert_eq!(size_align(nullable), (8, 4));
    has(nullable, &[("hasValue", 0), ("value", 4)]);
    // The flag stays first where CoreCLR would choose an order of its own.
    let entry = core(
        "System.Collections.Generic.KeyValuePair`2",
        &[int, wk(WellKnown::String)],
    );
    has(
        core("System.Nullable`1", &[entry]),
        &[("hasValue", 0), ("value", 8)],
    );
    assert!(ts.contains_refs(entry).unwrap());

    let span = core("System.Span`1", &[int]);
    has(span, &[("_reference", 0), ("_length", 8)]);
    let layout = ts.layout(span).unwrap();
    assert!(layout.has_byrefs && layout.ref_offsets.is_empty() && ts.is_byref_like(span));
    assert_eq!(layout.size, 16);

    let table = core("System.Runtime.CompilerServices.MethodTable", &[]);
    has(
        table,
        &[
            ("Flags", 0),
            ("BaseSize", 4),
            ("ParentMethodTable", 16),
            ("ElementType", 48),
            ("PerInstInfo", 48),
            ("InterfaceMap", 56),
        ],
    );
}

#[test]
fn value_classes() {
    let ts = system();
    let int = |size, signed| ValueClass::Int { size, signed };
    assert_eq!(ts.value_class(wk(WellKnown::Boolean)), int(1, false));
    assert_eq!(ts.value_class(wk(WellKnown::Char)), int(2, false));
    assert_eq!(ts.value_class(wk(WellKnown::IntPtr)), int(8, true));
    assert_eq!(ts.value_class(core("System.DayOfWeek", &[])), int(4, true));
    assert_eq!(ts.value_class(wk(WellKnown::String)), ValueClass::Ref);
    assert_eq!(ts.value_class(wk(WellKnown::Void)), ValueClass::Void);
    let byref = ts.byref_to(wk(WellKnown::Int32));
    assert_eq!(ts.value_class(byref), ValueClass::ByRef);
    assert_eq!(ts.value_class(ts.ptr_to(byref)), int(8, false));
    assert_eq!(
        ts.value_class(core("System.DateTime", &[])),
        ValueClass::Struct
    );
}

#[test]
fn object_slots() {
    let ts = system();
    let names: Vec<&str> = ts
        .vtable(wk(WellKnown::Object))
        .unwrap()
        .slots
        .iter()
        .map(|&m| ts.method_name(m))
        .collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(sorted, ["Equals", "Finalize", "GetHashCode", "ToString"]);
    let to_string = method(wk(WellKnown::Object), "ToString");
    let target = ts.resolve_virtual(wk(WellKnown::Int32), to_string).unwrap();
    assert_eq!(ts.method_owner(target), wk(WellKnown::Int32));
    assert_eq!(ts.slot_decl(target).unwrap(), to_string);
    assert_eq!(ts.slot_of(target).unwrap(), ts.slot_of(to_string).unwrap());
    assert!(ts.finalizer(wk(WellKnown::String)).is_none());
    let stream = core("System.IO.FileStream", &[]);
    assert_eq!(ts.method_owner(ts.finalizer(stream).unwrap()), stream);
}

fn implementation(ty: TypeId, decl: MethodId) -> MethodId {
    match system().resolve_interface(ty, decl).unwrap() {
        InterfaceImpl::Class(m) | InterfaceImpl::Default(m) => m,
        other => panic!("{other:?}"),
    }
}

#[test]
fn interface_methods() {
    let ts = system();
    let (string, int, object) = (
        wk(WellKnown::String),
        wk(WellKnown::Int32),
        wk(WellKnown::Object),
    );
    let enumerable = |t| core("System.Collections.Generic.IEnumerable`1", &[t]);
    let list = core("System.Collections.Generic.List`1", &[string]);
    let m = implementation(list, method(enumerable(object), "GetEnumerator"));
    assert_eq!(
        ts.method_display(m),
        "System.Collections.Generic.List`1[System.String].System.Collections.Generic.IEnumerable<T>.GetEnumerator()"
    );
    let m = implementation(
        int,
        method(core("System.IComparable`1", &[int]), "CompareTo"),
    );
    assert_eq!(ts.method_display(m), "System.Int32.CompareTo(System.Int32)");
    let strings = ts.sz_array(string);
    let m = implementation(strings, method(enumerable(object), "GetEnumerator"));
    assert_eq!(
        ts.method_display(m),
        "System.SZArrayHelper.GetEnumerator[System.Object]()"
    );
    let add = method(core("System.Collections.IList", &[]), "Add");
    assert_eq!(
        ts.method_owner(implementation(strings, add)),
        wk(WellKnown::Array)
    );
    let ints = ts.sz_array(int);
    assert_eq!(
        ts.resolve_interface(ints, method(enumerable(object), "GetEnumerator"))
            .unwrap(),
        InterfaceImpl::None
    );
    // Static abstract operator of a primitive.
    let addition = core("System.Numerics.IAdditionOperators`3", &[int, int, int]);
    let plus = ts.methods_named(addition, "op_Addition")[0];
    let m = ts.resolve_static_virtual(int, plus).unwrap().unwrap();
    assert_eq!(ts.method_owner(m), int);
}

#[test]
fn canonical_forms() {
    let ts = system();
    let (string, int) = (wk(WellKnown::String), wk(WellKnown::Int32));
    let pair = |k, v| core("System.Collections.Generic.KeyValuePair`2", &[k, v]);
    let list = |t| core("System.Collections.Generic.List`1", &[t]);
    let canon = wk(WellKnown::Canon);
    assert_eq!(ts.canon_type(list(string)), list(canon));
    assert_eq!(ts.canon_type(list(list(int))), list(canon));
    assert_eq!(ts.canon_type(list(int)), list(int));
    assert_eq!(
        ts.canon_type(list(pair(int, ts.sz_array(int)))),
        list(pair(int, canon))
    );
    assert_eq!(ts.canon_type(list(canon)), list(canon));
    assert!(ts.is_shared_type(list(canon)) && !ts.is_shared_type(list(string)));
    let add = method(list(string), "Add");
    assert_eq!(ts.canon_method(add), method(list(canon), "Add"));
    assert!(ts.is_shared_method(ts.canon_method(add)));
    assert_eq!(
        ts.layout(list(canon)).unwrap().fields.len(),
        ts.layout(list(string)).unwrap().fields.len()
    );
}

#[test]
fn instantiation() {
    let ts = system();
    let (string, int) = (wk(WellKnown::String), wk(WellKnown::Int32));
    let def = ts
        .find_core_type("System.Collections.Generic.Dictionary`2")
        .unwrap();
    let open = ts.open_type(def);
    assert!(ts.is_open(open));
    assert_eq!(ts.named(def, &[]), open);
    let exact = ts.named(def, &[string, int]);
    let subst = Subst {
        type_args: &[string, int],
        method_args: &[],
    };
    assert_eq!(ts.subst_type(open, subst), exact);
    let try_get = method(exact, "TryGetValue");
    assert_eq!(
        ts.method_display(try_get),
        "System.Collections.Generic.Dictionary`2[System.String,System.Int32].TryGetValue(System.String, System.Int32&)"
    );
    assert_eq!(
        ts.symbol_of_method(try_get),
        "System.Collections.Generic.Dictionary`2{string,int}::TryGetValue(!0,!1&)"
    );
    assert_eq!(ts.depth(exact), ts.depth(int) + 1);
    assert!(matches!(
        ts.layout(ts.named(ts.find_core_type("System.Nullable`1").unwrap(), &[])),
        Err(TypeError::BadLayout { .. })
    ));
}

#[test]
fn facades_forward() {
    let ts = system();
    let object = ts.find_core_type("System.Object").unwrap();
    for facade in ["System.Runtime", "netstandard", "mscorlib"] {
        let module = ts.load_by_name(facade).unwrap();
        assert_eq!(ts.find_type(module, "System.Object").unwrap(), object);
        let nested = ts
            .find_type(module, "System.Environment+SpecialFolder")
            .unwrap();
        assert_eq!(nested.module, ts.core_lib());
    }
    assert!(matches!(
        ts.load_by_name("No.Such.Assembly"),
        Err(TypeError::MissingAssembly { .. })
    ));
    assert!(matches!(
        ts.find_core_type("System.NoSuchType"),
        Err(TypeError::MissingType { .. })
    ));
}

#[test]
fn statics_and_attributes() {
    let ts = system();
    let thread = core("System.Threading.Thread", &[]);
    let statics = ts.statics(thread).unwrap();
    assert!(!statics.thread_fields.is_empty());
    for &(f, _) in &statics.thread_fields {
        assert!(ts.is_thread_static(f));
        assert!(ts.static_offset(f).unwrap().1);
    }
    for &(f, offset) in &statics.fields {
        assert_eq!(ts.static_offset(f).unwrap(), (offset, false));
    }
    assert!(ts.runtime_marshalling_disabled(ts.core_lib()));
    let text = ts.field_named(wk(WellKnown::String), "Empty").unwrap();
    assert!(!ts.is_thread_static(text));
}

#[test]
fn symbols_are_unique() {
    let ts = system();
    let mut seen = std::collections::HashMap::new();
    let md = ts.metadata(ts.core_lib());
    for rid in 1..=md.row_count(smelt_metadata::Table::TypeDef) {
        let ty = ts.open_type(smelt_types::TypeDefId {
            module: ts.core_lib(),
            rid,
        });
        for m in ts.methods(ty) {
            let symbol = ts.symbol_of_method(m);
            assert!(symbol.len() <= 200 && !symbol.contains('@'), "{symbol}");
            if let Some(other) = seen.insert(symbol.clone(), m) {
                panic!(
                    "{symbol}: {} and {}",
                    ts.method_display(m),
                    ts.method_display(other)
                );
            }
        }
        for f in ts.fields(ty) {
            assert!(ts.symbol_of_field(f).len() <= 200);
        }
    }
    assert!(seen.len() > 30_000);
}

#[test]
fn many_threads_agree() {
    let ts = smelt_types::TypeSystem::new(&[common::FRAMEWORK.into()]).unwrap();
    let names = || {
        let list = ts
            .find_core_type("System.Collections.Generic.List`1")
            .unwrap();
        let mut ty = ts.well_known(WellKnown::String);
        let mut ids = Vec::new();
        for _ in 0..20 {
            ty = ts.named(list, &[ty]);
            ts.layout(ty).unwrap();
            ts.vtable(ty).unwrap();
            ids.push((ty, ts.interfaces(ty).to_vec()));
        }
        ids
    };
    let results: Vec<_> = std::thread::scope(|s| {
        let threads: Vec<_> = (0..4).map(|_| s.spawn(names)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(results.iter().all(|r| *r == results[0]));
}
