//! How `ValueType` compares and hashes structs that do not override its methods.

use crate::{Result, TypeId, TypeSystem, ValueClass};

/// How `ValueType.GetHashCode` hashes one field.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum FieldHash {
    Reference,
    Double,
    Single,
    /// So many bytes.
    Bytes(u32),
    /// By the GetHashCode that this struct type overrides.
    Override(TypeId),
}

impl TypeSystem {
    /// Whether values are equal when their bits are: no references, no padding, no floating point, no Equals or GetHashCode of its own, and
    /// the same for the fields.
    pub fn can_compare_bits(&self, ty: TypeId) -> Result<bool> {
        let layout = self.layout(ty)?;
        let own = |name| self.declares_virtual(ty, name);
        if !layout.ref_offsets.is_empty() || own("Equals") || own("GetHashCode") {
            return Ok(false);
        }
        let mut bytes = 0;
        for &(field, _) in &layout.fields {
            let ft = self.field_type(field)?;
            let comparable = match self.value_class(ft) {
                ValueClass::F32 | ValueClass::F64 => false,
                ValueClass::Struct => self.can_compare_bits(ft)?,
                _ => true,
            };
            if !comparable {
                return Ok(false);
            }
            bytes += self.size_of(ft)?;
        }
        Ok(bytes == layout.size)
    }

    /// The fields that `ValueType.GetHashCode` tries in turn, by offset in the value: it takes the first one that is not a null reference.
    /// Empty where it hashes all bits or isn't called.
    pub fn hash_fields(&self, ty: TypeId) -> Result<Vec<(u32, FieldHash)>> {
        let mut list = Vec::new();
        if !self.declares_virtual(ty, "GetHashCode") && !self.can_compare_bits(ty)? {
            self.add_hash_fields(ty, 0, &mut list)?;
        }
        Ok(list)
    }

    /// Whether the last field was not a reference, so that no further one is tried.
    fn add_hash_fields(
        &self,
        ty: TypeId,
        start: u32,
        list: &mut Vec<(u32, FieldHash)>,
    ) -> Result<bool> {
        for &(field, offset) in &self.layout(ty)?.fields {
            let ft = self.field_type(field)?;
            let hash = match self.value_class(ft) {
                ValueClass::Ref => {
                    list.push((start + offset, FieldHash::Reference));
                    continue;
                }
                ValueClass::F64 => FieldHash::Double,
                ValueClass::F32 => FieldHash::Single,
                ValueClass::Struct if self.can_compare_bits(ft)? => {
                    FieldHash::Bytes(self.size_of(ft)?)
                }
                ValueClass::Struct if self.declares_virtual(ft, "GetHashCode") => {
                    FieldHash::Override(ft)
                }
                ValueClass::Struct => {
                    self.add_hash_fields(ft, start + offset, list)?;
                    return Ok(true);
                }
                _ => FieldHash::Bytes(self.size_of(ft)?),
            };
            list.push((start + offset, hash));
            return Ok(true);
        }
        Ok(false)
    }

    fn declares_virtual(&self, ty: TypeId, name: &str) -> bool {
        self.methods_named(ty, name)
            .into_iter()
            .any(|m| self.is_virtual(m))
    }
}
