//! Dictionaries of shared code: each lookup of a canonical body meets the exact instances of its owner.

use super::{AnalysisError, MAX_DEPTH, Result, State};
use crate::reasons::Node;
use smelt_abi::ExceptionKind;
use smelt_ir::entity::{self, Entity};
use smelt_ir::{Body, Context, DictOwner, Func, Lookup, context_of, symbols};
use smelt_types::{MethodId, Subst, TypeError, TypeId};

impl State<'_> {
    pub(super) fn method_dict(&mut self, m: MethodId) -> Result<()> {
        if !self.method_dicts.insert(m) {
            return Ok(());
        }
        self.method_called(m);
        for &a in self.ts.method_args(m) {
            if self.ts.depth(a) > MAX_DEPTH {
                return Err(TypeError::TooDeep {
                    name: self.ts.method_display(m),
                }
                .into());
            }
        }
        let outer = std::mem::replace(&mut self.because, Node::Dictionary(m));
        self.reasons.record(Node::Dictionary(m), outer);
        self.annotated_method(m);
        let canon = self.ts.canon_method(m);
        self.method_instances.entry(canon).or_default().push(m);
        for l in self
            .lookups
            .get(&DictOwner::Method(canon))
            .cloned()
            .unwrap_or_default()
        {
            self.fill_method(m, &l)?;
        }
        self.because = outer;
        Ok(())
    }

    pub(super) fn lookup(&mut self, body: &Body, l: Lookup) -> Result<()> {
        let Func::Method(m) = body.func else {
            return Err(AnalysisError::Import(format!(
                "dictionary lookup in {}",
                symbols::func(self.ts, body.func)
            )));
        };
        debug_assert_ne!(context_of(self.ts, m), Context::None);
        let owner = match body.context {
            Context::MethodParam => DictOwner::Method(m),
            _ => DictOwner::Type(self.ts.method_owner(m)),
        };
        let list = self.lookups.entry(owner).or_default();
        if list.contains(&l) {
            return Ok(());
        }
        list.push(l);
        match owner {
            DictOwner::Type(c) => {
                for t in self.type_instances.get(&c).cloned().unwrap_or_default() {
                    self.fill_type(t, &l)?;
                }
            }
            DictOwner::Method(c) => {
                for m in self.method_instances.get(&c).cloned().unwrap_or_default() {
                    self.fill_method(m, &l)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn fill_type(&mut self, t: TypeId, l: &Lookup) -> Result<()> {
        let args = self.ts.type_args(t);
        let closed = entity::subst(
            self.ts,
            l,
            Subst {
                type_args: args,
                method_args: &[],
            },
        );
        let owner = DictOwner::Type(self.ts.canon_type(t));
        let ts = self.ts;
        if let Some(why) = self.fill(owner, l, &closed) {
            self.problem(ts.type_name(t), why);
        }
        Ok(())
    }

    pub(super) fn fill_method(&mut self, m: MethodId, l: &Lookup) -> Result<()> {
        let closed = entity::subst(self.ts, l, self.ts.method_subst(m));
        let owner = DictOwner::Method(self.ts.canon_method(m));
        let ts = self.ts;
        if let Some(why) = self.fill(owner, l, &closed) {
            self.problem(ts.method_display(m), why);
        }
        Ok(())
    }

    /// Resolves a dictionary slot. Returns why it stays empty, the first time that some instantiation's does.
    pub(super) fn fill(
        &mut self,
        owner: DictOwner,
        open: &Lookup,
        closed: &Lookup,
    ) -> Option<String> {
        match entity::resolve(self.ts, closed) {
            Ok(e) => {
                if let Entity::TypeObject(t) = e {
                    self.named_by_app(t);
                    self.annotated_entry(owner, open, t);
                    self.making_entry(owner, open, t);
                }
                if let (Lookup::MethodEntry(_), Entity::Func(f)) = (open, e) {
                    self.address_taken(f);
                }
                self.later(e);
                None
            }
            // An entry that cannot be resolved (instantiations without end, a constraint that only others meet) stays empty; code that comes to
            // use it throws.
            Err(e) => {
                self.func(Func::ThrowKind(ExceptionKind::TypeLoad));
                if !self.empty_lookups.insert((owner, *open)) {
                    return None;
                }
                if let TypeError::TooDeep { .. } = e {
                    match owner {
                        DictOwner::Method(m) => self.cut(m),
                        DictOwner::Type(t) => {
                            let def = self.ts.type_def(t).map(|d| self.ts.open_type(d));
                            let t = def.unwrap_or(t);
                            let mut members = self.ts.methods(t).into_iter();
                            let position = members.find_map(|m| self.env.position_of(m));
                            self.cuts.entry(self.ts.type_name(t)).or_insert(position);
                        }
                    }
                    return None;
                }
                Some(e.to_string())
            }
        }
    }
}
