//! `IDynamicInterfaceCastable`: objects that implement interfaces dynamically. The implementations are interfaces with
//! `DynamicInterfaceCastableImplementationAttribute`; each has a row of the dispatch table like a class. The rows of castable classes have a cell for
//! every selector, since any interface call may reach them.

use super::{FxHashSet, Result, State};
use smelt_abi::ExceptionKind;
use smelt_ir::Func;
use smelt_ir::entity;
use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, TypeDefId, TypeId};

const IMPLEMENTATION: &str =
    "System.Runtime.InteropServices.DynamicInterfaceCastableImplementationAttribute";

#[derive(Default)]
pub(super) struct Castable {
    /// Constructed classes that implement `IDynamicInterfaceCastable`.
    classes: Vec<TypeId>,
    /// Interfaces that something in the program implements for them.
    interfaces: FxHashSet<TypeDefId>,
}

impl Castable {
    /// Whether a cast may have to ask an object.
    pub fn exists(&self) -> bool {
        !self.classes.is_empty()
    }
}

impl State<'_> {
    /// An interface is in the image: one that implements others for castable objects has a row of its own.
    pub(super) fn castable_implementation(&mut self, t: TypeId) -> Result<()> {
        let ts = self.ts;
        let Some(def) = ts.type_def(t) else {
            return Ok(());
        };
        let token = Token::new(Table::TypeDef, def.rid);
        if ts.is_open(t) || !ts.has_attribute(def.module, token, IMPLEMENTATION) {
            return Ok(());
        }
        self.keep_attributes(def.module, token);
        for &i in ts.interfaces(t) {
            self.castable_interface(i)?;
        }
        self.implements(t)
    }

    /// An interface that castable objects may implement.
    fn castable_interface(&mut self, interface: TypeId) -> Result<()> {
        let Some(def) = self.ts.type_def(interface) else {
            return Ok(());
        };
        if self.castable.interfaces.insert(def) {
            let known = self.selectors_by_interface.get(&def).cloned();
            for selector in known.unwrap_or_default() {
                self.castable_selector(def, selector)?;
            }
        }
        Ok(())
    }

    /// A class is constructed.
    pub(super) fn castable_class(&mut self, t: TypeId) -> Result<()> {
        if !self.ts.is_castable(t) {
            return Ok(());
        }
        self.castable.classes.push(t);
        self.func(Func::DynamicCast);
        self.func(Func::ThrowKind(ExceptionKind::InvalidCast));
        for def in self.castable.interfaces.clone() {
            let known = self.selectors_by_interface.get(&def).cloned();
            for selector in known.unwrap_or_default() {
                self.ask_cell(t, selector)?;
            }
        }
        Ok(())
    }

    /// A method of an interface is called.
    pub(super) fn castable_selector(&mut self, def: TypeDefId, m: MethodId) -> Result<()> {
        if self.castable.interfaces.contains(&def) {
            for t in self.castable.classes.clone() {
                self.ask_cell(t, m)?;
            }
        }
        Ok(())
    }

    /// The cell of a castable class that does not implement the interface itself.
    fn ask_cell(&mut self, t: TypeId, m: MethodId) -> Result<()> {
        if entity::dispatch_target(self.ts, t, m)?.is_none() {
            let ask = Func::DynamicDispatch(m);
            self.dispatch.push((t, m, ask));
            self.func(ask);
        }
        Ok(())
    }

    /// At the end: calls of interfaces that nothing implements dynamically.
    pub(super) fn castable_gaps(&mut self) {
        let filled: FxHashSet<(TypeId, MethodId)> = match self.castable.exists() {
            true => self.dispatch.iter().map(|&(t, m, _)| (t, m)).collect(),
            false => return,
        };
        let of_interfaces = |m: &MethodId| self.ts.is_interface(self.ts.method_owner(*m));
        let selectors: Vec<MethodId> = self
            .selectors
            .iter()
            .copied()
            .filter(of_interfaces)
            .collect();
        for &t in &self.castable.classes {
            for &m in &selectors {
                if !filled.contains(&(t, m)) {
                    let throw = Func::ThrowKind(ExceptionKind::InvalidCast);
                    self.dispatch.push((t, m, throw));
                }
            }
        }
    }
}
