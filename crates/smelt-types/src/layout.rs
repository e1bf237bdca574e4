//! Layout of instance and static fields.
//!
//! Rules are CoreCLR's: `Explicit` is honoured always; `Sequential` only when no object reference or byref is inside, else the runtime
//! chooses. What it chooses is ours: references first, then by descending alignment, gaps filled.

use std::sync::OnceLock;

use smelt_metadata::flags::{field_attr, type_attr};

use crate::defs::{DefKind, Special};
use crate::{
    FieldDefId, FieldId, InstanceLayout, Result, StaticLayout, TypeError, TypeId, TypeKind,
    TypeSystem, WellKnown,
};

pub(crate) type LayoutCell = OnceLock<Result<InstanceLayout>>;
pub(crate) type StaticsCell = OnceLock<Result<StaticLayout>>;

/// Deepest nesting of structs in structs.
const MAX_DEPTH: u32 = 200;
/// Largest struct or field area (CoreCLR: `FIELD_OFFSET_LAST_REAL_OFFSET`).
const MAX_SIZE: u64 = i32::MAX as u64;
/// Largest offset of a field (CoreCLR: `FIELD_OFFSET_LAST_REAL_OFFSET`).
const MAX_OFFSET: u32 = (1 << 27) - 7;
/// Largest inline array (CoreCLR: the last offset that a field can have).
const MAX_INLINE_ARRAY: u64 = (1 << 27) - 8;
/// Size and alignment of references, pointers and byrefs.
const WORD: u32 = 8;

/// What a field needs of its container.
#[derive(Copy, Clone)]
struct Slot<'a> {
    size: u32,
    align: u32,
    kind: SlotKind<'a>,
}

#[derive(Copy, Clone)]
enum SlotKind<'a> {
    Ref,
    ByRef,
    Plain,
    Struct(&'a InstanceLayout),
}

impl Slot<'_> {
    const fn word(kind: SlotKind<'_>) -> Slot<'_> {
        Slot {
            size: WORD,
            align: WORD,
            kind,
        }
    }

    fn ref_offsets(&self) -> &[u32] {
        match self.kind {
            SlotKind::Ref => &[0],
            SlotKind::Struct(layout) => &layout.ref_offsets,
            _ => &[],
        }
    }

    fn has_byrefs(&self) -> bool {
        match self.kind {
            SlotKind::ByRef => true,
            SlotKind::Struct(layout) => layout.has_byrefs,
            _ => false,
        }
    }

    fn is_managed(&self) -> bool {
        !self.ref_offsets().is_empty() || self.has_byrefs()
    }

    /// Place in an automatic layout: references, what contains references, the rest; large alignments first.
    fn rank(&self) -> (u8, u32) {
        let group = match self.kind {
            SlotKind::Ref => 0,
            _ if !self.ref_offsets().is_empty() => 1,
            _ => 2,
        };
        (group, u32::MAX - self.align)
    }
}

/// Fields with their places.
#[derive(Default)]
struct Placed {
    offsets: Vec<u32>,
    end: u64,
    align: u32,
}

fn align_up(offset: u64, align: u32) -> u64 {
    offset.next_multiple_of(u64::from(align.max(1)))
}

/// One after the other, alignments capped by `pack` unless that is 0.
fn place_sequential(slots: &[Slot], start: u64, pack: u32) -> Placed {
    let mut placed = Placed {
        end: start,
        align: 1,
        ..Placed::default()
    };
    for slot in slots {
        let align = if pack == 0 {
            slot.align
        } else {
            slot.align.min(pack)
        };
        let offset = align_up(placed.end, align);
        placed.offsets.push(offset as u32);
        placed.end = offset + u64::from(slot.size);
        placed.align = placed.align.max(align);
    }
    placed
}

/// In the best order: by rank, but a field that fits without a gap goes before one that needs padding.
fn place_auto(slots: &[Slot], start: u64, max_align: u32) -> Placed {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|&i| slots[i].rank());
    let mut placed = Placed {
        offsets: vec![0; slots.len()],
        end: start,
        align: 1,
    };
    while !order.is_empty() {
        let fits = |&i: &usize| {
            placed
                .end
                .is_multiple_of(u64::from(slots[i].align.min(max_align)))
        };
        let next = order.remove(order.iter().position(fits).unwrap_or(0));
        let align = slots[next].align.min(max_align);
        let offset = align_up(placed.end, align);
        placed.offsets[next] = offset as u32;
        placed.end = offset + u64::from(slots[next].size);
        placed.align = placed.align.max(align);
    }
    placed
}

