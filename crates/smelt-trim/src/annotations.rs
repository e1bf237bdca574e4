//! `DynamicallyAccessedMembers` and `DynamicDependency`: what a module says about the members that its code asks for by reflection.

use rustc_hash::FxHashMap;
use smelt_ir::attributes::{Accessor, accessors, attribute_of};
use smelt_metadata::{Table, Token};
use smelt_types::{ModuleId, TypeSystem};

const ACCESSED: &str = "System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembersAttribute";
/// The attribute that names a member a method needs.
pub(crate) const DEPENDENCY: &str = "System.Diagnostics.CodeAnalysis.DynamicDependencyAttribute";

/// A set of kinds of members: the bits of `DynamicallyAccessedMemberTypes`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Accessed(pub u32);

impl Accessed {
    pub const DEFAULT_CONSTRUCTOR: u32 = 1;
    pub const PUBLIC_CONSTRUCTORS: u32 = 2;
    pub const OTHER_CONSTRUCTORS: u32 = 4;
    pub const PUBLIC_METHODS: u32 = 8;
    pub const OTHER_METHODS: u32 = 0x10;
    pub const PUBLIC_PROPERTIES: u32 = 0x200;
    pub const OTHER_PROPERTIES: u32 = 0x400;
    pub const PUBLIC_EVENTS: u32 = 0x800;
    pub const OTHER_EVENTS: u32 = 0x1000;
    pub const INTERFACES: u32 = 0x2000;
    pub const ALL: Accessed = Accessed(u32::MAX);

    pub fn has(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn without(self, other: Accessed) -> Accessed {
        Accessed(self.0 & !other.0)
    }

    pub fn and(self, other: Accessed) -> Accessed {
        Accessed(self.0 | other.0)
    }
}

/// What an annotation of a method is about.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    This,
    Result,
    /// From 0, `this` not counted.
    Param(u32),
}

/// The annotations of a module.
#[derive(Default)]
pub(crate) struct Annotations {
    methods: FxHashMap<u32, Vec<(Place, Accessed)>>,
    /// By the `TypeDef` or `MethodDef` that has the parameter.
    generics: FxHashMap<Token, Vec<(usize, Accessed)>>,
    types: FxHashMap<u32, Accessed>,
}

impl Annotations {
    /// Reads those of a module.
    pub fn of(ts: &TypeSystem, module: ModuleId) -> Annotations {
        let md = ts.metadata(module);
        let mut all = Annotations::default();
        for token in ts.members_with_attribute(module, ACCESSED) {
            let kinds = attribute_of(ts, module, token, ACCESSED)
                .and_then(|a| a.fixed.first()?.as_i64())
                .map(|bits| Accessed(bits as u32));
            let Some(kinds) = kinds else { continue };
            let rid = token.rid();
            match token.table() {
                Table::MethodDef => all.method(rid, Place::This, kinds),
                Table::Param => {
                    let Ok(row) = md.param(rid) else { continue };
                    let place = match row.sequence {
                        0 => Place::Result,
                        n => Place::Param(u32::from(n) - 1),
                    };
                    all.method(md.method_of_param(rid), place, kinds);
                }
                Table::GenericParam => {
                    let Ok(row) = md.generic_param(rid) else {
                        continue;
                    };
                    let list = all.generics.entry(row.owner).or_default();
                    list.push((usize::from(row.number), kinds));
                }
                Table::TypeDef => {
                    all.types.insert(rid, kinds);
                }
                Table::Property => {
                    for (method, kind) in accessors(ts, module, token) {
                        match kind {
                            Accessor::Getter => all.method(method, Place::Result, kinds),
                            // The value is the last parameter.
                            Accessor::Setter => {
                                let last = md.method_params(method).len().saturating_sub(1);
                                all.method(method, Place::Param(last as u32), kinds);
                            }
                            Accessor::Other => {}
                        }
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn method(&mut self, rid: u32, place: Place, kinds: Accessed) {
        self.methods.entry(rid).or_default().push((place, kinds));
    }

    /// Annotations of a method (`MethodDef` row).
    pub fn of_method(&self, rid: u32) -> &[(Place, Accessed)] {
        self.methods.get(&rid).map_or(&[], |list| list)
    }

    /// Annotations of the generic parameters of a type or method, by number.
    pub fn of_generics(&self, owner: Token) -> &[(usize, Accessed)] {
        self.generics.get(&owner).map_or(&[], |list| list)
    }

    /// What is accessed of objects of a type (`TypeDef` row) and of the types derived from it.
    pub fn of_type(&self, rid: u32) -> Accessed {
        self.types.get(&rid).copied().unwrap_or_default()
    }
}
