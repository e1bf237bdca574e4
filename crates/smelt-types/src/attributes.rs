//! Which members carry which custom attributes, by the attribute's name.

use hashbrown::HashSet;
use smelt_metadata::{Metadata, Table, Token};

use crate::intern::{FxBuild, FxMap};
use crate::{ModuleId, TypeSystem};

/// Full name of an attribute class -> tokens of the members that have it.
pub(crate) type AttributeIndex = FxMap<String, HashSet<Token, FxBuild>>;

fn build(md: &Metadata<'static>) -> AttributeIndex {
    let mut names: FxMap<Token, String> = FxMap::default();
    let mut index = AttributeIndex::default();
    for rid in 1..=md.row_count(Table::CustomAttribute) {
        let Ok(row) = md.custom_attribute(rid) else {
            continue;
        };
        let name = names
            .entry(row.constructor)
            .or_insert_with(|| attribute_name(md, row.constructor).unwrap_or_default());
        match index.get_mut(name.as_str()) {
            Some(parents) => {
                parents.insert(row.parent);
            }
            None => {
                index.insert(name.clone(), HashSet::from_iter([row.parent]));
            }
        }
    }
    index
}

/// Full name (`Namespace.Name`, `Outer+Inner`) of the class of an attribute's constructor.
pub(crate) fn attribute_name(md: &Metadata<'static>, constructor: Token) -> Option<String> {
    let owner = match constructor.table() {
        Table::MemberRef => md.member_ref(constructor.rid()).ok()?.parent,
        Table::MethodDef => Token::new(
            Table::TypeDef,
            md.declaring_type_of_method(constructor.rid()),
        ),
        _ => return None,
    };
    type_token_name(md, owner, 0)
}

fn type_token_name(md: &Metadata<'static>, token: Token, depth: u32) -> Option<String> {
    let (outer, namespace, name) = match token.table() {
        Table::TypeRef => {
            let row = md.type_ref(token.rid()).ok()?;
            let nested = row.resolution_scope.table() == Table::TypeRef;
            (
                nested.then_some(row.resolution_scope),
                row.namespace,
                row.name,
            )
        }
        Table::TypeDef => {
            let row = md.type_def(token.rid()).ok()?;
            let outer = md.nested_in(token.rid());
            (
                outer.map(|rid| Token::new(Table::TypeDef, rid)),
                row.namespace,
                row.name,
            )
        }
        Table::TypeSpec => {
            // A generic attribute: the name of the definition.
            let row = md.type_spec(token.rid()).ok()?;
            let smelt_metadata::SigType::GenericInst { ty, .. } =
                smelt_metadata::parse_type_spec(row.signature).ok()?
            else {
                return None;
            };
            let smelt_metadata::SigType::Class(definition) = *ty else {
                return None;
            };
            if definition.table() == Table::TypeSpec {
                return None;
            }
            return type_token_name(md, definition, depth + 1);
        }
        _ => return None,
    };
    match outer {
        Some(outer) if depth < 32 => {
            Some(format!("{}+{name}", type_token_name(md, outer, depth + 1)?))
        }
        Some(_) => None,
        None if namespace.is_empty() => Some(name.to_owned()),
        None => Some(format!("{namespace}.{name}")),
    }
}

/// Whether one of the attribute rows of `parent` is of class `namespace.name` (not nested); its value. For the few attributes that
/// layout depends on: cheaper than the index of a whole module.
pub(crate) fn find_attribute(
    md: &Metadata<'static>,
    parent: Token,
    namespace: &str,
    name: &str,
) -> Option<&'static [u8]> {
    for rid in md.custom_attributes(parent) {
        let row = md.custom_attribute(rid).ok()?;
        let owner = match row.constructor.table() {
            Table::MemberRef => md.member_ref(row.constructor.rid()).ok()?.parent,
            _ => Token::new(
                Table::TypeDef,
                md.declaring_type_of_method(row.constructor.rid()),
            ),
        };
        let found = match owner.table() {
            Table::TypeRef => {
                let row = md.type_ref(owner.rid()).ok()?;
                row.namespace == namespace && row.name == name
            }
            Table::TypeDef => {
                let row = md.type_def(owner.rid()).ok()?;
                row.namespace == namespace && row.name == name
            }
            _ => false,
        };
        if found {
            return Some(row.value);
        }
    }
    None
}

impl TypeSystem {
    /// Has a custom attribute of that full name (type, method or field token).
    pub fn has_attribute(&self, module: ModuleId, parent: Token, full_name: &str) -> bool {
        let m = self.asm.module(module);
        m.attributes
            .get_or_init(|| build(&m.md))
            .get(full_name)
            .is_some_and(|parents| parents.contains(&parent))
    }

    /// Tokens of the members of a module that have a custom attribute of that full name, ascending.
    pub fn members_with_attribute(&self, module: ModuleId, full_name: &str) -> Vec<Token> {
        let m = self.asm.module(module);
        let index = m.attributes.get_or_init(|| build(&m.md));
        let mut tokens: Vec<Token> = index
            .get(full_name)
            .map(|parents| parents.iter().copied().collect())
            .unwrap_or_default();
        tokens.sort();
        tokens
    }

    /// Whether the assembly carries `DisableRuntimeMarshallingAttribute`.
    pub fn runtime_marshalling_disabled(&self, module: ModuleId) -> bool {
        self.has_attribute(
            module,
            Token::new(Table::Assembly, 1),
            "System.Runtime.CompilerServices.DisableRuntimeMarshallingAttribute",
        )
    }
}
