//! Virtual tables of classes: which slot a method has, what fills it.
//!
//! Everything is decided once on the open type, where `M(T)` and `M(int)` differ, and then instantiated (ECMA-335 II.10.3, II.12.2).

use std::sync::OnceLock;

use smelt_metadata::flags::method_attr;
use smelt_metadata::{Table, Token};

use crate::attributes::find_attribute;
use crate::defs::DefKind;
use crate::{
    MethodDefId, MethodId, MethodKind, Result, TypeError, TypeId, TypeKind, TypeSystem, VTable,
    WellKnown,
};

pub(crate) type VTableCell = OnceLock<Result<VTableData>>;
pub(crate) type OverrideCell = OnceLock<Result<Box<[Override]>>>;

/// A table and where the type's own methods are in it.
pub(crate) struct VTableData {
    table: VTable,
    /// (`MethodDef` row, slot), ascending.
    own: Box<[(u32, u32)]>,
}

/// A `MethodImpl` row, in terms of the type that has it; generic methods uninstantiated.
#[derive(Copy, Clone)]
pub(crate) struct Override {
    pub decl: MethodId,
    pub body: MethodId,
}

impl VTableData {
    fn slot_of(&self, rid: u32) -> Option<u32> {
        let i = self.own.binary_search_by_key(&rid, |&(r, _)| r).ok()?;
        Some(self.own[i].1)
    }
}

impl TypeSystem {
    /// Virtual table of a class, struct or array; for an interface the slots that it introduces itself. Empty for anything else.
    pub fn vtable(&self, ty: TypeId) -> Result<&VTable> {
        Ok(&self.vtable_data(ty)?.table)
    }

    fn vtable_data(&self, ty: TypeId) -> Result<&VTableData> {
        let ty = if self.is_array(ty) {
            self.well_known(WellKnown::Array)
        } else {
            ty
        };
        let cell = &self.type_entry(ty).vtable;
        if cell.get().is_none() {
            // Base classes first, so that a long chain needs no deep recursion.
            let mut chain = vec![ty];
            if !self.is_interface(ty) {
                let mut current = self.try_base(ty)?;
                while let Some(t) = current {
                    if self.type_entry(t).vtable.get().is_some() {
                        break;
                    }
                    chain.push(t);
                    current = self.try_base(t)?;
                }
            }
            for &t in chain.iter().rev() {
                let data = self.make_vtable(t);
                let _ = self.type_entry(t).vtable.set(data);
            }
        }
        match cell.get() {
            Some(Ok(data)) => Ok(data),
            Some(Err(e)) => Err(e.clone()),
            None => unreachable!("set above"),
        }
    }

    fn make_vtable(&self, ty: TypeId) -> Result<VTableData> {
        let TypeKind::Named { def, .. } = self.kind(ty) else {
            return Ok(VTableData {
                table: VTable {
                    slots: Box::default(),
                    decls: Box::default(),
                },
                own: Box::default(),
            });
        };
        let open = self.open_type(*def);
        if open == ty {
            return self.build_vtable(ty);
        }
        let data = self.vtable_data(open)?;
        let subst = self.type_subst(ty);
        let inst = |methods: &[MethodId]| -> Box<[MethodId]> {
            methods
                .iter()
                .map(|&m| self.subst_method(m, subst))
                .collect()
        };
        Ok(VTableData {
            table: VTable {
                slots: inst(&data.table.slots),
                decls: inst(&data.table.decls),
            },
            own: data.own.clone(),
        })
    }

    /// The table of an open type (or one that is not generic).
    fn build_vtable(&self, ty: TypeId) -> Result<VTableData> {
        let Some(def) = self.type_def(ty) else {
            return Err(self.no_table(ty));
        };
        let info = self.type_info(def);
        let interface = info.kind == DefKind::Interface;
        let base = if interface { None } else { self.try_base(ty)? };
        let parent = match base {
            Some(base) => Some(&self.vtable_data(base)?.table),
            None => None,
        };
        let mut slots: Vec<MethodId> = parent.map_or(Vec::new(), |t| t.slots.to_vec());
        let mut decls: Vec<MethodId> = parent.map_or(Vec::new(), |t| t.decls.to_vec());
        let mut own = Vec::new();
        for rid in info.methods.clone() {
            let id = MethodDefId {
                module: def.module,
                rid,
            };
            let method_info = self.method_info(id);
            if !method_info.has_slot() {
                continue;
            }
            let method = self.method_on(id, ty, &[]);
            let inherited = match base {
                Some(base) if method_info.flags & method_attr::NEW_SLOT == 0 => {
                    self.overridden_slot(method, base)?
                }
                _ => None,
            };
            let slot = match inherited {
                Some(slot) => {
                    slots[slot as usize] = method;
                    slot
                }
                None => {
                    slots.push(method);
                    decls.push(method);
                    slots.len() as u32 - 1
                }
            };
            own.push((rid, slot));
        }
        let mut data = VTableData {
            table: VTable {
                slots: slots.into(),
                decls: decls.into(),
            },
            own: own.into(),
        };
        if !interface {
            self.apply_overrides(ty, &mut data)?;
            if let Some(parent) = parent {
                self.preserve_base_overrides(parent, &mut data.table)?;
                self.follow_home_slots(parent, &mut data.table)?;
            }
        }
        Ok(data)
    }