/// As CoreCLR does it, since sizes can be seen: references, then primitives from large to small, then structs as declared.
fn place_auto_struct(slots: &[Slot]) -> Placed {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|&i| match slots[i].kind {
        SlotKind::Ref => (0, 0),
        SlotKind::Struct(_) => (2, 0),
        _ => (1, u32::MAX - slots[i].size),
    });
    let mut placed = Placed {
        offsets: vec![0; slots.len()],
        align: 1,
        ..Placed::default()
    };
    for i in order {
        let offset = align_up(placed.end, slots[i].align);
        placed.offsets[i] = offset as u32;
        placed.end = offset + u64::from(slots[i].size);
        placed.align = placed.align.max(slots[i].align);
    }
    placed
}

/// Size and alignment of a struct in automatic layout: a power of two up to a word, or whole words.
fn round_up(mut placed: Placed) -> Placed {
    if placed.end <= u64::from(WORD) {
        placed.end = placed.end.max(1).next_power_of_two();
        placed.align = placed.align.max(placed.end as u32);
    } else {
        placed.align = placed.align.max(WORD);
    }
    placed
}

fn collect_refs(slots: &[Slot], offsets: &[u32], inherited: &[u32]) -> Box<[u32]> {
    let mut refs: Vec<u32> = inherited.to_vec();
    for (slot, &offset) in slots.iter().zip(offsets) {
        refs.extend(slot.ref_offsets().iter().map(|r| r + offset));
    }
    refs.sort_unstable();
    refs.dedup();
    refs.into()
}

impl TypeSystem {
    /// Layout of the instance fields of a class or struct; closed types only. Arrays have the (empty) one of System.Array.
    pub fn layout(&self, ty: TypeId) -> Result<&InstanceLayout> {
        self.layout_at(ty, 0)
    }

    fn layout_at(&self, ty: TypeId, depth: u32) -> Result<&InstanceLayout> {
        let ty = match self.kind(ty) {
            TypeKind::Named { .. } => ty,
            TypeKind::SzArray(_) | TypeKind::Array { .. } => self.well_known(WellKnown::Array),
            _ => return Err(self.bad_layout(ty, "it is neither a class nor a struct")),
        };
        // Base classes first, so that a long chain needs no deep recursion.
        let mut chain = Vec::new();
        let mut current = Some(ty);
        while let Some(t) = current {
            if self.type_entry(t).layout.get().is_some() {
                break;
            }
            chain.push(t);
            current = if self.is_value_type(t) {
                None
            } else {
                self.try_base(t)?
            };
        }
        for &t in chain.iter().rev() {
            let layout = self.compute_layout(t, depth);
            let _ = self.type_entry(t).layout.set(layout);
        }
        match self.type_entry(ty).layout.get() {
            Some(Ok(layout)) => Ok(layout),
            Some(Err(e)) => Err(e.clone()),
            None => Err(TypeError::Endless {
                name: self.type_name(ty),
            }),
        }
    }

    fn bad_layout(&self, ty: TypeId, detail: impl std::fmt::Display) -> TypeError {
        TypeError::BadLayout {
            name: self.type_name(ty),
            detail: detail.to_string(),
        }
    }

    /// Generic types, and those nested in them, cannot place their fields themselves (ECMA-335 II.10.1.2). Holds for open types as well.
    pub fn check_explicit_layout(&self, ty: TypeId) -> Result<()> {
        let explicit = self.type_flags(ty) & type_attr::LAYOUT_MASK == type_attr::EXPLICIT_LAYOUT;
        if explicit && !self.type_args(ty).is_empty() {
            return Err(self.bad_layout(ty, "a generic type cannot have an explicit layout"));
        }
        Ok(())
    }

