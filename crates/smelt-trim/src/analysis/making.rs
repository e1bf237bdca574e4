//! What flows to `MakeGenericType` and `MakeGenericMethod` in all of the app's code: see [`crate::makes`].

use super::{FxHashMap, FxHashSet, State};
use crate::makes::{self, Call, Node, Source};
use smelt_ir::{Body, DictOwner, Func, Lookup};
use smelt_types::{MethodId, TypeId, WellKnown};

/// Instantiations that are known to be asked for; more are left to chance.
const MAX_KNOWN: usize = 1500;
/// Combinations of arguments that one call is tried with.
const MAX_COMBINATIONS: usize = 4096;
/// Nesting of types that code makes of its own results.
const MAX_NESTING: u32 = 8;
/// The same where a call makes more than `FEW` types: what a container may wrap into each other is endless.
const MAX_NESTING_OF_MANY: u32 = 3;
const FEW: usize = 64;
/// Types that one place is known to hold; where more flow, it may hold any.
const MAX_TYPES: usize = 1000;

#[derive(Default)]
pub(super) struct Making {
    flows: Vec<(Node, Vec<Source>)>,
    calls: Vec<Call>,
    /// What the places hold; those of calls and flows.
    sets: FxHashMap<Node, Known>,
    /// Dictionary entries whose types are wanted.
    entries: FxHashMap<(DictOwner, Lookup), Known>,
    types: FxHashSet<TypeId>,
    methods: FxHashSet<MethodId>,
}

/// Types that a place may hold, in the order in which they were found.
#[derive(Default, Clone)]
struct Known {
    types: Vec<TypeId>,
    seen: FxHashSet<TypeId>,
    /// And others.
    open: bool,
}

impl Known {
    fn unknown() -> Known {
        Known {
            open: true,
            ..Known::default()
        }
    }

    fn insert(&mut self, t: TypeId) {
        if self.seen.contains(&t) {
            return;
        }
        match self.types.len() < MAX_TYPES {
            true => {
                self.seen.insert(t);
                self.types.push(t);
            }
            false => self.open = true,
        }
    }

    fn add(&mut self, other: &Known) -> bool {
        let before = self.amount();
        for &t in &other.types {
            self.insert(t);
        }
        self.open |= other.open;
        before != self.amount()
    }

    /// Grows with what is known.
    fn amount(&self) -> usize {
        2 * self.types.len() + usize::from(self.open)
    }

    fn is_exact(&self) -> bool {
        !self.open && !self.types.is_empty()
    }
}

impl Making {
    fn known(&self, sources: &[Source]) -> Known {
        let mut all = Known::default();
        for source in sources {
            match source {
                Source::Type(t) => all.insert(*t),
                Source::Unknown => all.open = true,
                Source::Node(node) => match self.place(node) {
                    Some(known) => {
                        all.add(known);
                    }
                    None => all.open = true,
                },
            }
        }
        all
    }

    /// What is known of a place; `None`: anything.
    fn place(&self, node: &Node) -> Option<&Known> {
        match node {
            Node::Entry(owner, l) => self.entries.get(&(*owner, *l)),
            node => self.sets.get(node),
        }
    }

    /// Grows with what is known of any of the sources.
    fn amount<'s>(&self, sources: impl IntoIterator<Item = &'s Source>) -> usize {
        let places = sources.into_iter().filter_map(|source| match source {
            Source::Node(node) => self.place(node),
            _ => None,
        });
        // The first evaluation always counts.
        1 + places.map(Known::amount).sum::<usize>()
    }

    fn argument(&self, call: &Call, position: usize) -> Known {
        let position = if call.any_position { 0 } else { position };
        match call.args.get(position) {
            Some(sources) => self.known(sources),
            None => Known::unknown(),
        }
    }
}