    fn no_table(&self, ty: TypeId) -> TypeError {
        TypeError::BadLayout {
            name: self.type_name(ty),
            detail: "it has no virtual table".into(),
        }
    }

    /// The slot of the method that `method` overrides by name and signature, the nearest base class first.
    fn overridden_slot(&self, method: MethodId, base: TypeId) -> Result<Option<u32>> {
        let Some(method_def) = self.method_def(method) else {
            return Ok(None);
        };
        let hash = self.method_info(method_def).name_hash;
        let mut current = Some(base);
        while let Some(ty) = current {
            let Some(def) = self.type_def(ty) else { break };
            for &(rid, slot) in &self.vtable_data(ty)?.own {
                let id = MethodDefId {
                    module: def.module,
                    rid,
                };
                let info = self.method_info(id);
                if info.name_hash == hash && !info.is_private() {
                    let candidate = self.method_on(id, ty, &[]);
                    if self.same_name_and_sig(candidate, method)? {
                        return Ok(Some(slot));
                    }
                }
            }
            current = self.try_base(ty)?;
        }
        Ok(None)
    }

    /// Same name, signature and modifiers; both uninstantiated, owners in the same terms.
    pub(crate) fn same_name_and_sig(&self, a: MethodId, b: MethodId) -> Result<bool> {
        let (
            MethodKind::Def {
                def: a_def,
                owner: a_owner,
                ..
            },
            MethodKind::Def {
                def: b_def,
                owner: b_owner,
                ..
            },
        ) = (self.method(a), self.method(b))
        else {
            return Ok(false);
        };
        if self.method_info(*a_def).name != self.method_info(*b_def).name
            || self.method_sig_id(a)? != self.method_sig_id(b)?
        {
            return Ok(false);
        }
        Ok(self.same_modifiers(
            &self.def_sig(*a_def)?.modifiers,
            self.type_args(*a_owner),
            &self.def_sig(*b_def)?.modifiers,
            self.type_args(*b_owner),
        ))
    }

    /// `MethodImpl` rows about class methods replace what is in the slot of the declaration.
    fn apply_overrides(&self, ty: TypeId, data: &mut VTableData) -> Result<()> {
        for &Override { decl, body } in self.overrides(ty)? {
            let owner = self.method_owner(decl);
            if self.is_interface(owner) || self.is_static(decl) {
                continue;
            }
            let Some(decl_def) = self.method_def(decl) else {
                continue;
            };
            let slot = if owner == ty {
                data.slot_of(decl_def.rid)
            } else {
                self.vtable_data(owner)?.slot_of(decl_def.rid)
            };
            match slot.and_then(|s| data.table.slots.get_mut(s as usize)) {
                Some(entry) => *entry = body,
                None => {
                    return Err(TypeError::BadLayout {
                        name: self.type_name(ty),
                        detail: format!(
                            "'{}' overrides '{}', which is not virtual",
                            self.method_display(body),
                            self.method_display(decl)
                        ),
                    });
                }
            }
        }
        Ok(())
    }

    /// A covariant override (`PreserveBaseOverrides`) fills the slot of the method with the wider result and has a slot of its own: several slots
    /// hold one method. What overrides one of them in a derived class overrides all (CLR `PropagateCovariantReturnMethodImplSlots`).
    fn preserve_base_overrides(&self, parent: &VTable, table: &mut VTable) -> Result<()> {
        for slot in 0..parent.slots.len() {
            let before = parent.slots[slot];
            let now = table.slots[slot];
            if now == before || parent.slots.iter().filter(|&&m| m == before).count() < 2 {
                continue;
            }
            let mut covariant = false;
            for m in [Some(now), Some(before)].into_iter().flatten() {
                covariant |= self
                    .method_def(m)
                    .is_some_and(|d| self.preserves_base_overrides(d));
            }
            // Or a method further up that filled the slot.
            let mut owner = self.base(self.method_owner(before));
            while let Some(class) = owner.filter(|_| !covariant) {
                let above = self.vtable_data(class)?.table.slots.get(slot).copied();
                covariant = above
                    .and_then(|m| self.method_def(m))
                    .is_some_and(|d| self.preserves_base_overrides(d));
                owner = above.and_then(|_| self.base(class));
            }
            // The slots' introducing methods may carry it too.
            covariant |= parent
                .slots
                .iter()
                .zip(parent.decls.iter())
                .any(|(&m, &d)| {
                    m == before
                        && self
                            .method_def(d)
                            .is_some_and(|d| self.preserves_base_overrides(d))
                });
            if covariant {
                for other in 0..parent.slots.len() {
                    if parent.slots[other] == before && table.slots[other] == before {
                        table.slots[other] = now;
                    }
                }
            }
        }
        Ok(())
    }

