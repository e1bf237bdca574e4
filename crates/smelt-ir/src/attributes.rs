//! Custom attributes that the compiler itself reads.

use smelt_metadata::attribute::{self, CustomAttribute};
use smelt_metadata::{Table, Token, element, parse_method_sig};
use smelt_types::{ModuleId, Subst, TypeSystem};

const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

/// The custom attributes of that class (`Namespace.Name`) on a member of a module; enums in them are taken to be `int`s.
/// Those that can't be decoded are left out.
pub fn attributes_of<'t>(
    ts: &'t TypeSystem,
    module: ModuleId,
    parent: Token,
    name: &'t str,
) -> impl Iterator<Item = CustomAttribute<'t>> + 't {
    let meta = ts.metadata(module);
    let rows = match ts.has_attribute(module, parent, name) {
        true => meta.custom_attributes(parent),
        false => 0..0,
    };
    rows.filter_map(move |rid| {
        let row = meta.custom_attribute(rid).ok()?;
        let ctor = ts.resolve_method(module, row.constructor, NO_SUBST).ok()?;
        if ts.type_name(ts.method_owner(ctor)) != name {
            return None;
        }
        let def = ts.method_def(ctor)?;
        let row_of_ctor = ts.metadata(def.module).method_def(def.rid).ok()?;
        let sig = parse_method_sig(row_of_ctor.signature).ok()?;
        attribute::decode(row.value, &sig, &mut |_| Some(element::I4)).ok()
    })
}

/// The first of [`attributes_of`].
pub fn attribute_of<'t>(
    ts: &'t TypeSystem,
    module: ModuleId,
    parent: Token,
    name: &'t str,
) -> Option<CustomAttribute<'t>> {
    attributes_of(ts, module, parent, name).next()
}

/// Number of the parameter that a `Param` row describes: 0 is the result.
pub fn param_sequence(ts: &TypeSystem, module: ModuleId, param: u32) -> Option<(u32, u16)> {
    let meta = ts.metadata(module);
    let sequence = meta.param(param).ok()?.sequence;
    Some((meta.method_of_param(param), sequence))
}

/// Accessors of a property: the method and whether it is the getter, the setter or neither.
pub fn accessors(ts: &TypeSystem, module: ModuleId, property: Token) -> Vec<(u32, Accessor)> {
    debug_assert_eq!(property.table(), Table::Property);
    let meta = ts.metadata(module);
    meta.method_semantics_of(property)
        .filter_map(|rid| meta.method_semantics(rid).ok())
        .map(|row| {
            let kind = match row.semantics {
                s if s & 2 != 0 => Accessor::Getter,
                s if s & 1 != 0 => Accessor::Setter,
                _ => Accessor::Other,
            };
            (row.method, kind)
        })
        .collect()
}

/// What a method does for a property (ECMA-335 II.23.1.12).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Accessor {
    Getter,
    Setter,
    Other,
}
