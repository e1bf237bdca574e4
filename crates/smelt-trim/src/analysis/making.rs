//! What flows to `MakeGenericType` and `MakeGenericMethod` in all of the app's code: see [`crate::makes`].

use super::{FxHashMap, FxHashSet, State};
use crate::makes::{self, Call, Node, Source};
use smelt_ir::{Body, DictOwner, Func, Lookup};
use smelt_types::{MethodId, TypeId, WellKnown};

/// Instantiations that are known to be asked for; more are left to chance.
const MAX_KNOWN: usize = 5000;
/// Combinations of arguments that one call is tried with.
const MAX_COMBINATIONS: usize = 4096;
/// Nesting of types that code makes of its own results.
const MAX_NESTING: u32 = 8;

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

/// Types that a place may hold.
#[derive(Default, Clone)]
struct Known {
    types: Vec<TypeId>,
    /// And others.
    open: bool,
}

impl Known {
    fn add(&mut self, other: &Known) -> bool {
        let before = (self.types.len(), self.open);
        for &t in &other.types {
            if !self.types.contains(&t) {
                self.types.push(t);
            }
        }
        self.open |= other.open;
        before != (self.types.len(), self.open)
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
                Source::Type(t) => {
                    all.add(&Known {
                        types: vec![*t],
                        open: false,
                    });
                }
                Source::Unknown => all.open = true,
                Source::Node(Node::Entry(owner, l)) => {
                    if let Some(known) = self.entries.get(&(*owner, *l)) {
                        all.add(known);
                    }
                }
                Source::Node(node) => match self.sets.get(node) {
                    Some(known) => {
                        all.add(known);
                    }
                    None => all.open = true,
                },
            }
        }
        all
    }

    fn argument(&self, call: &Call, position: usize) -> Known {
        let position = if call.any_position { 0 } else { position };
        match call.args.get(position) {
            Some(sources) => self.known(sources),
            None => Known {
                types: Vec::new(),
                open: true,
            },
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
            set.add(&Known {
                types: vec![t],
                open: false,
            });
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
        loop {
            let mut changed = false;
            for i in 0..self.making.flows.len() {
                let (node, sources) = &self.making.flows[i];
                let node = *node;
                let mut known = self.making.known(sources);
                if let Node::Param(m, _) = node {
                    known.open |= self.ts.is_virtual(m) || self.is_addressed(m);
                }
                changed |= self.making.sets.entry(node).or_default().add(&known);
            }
            for i in 0..self.making.calls.len() {
                let call = self.making.calls[i].clone();
                if call.of_method {
                    continue;
                }
                let known = self.types_of_call(&call);
                for &t in &known.types {
                    if self.making.types.len() < MAX_KNOWN && self.making.types.insert(t) {
                        made.push(t);
                    }
                }
                changed |= self.making.sets.entry(call.made).or_default().add(&known);
            }
            if !changed {
                break;
            }
        }
        for t in made {
            self.keep_type(t);
        }
        self.known_methods();
    }

    fn types_of_call(&self, call: &Call) -> Known {
        let ts = self.ts;
        let receiver = self.making.known(&call.receiver);
        let mut all = Known {
            types: Vec::new(),
            open: receiver.open,
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
            let types = made.filter(|&t| ts.depth(t) <= MAX_NESTING).collect();
            all.add(&Known { types, open });
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