    /// A slot that a base class gave to a method by a `MethodImpl` row holds what the method's own slot holds, unless it was given away again.
    fn follow_home_slots(&self, parent: &VTable, table: &mut VTable) -> Result<()> {
        for (slot, &method) in parent.slots.iter().enumerate() {
            if table.slots[slot] != method {
                continue;
            }
            if let Some(home) = self.slot_of(method)?
                && home as usize != slot
                && parent.slots.get(home as usize) == Some(&method)
            {
                table.slots[slot] = table.slots[home as usize];
            }
        }
        Ok(())
    }

    fn preserves_base_overrides(&self, def: MethodDefId) -> bool {
        let m = self.asm.module(def.module);
        find_attribute(
            &m.md,
            Token::new(Table::MethodDef, def.rid),
            "System.Runtime.CompilerServices",
            "PreserveBaseOverridesAttribute",
        )
        .is_some()
    }

    /// The `MethodImpl` rows of a type's definition, in terms of the open type.
    pub(crate) fn overrides(&self, open: TypeId) -> Result<&[Override]> {
        let cell = &self.type_entry(open).overrides;
        if cell.get().is_none() {
            let _ = cell.set(self.read_overrides(open));
        }
        match cell.get() {
            Some(Ok(overrides)) => Ok(overrides),
            Some(Err(e)) => Err(e.clone()),
            None => unreachable!("set above"),
        }
    }

    fn read_overrides(&self, open: TypeId) -> Result<Box<[Override]>> {
        let Some(def) = self.type_def(open) else {
            return Ok(Box::default());
        };
        let m = self.asm.module(def.module);
        m.md.method_impls(def.rid)
            .map(|rid| {
                let row = m.ok(m.md.method_impl(rid))?;
                Ok(Override {
                    decl: self.resolve_open_method(def.module, row.declaration)?,
                    body: self.resolve_open_method(def.module, row.body)?,
                })
            })
            .collect()
    }

    /// Slot index of a virtual method of a class (the method may be any override or the introducing declaration); for a method of an
    /// interface, its index among the interface's own virtual methods.
    pub fn slot_of(&self, m: MethodId) -> Result<Option<u32>> {
        match self.method(m) {
            MethodKind::Def { def, owner, .. } if self.is_virtual(m) => {
                Ok(self.vtable_data(*owner)?.slot_of(def.rid))
            }
            _ => Ok(None),
        }
    }

    /// The declaration that introduced the slot of a virtual class method (exact owner; method args kept).
    pub fn slot_decl(&self, m: MethodId) -> Result<MethodId> {
        match self.slot_of(m)? {
            Some(slot) => {
                let decl = self.vtable(self.method_owner(m))?.decls[slot as usize];
                Ok(self.with_args_of(decl, m))
            }
            None => Ok(m),
        }
    }

    /// `target` (uninstantiated) with the method arguments of `like`.
    pub(crate) fn with_args_of(&self, target: MethodId, like: MethodId) -> MethodId {
        match (self.method(target), self.method_args(like)) {
            (MethodKind::Def { def, owner, .. }, args) if !args.is_empty() => {
                self.method_on(*def, *owner, args)
            }
            _ => target,
        }
    }

    /// What a virtual call of class method `decl` (method args kept for generic virtual methods) runs on an object of exact type `ty`.
    /// A `decl` that is not virtual is its own target. On an interface as `ty` the methods of Object are their own targets.
    pub fn resolve_virtual(&self, ty: TypeId, decl: MethodId) -> Result<MethodId> {
        let Some(slot) = self.slot_of(decl)? else {
            return Ok(decl);
        };
        if self.is_interface(ty) || self.is_interface(self.method_owner(decl)) {
            return Ok(decl);
        }
        match self.vtable(ty)?.slots.get(slot as usize) {
            Some(&target) => Ok(self.with_args_of(target, decl)),
            None => Err(TypeError::MissingMember {
                kind: "virtual method",
                name: format!("{} on {}", self.method_display(decl), self.type_name(ty)),
            }),
        }
    }
}