impl State<'_> {
    /// Notes what a body of the app says; the number of its first call.
    pub(super) fn making_facts(&mut self, body: &Body) -> usize {
        let first = self.making.calls.len();
        let Func::Method(m) = body.func else {
            return first;
        };
        let facts = makes::facts(self.ts, body, self.ts.canon_method(m));
        let of_flows = facts.flows.iter().flat_map(|f| &f.1);
        let of_calls = facts
            .calls
            .iter()
            .flat_map(|c| c.args.iter().flatten().chain(&c.receiver));
        let mut entries = Vec::new();
        for source in of_flows.chain(of_calls) {
            if let Source::Node(Node::Entry(owner, l)) = source
                && !entries.contains(&(*owner, *l))
                && !self.making.entries.contains_key(&(*owner, *l))
            {
                entries.push((*owner, *l));
            }
        }
        self.making.flows.extend(facts.flows);
        self.making.calls.extend(facts.calls);
        for (owner, l) in entries {
            self.making.entries.insert((owner, l), Known::default());
            // An instance that can't have the entry has no types for it.
            let _ = self.refill(owner, &l);
        }
        first
    }

    /// A dictionary entry holds the object of that type.
    pub(super) fn making_entry(&mut self, owner: DictOwner, open: &Lookup, t: TypeId) {
        if let Some(set) = self.making.entries.get_mut(&(owner, *open)) {
            set.insert(t);
        }
    }

    /// Evaluated statics of the app's types hold types.
    pub(super) fn making_static(&mut self, owner: TypeId, offset: u32, t: TypeId) {
        let sources = vec![Source::Type(t)];
        self.making
            .flows
            .push((Node::Static(owner, offset), sources));
    }

    /// Keeps the instantiations that are known to be asked for.
    pub(super) fn known_instances(&mut self) {
        if self.making.calls.is_empty() {
            return;
        }
        let mut made = Vec::new();
        // What nothing flows to may hold anything, until code is found that says more.
        let places = self.making.flows.iter().map(|f| f.0);
        let places = places.chain(self.making.calls.iter().map(|c| c.made));
        self.making.sets = places.map(|node| (node, Known::default())).collect();
        // What the sources of each flow and call amounted to when it was last looked at.
        let mut flows = vec![0; self.making.flows.len()];
        let mut calls = vec![0; self.making.calls.len()];
        loop {
            let mut changed = false;
            for (i, last) in flows.iter_mut().enumerate() {
                let (node, sources) = &self.making.flows[i];
                let amount = self.making.amount(sources);
                if std::mem::replace(last, amount) == amount {
                    continue;
                }
                let node = *node;
                let mut known = self.making.known(sources);
                if let Node::Param(m, _) = node {
                    known.open |= self.ts.is_virtual(m) || self.is_addressed(m);
                }
                changed |= self.making.sets.entry(node).or_default().add(&known);
            }
            for (i, last) in calls.iter_mut().enumerate() {
                let call = &self.making.calls[i];
                let sources = call.receiver.iter().chain(call.args.iter().flatten());
                let amount = self.making.amount(sources);
                if call.of_method || std::mem::replace(last, amount) == amount {
                    continue;
                }
                let node = call.made;
                let known = self.types_of_call(call);
                for &t in &known.types {
                    if self.making.types.len() < MAX_KNOWN && self.making.types.insert(t) {
                        made.push(t);
                    }
                }
                changed |= self.making.sets.entry(node).or_default().add(&known);
            }
            if !changed {
                break;
            }
        }
        for t in made {
            self.keep_type(t);
        }
        self.known_methods();
        if self.making.types.len().max(self.making.methods.len()) >= MAX_KNOWN {
            self.too_many_instances(MAX_KNOWN);
        }
    }

    fn types_of_call(&self, call: &Call) -> Known {
        let ts = self.ts;
        let receiver = self.making.known(&call.receiver);
        let mut all = Known {
            open: receiver.open,
            ..Known::default()
        };
        for definition in receiver.types {
            let Some(def) = ts.type_def(definition) else {
                continue;
            };
            let count = ts.generic_param_count(def) as usize;
            let (lists, open) = self.combinations(call, count);
            all.open |= open;
            let made = lists
                .iter()
                .filter_map(|args| self.made_type(definition, args));
            for t in made {
                let limit = match all.types.len() < FEW {
                    true => MAX_NESTING,
                    false => MAX_NESTING_OF_MANY,
                };
                if ts.depth(t) <= limit {
                    all.insert(t);
                }
            }
        }
        all
    }

    fn known_methods(&mut self) {
        let calls = self.making.calls.iter().filter(|c| c.of_method);
        let calls: Vec<Call> = calls.filter(|c| c.names.is_some()).cloned().collect();
        if calls.is_empty() {
            return;
        }
        let ts = self.ts;
        let mut candidates = self.generic_candidates();
        candidates.sort_by_cached_key(|&m| ts.symbol_of_method(m));
        for call in calls {
            let names = call.names.iter().flatten();
            for &m in &candidates {
                if !names.clone().any(|n| n == ts.method_name(m)) {
                    continue;
                }
                let (lists, _) = self.combinations(&call, ts.method_generic_count(m) as usize);
                for args in lists {
                    if let Some(made) = self.made_method(m, &args)
                        && self.making.methods.len() < MAX_KNOWN
                        && self.making.methods.insert(made)
                    {
                        self.keep_method(made);
                    }
                }
            }
        }
    }

    /// Known arguments of a call with so many, and whether there may be others.
    fn combinations(&self, call: &Call, count: usize) -> (Vec<Vec<TypeId>>, bool) {
        if count == 0 || !call.any_position && call.args.len() != count {
            return (Vec::new(), false);
        }
        let mut lists = vec![Vec::new()];
        let mut open = false;
        for position in 0..count {
            let known = self.making.argument(call, position);
            open |= !known.is_exact();
            let usable = |t: &TypeId| self.is_argument(*t);
            let types: Vec<TypeId> = known.types.into_iter().filter(usable).collect();
            if lists.len() * types.len() > MAX_COMBINATIONS {
                return (Vec::new(), true);
            }
            let longer = lists.iter().flat_map(|list: &Vec<TypeId>| {
                types.iter().map(move |&t| {
                    let mut next = list.clone();
                    next.push(t);
                    next
                })
            });
            lists = longer.collect();
        }
        (lists, open)
    }

    /// Whether everything that a call instantiates is known.
    pub(super) fn is_known_call(&self, call: Option<usize>) -> bool {
        let Some(call) = call.and_then(|i| self.making.calls.get(i)) else {
            return false;
        };
        let receiver = match call.of_method {
            true => call.names.is_some(),
            false => self.making.known(&call.receiver).is_exact(),
        };
        let exact = |i| self.making.argument(call, i).is_exact();
        receiver && !call.args.is_empty() && (0..call.args.len()).all(exact)
    }

    /// The definitions that a call instantiates, where they are known.
    pub(super) fn known_definitions(&self, call: Option<usize>) -> Option<Vec<TypeId>> {
        let call = self.making.calls.get(call?)?;
        let known = self.making.known(&call.receiver);
        known.is_exact().then_some(known.types)
    }

    /// The names of the methods that a call instantiates, where they are known.
    pub(super) fn known_names(&self, call: Option<usize>) -> Option<Vec<String>> {
        self.making.calls.get(call?)?.names.clone()
    }

    /// Known types of an argument of a call, and whether there are no others.
    pub(super) fn known_arguments(
        &self,
        call: Option<usize>,
        position: usize,
    ) -> (Vec<TypeId>, bool) {
        let Some(call) = call.and_then(|i| self.making.calls.get(i)) else {
            return (Vec::new(), false);
        };
        let known = self.making.argument(call, position);
        let exact = known.is_exact();
        let usable = |t: &TypeId| self.is_argument(*t);
        (known.types.into_iter().filter(usable).collect(), exact)
    }

    fn is_argument(&self, t: TypeId) -> bool {
        let ts = self.ts;
        !ts.is_open(t) && !ts.is_byref_like(t) && t != ts.well_known(WellKnown::Void)
    }
}