    /// Size, alignment and contents of a value of type `ty`.
    fn slot(&self, ty: TypeId, depth: u32) -> Result<Slot<'_>> {
        Ok(match self.kind(ty) {
            TypeKind::ByRef(_) => Slot::word(SlotKind::ByRef),
            TypeKind::Ptr(_) | TypeKind::FnPtr(_) => Slot::word(SlotKind::Plain),
            TypeKind::SzArray(_) | TypeKind::Array { .. } => Slot::word(SlotKind::Ref),
            TypeKind::TypeVar(_) | TypeKind::MethodVar(_) => {
                return Err(self.bad_layout(ty, "it is a type variable"));
            }
            TypeKind::Named { def, .. } => {
                if !self.type_info(*def).is_value_type() {
                    return Ok(Slot::word(SlotKind::Ref));
                }
                if depth > MAX_DEPTH {
                    return Err(TypeError::Endless {
                        name: self.type_name(ty),
                    });
                }
                let layout = self.layout_at(ty, depth + 1)?;
                Slot {
                    size: layout.size,
                    align: layout.field_align,
                    kind: match self.type_info(*def).kind {
                        DefKind::Enum => SlotKind::Plain,
                        _ if primitive_size(self.type_info(*def).special).is_some() => {
                            SlotKind::Plain
                        }
                        _ => SlotKind::Struct(layout),
                    },
                }
            }
        })
    }

    /// Instance (or static) fields of a definition.
    fn fields_where(&self, ty: TypeId, wanted: impl Fn(u16) -> bool) -> Result<Vec<FieldId>> {
        let Some(def) = self.type_def(ty) else {
            return Ok(Vec::new());
        };
        let m = self.asm.module(def.module);
        let mut fields = Vec::new();
        for rid in self.type_info(def).fields.clone() {
            if wanted(m.ok(m.md.field(rid))?.flags) {
                let id = FieldDefId {
                    module: def.module,
                    rid,
                };
                fields.push(self.field_on(id, ty));
            }
        }
        Ok(fields)
    }

    fn compute_layout(&self, ty: TypeId, depth: u32) -> Result<InstanceLayout> {
        let Some(def) = self.type_def(ty) else {
            return Err(self.bad_layout(ty, "it is not a class"));
        };
        let info = self.type_info(def);
        let fields = self.fields_where(ty, |flags| flags & field_attr::STATIC == 0)?;
        if let Some(size) = primitive_size(info.special) {
            return Ok(InstanceLayout {
                size,
                align: size.max(1),
                field_align: size.max(1),
                fields: fields.iter().map(|&f| (f, 0)).collect(),
                ref_offsets: Box::default(),
                has_byrefs: false,
            });
        }
        self.check_explicit_layout(ty)?;
        let is_struct = info.is_value_type();
        let base = match info.kind {
            DefKind::Class | DefKind::Delegate => self.try_base(ty)?,
            _ => None,
        };
        let base = match base {
            Some(base) => Some(self.layout_at(base, depth)?),
            None => None,
        };
        let mut slots = Vec::with_capacity(fields.len());
        for &field in &fields {
            let mut slot = self.slot(self.field_type(field)?, depth)?;
            if !is_struct {
                // Objects are aligned to words only.
                slot.align = slot.align.min(WORD);
            }
            slots.push(slot);
        }
        let start = base.map_or(0, |b| u64::from(b.size));
        let managed = slots.iter().any(Slot::is_managed)
            || base.is_some_and(|b| !b.ref_offsets.is_empty() || b.has_byrefs);
        let class_layout = self
            .asm
            .module(def.module)
            .md
            .class_layout_of(def.rid)
            .filter(|_| info.flags & type_attr::LAYOUT_MASK != type_attr::AUTO_LAYOUT);
        let pack = class_layout.map_or(0, |l| u32::from(l.packing_size));
        if pack != 0 && !pack.is_power_of_two() {
            return Err(self.bad_layout(ty, format_args!("packing size {pack}")));
        }
        let mut placed = match info.flags & type_attr::LAYOUT_MASK {
            type_attr::EXPLICIT_LAYOUT => self.place_explicit(ty, &fields, &slots, start, pack)?,
            type_attr::EXTENDED_LAYOUT => {
                return Err(self.bad_layout(ty, "extended layouts are not supported"));
            }
            // `hasValue` of Nullable<T> is always first: code generation and runtime rely on it.
            _ if info.special == Special::Nullable => place_sequential(&slots, start, 0),
            type_attr::SEQUENTIAL_LAYOUT if !managed => place_sequential(&slots, start, pack),
            _ if info.kind == DefKind::Enum => place_sequential(&slots, start, 0),
            _ if !is_struct => place_auto(&slots, start, WORD),
            _ => round_up(place_auto_struct(&slots)),
        };
        if let Special::Aligned(align) = info.special {
            placed.align = align;
        }
        if info.special == Special::VectorT {
            placed.end = u64::from(self.vector_bytes);
        }
        let refs = collect_refs(
            &slots,
            &placed.offsets,
            base.map_or(&[], |b| &b.ref_offsets),
        );
        let align = placed.align.max(base.map_or(1, |b| b.align));
        let mut layout = InstanceLayout {
            size: 0,
            align,
            field_align: align,
            fields: fields
                .into_iter()
                .zip(placed.offsets.iter().copied())
                .collect(),
            ref_offsets: refs,
            has_byrefs: slots.iter().any(Slot::has_byrefs) || base.is_some_and(|b| b.has_byrefs),
        };
        let mut size = placed.end;
        // CoreCLR takes the size from explicit structs and from what is laid out sequentially indeed.
        let sized = match info.flags & type_attr::LAYOUT_MASK {
            type_attr::EXPLICIT_LAYOUT => is_struct,
            _ => !managed,
        };
        let declared = class_layout
            .filter(|_| sized)
            .map_or(0, |l| u64::from(l.class_size));
        if is_struct {
            size = size.max(1);
            if info.inline_array != 0 {
                if declared != 0 {
                    return Err(self.bad_layout(ty, "an inline array cannot declare its size"));
                }
                size = self.repeat_inline_array(ty, info.inline_array, &slots, &mut layout)?;
            } else if declared == 0 || managed {
                size = align_up(size.max(declared), layout.align);
            } else {
                // A declared size is taken as it is; the alignment then follows from what every element of an array has.
                size = size.max(declared);
                let natural = 1u64 << size.trailing_zeros().min(31);
                layout.align = layout.align.min(natural as u32);
            }
        } else if declared != 0 {
            size = size.max(start + declared);
        }
        if size > MAX_SIZE || placed.offsets.iter().any(|&o| o > MAX_OFFSET) {
            return Err(self.bad_layout(ty, "it is too large"));
        }
        layout.size = size as u32;
        Ok(layout)
    }

    fn repeat_inline_array(
        &self,
        ty: TypeId,
        length: u32,
        slots: &[Slot],
        layout: &mut InstanceLayout,
    ) -> Result<u64> {
        let [slot] = slots else {
            return Err(self.bad_layout(ty, "an inline array must have exactly one field"));
        };
        let size = u64::from(length) * u64::from(slot.size);
        if length > i32::MAX as u32 || size > MAX_INLINE_ARRAY {
            return Err(self.bad_layout(ty, format_args!("inline array of length {length}")));
        }
        let one = layout.ref_offsets.clone();
        layout.ref_offsets = (0..length)
            .flat_map(|i| one.iter().map(move |r| r + i * slot.size))
            .collect();
        Ok(size)
    }

    fn place_explicit(
        &self,
        ty: TypeId,
        fields: &[FieldId],
        slots: &[Slot],
        start: u64,
        pack: u32,
    ) -> Result<Placed> {
        let mut placed = Placed {
            end: start,
            align: 1,
            ..Placed::default()
        };
        for (&field, slot) in fields.iter().zip(slots) {
            let def = self.field_def(field);
            let Some(row) = self.asm.module(def.module).md.field_layout_of(def.rid) else {
                return Err(self.bad_layout(
                    ty,
                    format_args!("field '{}' has no offset", self.field_name(field)),
                ));
            };
            let offset = start + u64::from(row.offset);
            if offset > MAX_SIZE {
                return Err(self.bad_layout(
                    ty,
                    format_args!("field '{}' is too far off", self.field_name(field)),
                ));
            }
            if slot.is_managed() && !offset.is_multiple_of(u64::from(WORD)) {
                return Err(self.bad_layout(
                    ty,
                    format_args!("reference '{}' is not aligned", self.field_name(field)),
                ));
            }
            let align = if pack == 0 {
                slot.align
            } else {
                slot.align.min(pack)
            };
            placed.offsets.push(offset as u32);
            placed.end = placed.end.max(offset + u64::from(slot.size));
            placed.align = placed.align.max(align);
        }
        self.check_overlap(ty, fields, slots, &placed.offsets)?;
        Ok(placed)
    }

    /// A reference may share its place with other references only (CoreCLR: TypeLoadException).
    fn check_overlap(
        &self,
        ty: TypeId,
        fields: &[FieldId],
        slots: &[Slot],
        offsets: &[u32],
    ) -> Result<()> {
        for (i, slot) in slots.iter().enumerate() {
            let byref = matches!(slot.kind, SlotKind::ByRef);
            let own = if byref { &[0][..] } else { slot.ref_offsets() };
            for reference in own.iter().map(|r| r + offsets[i]) {
                for (j, other) in slots.iter().enumerate().filter(|(j, _)| *j != i) {
                    let start = offsets[j];
                    let apart = reference + WORD <= start || start + other.size <= reference;
                    let same = match reference.checked_sub(start) {
                        _ if byref => matches!(other.kind, SlotKind::ByRef) && start == reference,
                        Some(inner) => other.ref_offsets().contains(&inner),
                        None => false,
                    };
                    if !apart && !same {
                        return Err(self.bad_layout(
                            ty,
                            format_args!(
                                "'{}' overlaps the reference '{}'",
                                self.field_name(fields[j]),
                                self.field_name(fields[i])
                            ),
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// Static storage of an exact type: all static fields but constants and those with mapped data.
    pub fn statics(&self, ty: TypeId) -> Result<&StaticLayout> {
        let cell = &self.type_entry(ty).statics;
        if cell.get().is_none() {
            let _ = cell.set(self.compute_statics(ty));
        }
        match cell.get() {
            Some(Ok(layout)) => Ok(layout),
            Some(Err(e)) => Err(e.clone()),
            None => unreachable!("set above"),
        }
    }

    fn compute_statics(&self, ty: TypeId) -> Result<StaticLayout> {
        let excluded = field_attr::LITERAL | field_attr::HAS_FIELD_RVA;
        let all = self.fields_where(ty, |flags| {
            flags & (field_attr::STATIC | excluded) == field_attr::STATIC
        })?;
        let (thread, normal): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|&f| self.is_thread_static(f));
        let place = |fields: Vec<FieldId>| -> Result<_> {
            let mut slots = Vec::with_capacity(fields.len());
            for &field in &fields {
                slots.push(self.slot(self.field_type(field)?, 0)?);
            }
            let placed = place_auto(&slots, 0, u32::MAX);
            if placed.end > MAX_SIZE {
                return Err(self.bad_layout(ty, "its static fields are too large"));
            }
            let refs = collect_refs(&slots, &placed.offsets, &[]);
            let fields: Box<[(FieldId, u32)]> = fields.into_iter().zip(placed.offsets).collect();
            Ok((placed.end as u32, placed.align, fields, refs))
        };
        let (size, align, fields, ref_offsets) = place(normal)?;
        let (thread_size, thread_align, thread_fields, thread_ref_offsets) = place(thread)?;
        Ok(StaticLayout {
            size,
            align,
            fields,
            ref_offsets,
            thread_size,
            thread_align,
            thread_fields,
            thread_ref_offsets,
        })
    }

    /// Size of a value of this type in a field, local or array element (8 for references).
    pub fn size_of(&self, ty: TypeId) -> Result<u32> {
        Ok(self.slot(ty, 0)?.size)
    }

    /// Alignment that goes with [`Self::size_of`]. On the heap no more than 8 is guaranteed.
    pub fn align_of(&self, ty: TypeId) -> Result<u32> {
        let slot = self.slot(ty, 0)?;
        Ok(match slot.kind {
            SlotKind::Struct(layout) => layout.align,
            _ => slot.align,
        })
    }

    /// Whether values of the type hold object references (a reference itself does).
    pub fn contains_refs(&self, ty: TypeId) -> Result<bool> {
        Ok(!self.slot(ty, 0)?.ref_offsets().is_empty())
    }

    /// Offset of an instance field from the object's address (class: includes the 8 of the method table) or from the struct's start.
    pub fn field_offset(&self, field: FieldId) -> Result<u32> {
        let owner = self.field_owner(field);
        let offset = self.find_offset(field, &self.layout(owner)?.fields)?;
        Ok(if self.is_value_type(owner) {
            offset
        } else {
            offset + smelt_abi::object::FIELDS
        })
    }

    /// Offset of a static field in its type's block (or, with `true`, its thread's block).
    pub fn static_offset(&self, field: FieldId) -> Result<(u32, bool)> {
        let statics = self.statics(self.field_owner(field))?;
        if self.is_thread_static(field) {
            Ok((self.find_offset(field, &statics.thread_fields)?, true))
        } else {
            Ok((self.find_offset(field, &statics.fields)?, false))
        }
    }

    fn find_offset(&self, field: FieldId, fields: &[(FieldId, u32)]) -> Result<u32> {
        let rid = self.field_def(field).rid;
        // Declaration order is that of the rows.
        match fields.binary_search_by_key(&rid, |(f, _)| self.field_def(*f).rid) {
            Ok(i) => Ok(fields[i].1),
            Err(_) => Err(TypeError::MissingMember {
                kind: "field with an offset",
                name: format!(
                    "{}.{}",
                    self.type_name(self.field_owner(field)),
                    self.field_name(field)
                ),
            }),
        }
    }
}

fn primitive_size(special: Special) -> Option<u32> {
    use smelt_metadata::element as e;
    Some(match special {
        Special::Void => 0,
        Special::Primitive(e::BOOLEAN | e::I1 | e::U1) => 1,
        Special::Primitive(e::CHAR | e::I2 | e::U2) => 2,
        Special::Primitive(e::I4 | e::U4 | e::R4) => 4,
        Special::Primitive(_) => 8,
        _ => return None,
    })
}
