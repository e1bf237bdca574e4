//! The worklist.

mod annotated;
mod castable;
mod definitions;
mod delegates;
mod dictionaries;
mod dispatch;
mod dynamic;
mod frames;
mod instances;
mod making;
mod meeting;
mod members;
mod outcome;
mod printf;
mod reflection;

use crate::ops::{self, Need};
use crate::reasons::{Node, Reasons};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_abi::image::{DEMANDS, Entry, WELL_KNOWN};
use smelt_ir::entity::{self, Entity};
use smelt_ir::env::{Env, body_of};
use smelt_ir::preinit::{Preinitialised, Target};
use smelt_ir::{Body, DictOwner, Func, Lookup, NativeForm, Program, symbols};
use smelt_types::{MethodId, TypeDefId, TypeError, TypeId, TypeSystem};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deepest nesting of a generic instantiation; `entity::check_depth` cuts off long before.
const MAX_DEPTH: u32 = 200;

/// Where the program starts.
#[derive(Default)]
pub struct Roots {
    pub funcs: Vec<Func>,
    /// Types (with the flag "objects are created") that must be in the image.
    pub types: Vec<(TypeId, bool)>,
}

/// Outcome of [`analyse`].
pub struct Analysis {
    pub program: Program,
    pub reasons: Reasons,
    /// Things that could not be followed, for warnings.
    pub problems: Vec<Problem>,
}

/// A member whose code throws.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    pub member: String,
    pub why: String,
    /// The instantiation is one of too many (IL3054).
    pub recursion: bool,
    /// Source file and line.
    pub position: Option<(Arc<str>, u32)>,
}

#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    #[error(transparent)]
    Type(#[from] TypeError),
    #[error("{0}")]
    Import(String),
}

type Result<T> = std::result::Result<T, AnalysisError>;

/// Finds everything that is reachable from the roots.
pub fn analyse(env: &Env, roots: &Roots) -> Result<Analysis> {
    let mut state = State::new(env);
    state.add_roots(roots)?;
    state.run()?;
    state.finish()
}

struct State<'e> {
    env: &'e Env<'e>,
    ts: &'e TypeSystem,
    reasons: Reasons,
    problems: Vec<Problem>,
    /// Members from which generic recursion was cut off, by name.
    cuts: BTreeMap<String, Option<(Arc<str>, u32)>>,
    /// Why the facts being added now are needed.
    because: Node,

    funcs: FxHashSet<Func>,
    /// Reached, body not imported yet.
    frontier: Vec<Func>,
    bodies: Vec<Body>,

    /// Exact types with handles; `true`: constructed.
    types: FxHashMap<TypeId, bool>,
    /// Constructed types by canonical form of each of their classes (itself and bases): candidates of a virtual slot.
    by_class: FxHashMap<TypeId, Vec<(TypeId, TypeId)>>,
    /// Constructed types by definition of each interface they implement.
    by_interface: FxHashMap<TypeDefId, Vec<TypeId>>,
    meeting: meeting::Meeting,
    slots_by_class: FxHashMap<TypeId, Vec<MethodId>>,
    slots: FxHashSet<MethodId>,
    selectors: FxHashSet<MethodId>,
    selectors_by_interface: FxHashMap<TypeDefId, Vec<MethodId>>,
    /// Generic virtual methods of classes, by owner's definition.
    selectors_by_class: FxHashMap<TypeDefId, Vec<MethodId>>,
    vtable: Vec<(TypeId, MethodId, Func)>,
    dispatch: Vec<(TypeId, MethodId, Func)>,

    lookups: FxHashMap<DictOwner, Vec<Lookup>>,
    type_instances: FxHashMap<TypeId, Vec<TypeId>>,
    method_instances: FxHashMap<MethodId, Vec<MethodId>>,
    method_dicts: FxHashSet<MethodId>,
    empty_lookups: FxHashSet<(DictOwner, Lookup)>,

    type_objects: FxHashSet<TypeId>,
    strings: FxHashSet<Box<[u16]>>,
    statics: FxHashSet<TypeId>,
    thread_statics: FxHashSet<TypeId>,
    class_inits: FxHashSet<TypeId>,
    preinitialised: FxHashMap<TypeId, Arc<Preinitialised>>,
    rva: FxHashSet<smelt_types::FieldId>,
    pinvokes: FxHashSet<MethodId>,
    method_objects: FxHashSet<MethodId>,
    field_objects: FxHashSet<smelt_types::FieldId>,
    symbols: FxHashSet<String>,
    /// Constructed delegate types; their multicast stubs are needed once `Delegate.Combine` is.
    delegates: Vec<TypeId>,
    combine: bool,
    /// Static constructors are run by type.
    class_ctors: bool,
    enum_names: bool,
    /// `Marshal` asks for native forms of types.
    marshals: bool,
    native_forms: FxHashMap<TypeId, NativeForm>,
    /// Delegates become native function pointers; native function pointers become delegates.
    callbacks: bool,
    native_delegates: bool,
    /// Delegates over a `Func<object[], object>` are made (interpreted expressions).
    object_array_delegates: bool,
    /// What delegate types need for that.
    native_code: FxHashSet<Func>,
    /// `AppContext.add_FirstChanceException`: programs that use it have the entry that raises the event.
    first_chance: Option<MethodId>,
    /// `Array.InternalGetValue`: programs that use it box elements of any array.
    box_element: Option<MethodId>,
    elements_boxed: bool,
    /// Value types that are elements of constructed arrays, until `elements_boxed`.
    elements: Vec<TypeId>,
    /// Variant interface definitions whose instantiations are cast to or called: implementers keep theirs.
    variant: FxHashSet<TypeDefId>,
    castable: castable::Castable,
    arrays_made: bool,
    instances: instances::Instances,
    making: making::Making,
    delegate_methods: delegates::Delegates,
    frames: frames::Frames,
    /// Entities waiting to be processed (instead of recursion).
    pending: Vec<(Entity, Node)>,

    questions: reflection::Questions,
    annotated: annotated::Annotated,
    /// Types that the app's own code names.
    named_types: FxHashSet<TypeId>,
    /// Definitions of generic types that show their interfaces.
    open_interfaces: FxHashSet<TypeId>,
    listings: definitions::Listings,
    dynamic: dynamic::Dynamic,
    /// Types that `Activator` may create.
    activated: FxHashSet<TypeId>,
    /// Types whose members reflection sees.
    members: FxHashMap<TypeId, members::Members>,
    invokers: FxHashSet<MethodId>,
    /// Slots that invokers of these methods call and that are yet to be looked at.
    slots_invoked: Vec<(MethodId, Node)>,
    attributes: FxHashMap<(smelt_types::ModuleId, u32), smelt_ir::ReflectedAttribute>,
}

impl<'e> State<'e> {
    fn new(env: &'e Env<'e>) -> Self {
        State {
            env,
            ts: env.ts,
            reasons: Reasons::default(),
            problems: Vec::new(),
            cuts: BTreeMap::new(),
            because: Node::Root("start"),
            funcs: Default::default(),
            frontier: Vec::new(),
            bodies: Vec::new(),
            types: Default::default(),
            by_class: Default::default(),
            by_interface: Default::default(),
            meeting: Default::default(),
            slots_by_class: Default::default(),
            slots: Default::default(),
            selectors: Default::default(),
            selectors_by_interface: Default::default(),
            selectors_by_class: Default::default(),
            vtable: Vec::new(),
            dispatch: Vec::new(),
            lookups: Default::default(),
            type_instances: Default::default(),
            method_instances: Default::default(),
            method_dicts: Default::default(),
            empty_lookups: Default::default(),
            type_objects: Default::default(),
            strings: Default::default(),
            statics: Default::default(),
            thread_statics: Default::default(),
            class_inits: Default::default(),
            preinitialised: Default::default(),
            rva: Default::default(),
            pinvokes: Default::default(),
            method_objects: Default::default(),
            field_objects: Default::default(),
            symbols: Default::default(),
            delegates: Vec::new(),
            combine: false,
            class_ctors: false,
            enum_names: false,
            marshals: false,
            native_forms: Default::default(),
            callbacks: false,
            native_delegates: false,
            object_array_delegates: false,
            native_code: Default::default(),
            first_chance: core_method(env, "System.AppContext", "add_FirstChanceException"),
            box_element: core_method(env, "System.Array", "InternalGetValue"),
            elements_boxed: false,
            elements: Vec::new(),
            variant: Default::default(),
            castable: Default::default(),
            arrays_made: false,
            instances: Default::default(),
            making: Default::default(),
            delegate_methods: Default::default(),
            frames: Default::default(),
            pending: Vec::new(),
            questions: Default::default(),
            annotated: Default::default(),
            named_types: Default::default(),
            open_interfaces: Default::default(),
            listings: Default::default(),
            dynamic: Default::default(),
            activated: Default::default(),
            members: Default::default(),
            invokers: Default::default(),
            slots_invoked: Vec::new(),
            attributes: Default::default(),
        }
    }

    fn add_roots(&mut self, roots: &Roots) -> Result<()> {
        self.because = Node::Root("the program's start");
        for &f in &roots.funcs {
            self.func(f);
        }
        for &(t, constructed) in &roots.types {
            self.entity(Entity::Handle(t, constructed))?;
        }
        self.because = Node::Root("used by the runtime");
        for e in [
            Entry::Main,
            Entry::ProcessExit,
            Entry::UnhandledException,
            Entry::ExceptionToString,
            Entry::MakeException,
        ] {
            self.func(Func::Entry(e));
        }
        for name in WELL_KNOWN {
            // Only what the runtime allocates by itself counts as constructed.
            let constructed = matches!(
                *name,
                "System.Object"
                    | "System.String"
                    | "System.Byte[]"
                    | "System.Int64[]"
                    | "System.RuntimeType"
            );
            let Some(ty) = self.named(name) else { continue };
            if constructed {
                self.entity(Entity::Handle(ty, true))?;
            } else if !name.ends_with("[]") && !name.contains('`') {
                self.entity(Entity::Handle(ty, false))?;
            }
        }
        self.str_const(&[]);
        Ok(())
    }

    /// `Namespace.Type` or `Namespace.Type[]` of CoreLib.
    fn named(&self, name: &str) -> Option<TypeId> {
        let (elem, array) = match name.strip_suffix("[]") {
            Some(e) => (e, true),
            None => (name, false),
        };
        let ty = self.ts.open_type(self.ts.find_core_type(elem).ok()?);
        Some(if array { self.ts.sz_array(ty) } else { ty })
    }

    fn str_const(&mut self, text: &[u16]) {
        if !self.strings.contains(text) {
            self.strings.insert(text.into());
        }
    }

    fn run(&mut self) -> Result<()> {
        loop {
            while let Some((e, because)) = self.pending.pop() {
                self.because = because;
                self.entity(e)?;
            }
            if let Some((decl, because)) = self.slots_invoked.pop() {
                self.because = because;
                self.slot(decl)?;
                continue;
            }
            if self.frontier.is_empty() {
                self.because = Node::Root("generic instantiation by reflection");
                if self.more_instances() {
                    continue;
                }
                return Ok(());
            }
            let batch = std::mem::take(&mut self.frontier);
            let env = self.env;
            let imported: Vec<_> = batch
                .par_iter()
                .map(|&f| {
                    entity::check_depth(env.ts, &Entity::Func(f))
                        .map_err(|e| (true, e.into()))
                        .and_then(|()| body_of(env, f).map_err(|e| (false, e)))
                        .map(|b| {
                            let n = ops::needs(&b);
                            (b, n)
                        })
                })
                .collect();
            for (f, result) in batch.into_iter().zip(imported) {
                let (body, needs) = match result {
                    Ok(x) => x,
                    Err((cut, e)) => {
                        let member = match f {
                            Func::Method(m) => self.ts.method_display(m),
                            other => symbols::func(self.ts, other),
                        };
                        let why = match e.method.is_empty() {
                            true => e.detail.clone(),
                            false => e.to_string(),
                        };
                        match f {
                            Func::Method(m) | Func::Stub { method: m, .. } if cut => self.cut(m),
                            _ => self.problem(member, why),
                        }
                        let body = smelt_ir::synth::unsupported(env, f, &e)
                            .map_err(|e| AnalysisError::Import(e.to_string()))?;
                        let n = ops::needs(&body);
                        (body, n)
                    }
                };
                self.because = Node::Func(f);
                self.scan(&body, needs)?;
                self.annotated_body(&body)?;
                self.bodies.push(body);
            }
        }
    }

    fn problem(&mut self, member: String, why: String) {
        self.problems.push(Problem {
            member,
            why,
            recursion: false,
            position: None,
        });
    }

    /// Generic recursion ends at an instantiation of this method.
    fn cut(&mut self, m: MethodId) {
        let ts = self.ts;
        let open = match ts.method_def(m) {
            Some(def) => match ts.type_def(ts.method_owner(m)) {
                Some(owner) => ts.method_on(def, ts.open_type(owner), &[]),
                None => m,
            },
            None => m,
        };
        let position = self.env.position_of(m);
        self.cuts.entry(ts.method_display(open)).or_insert(position);
    }

    fn scan(&mut self, body: &Body, needs: Vec<Need>) -> Result<()> {
        let app = self.is_app_body(body);
        let caller = match body.func {
            Func::Method(m) => self.ts.type_def(self.ts.method_owner(m)),
            _ => None,
        };
        let caller = caller.map(|def| def.module);
        if let Some(module) = caller {
            self.resource_calls(module, &needs);
        }
        if app {
            self.generic_names(body, &needs);
            if let Some(module) = caller {
                self.named_by_text(module, &needs);
            }
        }
        self.delegate_questions(&needs, app);
        for need in needs {
            if app {
                self.reflection_call(&need, caller)?;
                self.dynamic_need(&need);
            }
            match need {
                Need::Entity(Entity::TypeObject(t)) if app => {
                    self.entity(Entity::TypeObject(t))?;
                    self.named_by_app(t);
                }
                Need::Entity(e) => self.entity(e)?,
                Need::Func(f) => self.func(f),
                Need::Address(f) => {
                    self.func(f);
                    self.address_taken(f);
                }
                Need::Slot(decl) => self.slot(decl)?,
                Need::Lookup(l) => self.lookup(body, l)?,
                Need::Str(s) => {
                    self.strings.insert(s);
                }
                Need::Rva(f) => {
                    self.rva.insert(f);
                }
                Need::PInvoke(m) => {
                    self.pinvokes.insert(m);
                }
                Need::Symbol(s) => self.symbol(s)?,
            }
        }
        Ok(())
    }

    fn func(&mut self, f: Func) {
        if self.funcs.insert(f) {
            self.reasons.record(Node::Func(f), self.because);
            self.frontier.push(f);
            if let Func::Method(m) = f {
                self.annotated_method(m);
                self.method_called(m);
                self.frame_method(m);
            }
            if matches!(f, Func::Method(m) if self.first_chance == Some(m)) {
                self.func(Func::Entry(Entry::FirstChanceException));
            }
            if matches!(f, Func::Method(m) if self.box_element == Some(m)) {
                self.elements_boxed = true;
                for t in std::mem::take(&mut self.elements) {
                    self.later(Entity::Handle(t, true));
                }
            }
        }
    }

    /// Runtime functions that call back or read data of the image.
    fn symbol(&mut self, s: String) -> Result<()> {
        if !self.symbols.insert(s.clone()) {
            return Ok(());
        }
        if s.contains("GetMulticastInvoke") || s.contains("GetInvokeMethod") {
            self.combine = true;
            for t in self.delegates.clone() {
                self.delegate_stubs(t);
            }
        }
        if s.contains("GetFunctionPointerForDelegateInternal") {
            self.callbacks = true;
            for t in self.delegates.clone() {
                self.native_entry(Func::DelegateEntry(t), t);
            }
        }
        if s.contains("GetDelegateForFunctionPointerInternal") {
            self.native_delegates = true;
            for t in self.type_objects.clone() {
                self.native_delegate(t);
            }
        }
        if s == smelt_abi::OBJECT_ARRAY_DELEGATE {
            self.object_array_delegates = true;
            self.reflect_string_operators();
            for t in self.type_objects.clone() {
                self.object_array_delegate(t);
            }
        }
        let forms = ["SizeOfHelper", "TryGetStructMarshalStub", "OffsetOf"];
        if !self.marshals && forms.iter().any(|f| s.contains(f)) {
            self.marshals = true;
            for t in self.types.keys().copied().collect::<Vec<_>>() {
                self.native_form(t);
            }
        }
        if s.contains("RunClassConstructor") && !self.class_ctors {
            self.class_ctors = true;
            for t in self.type_objects.clone() {
                self.class_ctor_of(t);
            }
        }
        self.enum_names |= s.contains("Enum_GetValuesAndNames");
        self.reflection_symbol(&s)?;
        self.enumeration(&s)?;
        for demand in DEMANDS.iter().filter(|d| s.contains(d.symbol)) {
            for name in demand.creates {
                if let Some(t) = self.named(name) {
                    self.entity(Entity::Handle(t, true))?;
                }
            }
            for &e in demand.entries {
                self.func(Func::Entry(e));
            }
        }
        Ok(())
    }

    /// `RuntimeHelpers.RunClassConstructor` finds the static constructor of types that the program names.
    fn class_ctor_of(&mut self, ty: TypeId) {
        if !self.ts.is_open(ty) && self.ts.class_ctor(ty).is_some() {
            self.later(Entity::ClassInit(ty));
        }
    }

    /// Keeps a function that crosses to or from native code, if the delegate's signature can.
    fn native_entry(&mut self, f: Func, ty: TypeId) {
        let ts = self.ts;
        if !ts.is_open(ty)
            && ts.type_args(ty).is_empty()
            && body_of(self.env, f).is_ok()
            && self.native_code.insert(f)
        {
            self.func(f);
        }
    }

    /// `Marshal.GetDelegateForFunctionPointer` may make delegates of a type that the program names.
    fn native_delegate(&mut self, ty: TypeId) {
        if self.ts.is_delegate(ty) && self.ts.type_args(ty).is_empty() {
            self.later(Entity::Handle(ty, true));
            self.native_entry(Func::NativeDelegate(ty), ty);
        }
    }

    /// Delegates of a type that the program names may be made over interpreted code.
    fn object_array_delegate(&mut self, ty: TypeId) {
        let f = Func::ObjectArrayDelegate(ty);
        if self.ts.is_delegate(ty)
            && !self.ts.is_open(ty)
            && body_of(self.env, f).is_ok()
            && self.native_code.insert(f)
        {
            self.later(Entity::Handle(ty, true));
            self.func(f);
        }
    }

    fn delegate_stubs(&mut self, ty: TypeId) {
        let canon = self.ts.canon_type(ty);
        self.func(Func::Multicast(canon));
        for invoke in self.ts.methods_named(canon, "Invoke") {
            self.func(Func::Method(invoke));
        }
    }

    fn entity(&mut self, e: Entity) -> Result<()> {
        match e {
            Entity::Handle(t, constructed) => self.ty(t, constructed)?,
            Entity::TypeObject(t) => {
                if self.type_objects.insert(t) {
                    self.annotated_definition(t);
                    if self.ts.is_delegate(t) {
                        self.reflected(t, false);
                    }
                    if self.class_ctors {
                        self.class_ctor_of(t);
                    }
                    if self.native_delegates {
                        self.native_delegate(t);
                    }
                    if self.object_array_delegates {
                        self.object_array_delegate(t);
                    }
                }
                self.ty(t, false)?;
            }
            Entity::MethodDict(m) => self.method_dict(m)?,
            Entity::Func(f) => self.func(f),
            Entity::Selector(m) => self.selector(m)?,
            Entity::Statics(t) => {
                if self.statics.insert(t) {
                    self.evaluated(t);
                }
            }
            Entity::ThreadStatics(t) => {
                self.thread_statics.insert(t);
            }
            Entity::ClassInit(t) => {
                if let Some(content) = self.env.preinitialised(t) {
                    self.preinitialised.insert(t, content);
                } else if self.class_inits.insert(t) {
                    self.ty(t, false)?;
                    if let Some(cctor) = self.ts.class_ctor(t) {
                        self.func(entity::entry_func(self.ts, cctor, false));
                    }
                }
            }
            Entity::MethodObject(m) => {
                if self.method_objects.insert(m) {
                    self.method_token(m);
                }
                if let Some(t) = self.named("System.RuntimeMethodInfoStub") {
                    self.later(Entity::Handle(t, true));
                }
            }
            Entity::FieldObject(f) => {
                if self.field_objects.insert(f) {
                    self.field_token(f);
                }
                if let Some(t) = self.named("System.RuntimeFieldInfoStub") {
                    self.later(Entity::Handle(t, true));
                }
            }
            Entity::Zero => {}
        }
        Ok(())
    }

    /// Keeps what the evaluated statics of a type consist of, if its constructor was evaluated.
    fn evaluated(&mut self, t: TypeId) {
        let Some(content) = self.env.preinitialised(t) else {
            return;
        };
        let app = self.is_app_type(t);
        if app {
            for (offset, target) in &content.statics.pointers {
                if let Target::Entity(Entity::TypeObject(held)) = target {
                    self.making_static(t, *offset, *held);
                }
            }
        }
        let data = content.objects.iter().map(|o| &o.data);
        for (_, target) in data.chain([&content.statics]).flat_map(|d| &d.pointers) {
            match target {
                Target::Object { owner, .. } if *owner == t => {}
                Target::Object { owner, .. } => self.later(Entity::Statics(*owner)),
                Target::Literal(text) => self.str_const(text),
                Target::Entity(e) => {
                    self.later(*e);
                    if app && let Entity::TypeObject(named) = *e {
                        self.named_by_app(named);
                    }
                }
            }
        }
        for o in &content.objects {
            self.later(Entity::Handle(o.ty, true));
        }
        self.preinitialised.insert(t, content);
    }

    /// Notes how a struct or layout class looks in native memory, if it can be marshalled.
    fn native_form(&mut self, t: TypeId) {
        let ts = self.ts;
        let plain = !ts.is_open(t)
            && !ts.is_shared_type(t)
            && !ts.is_interface(t)
            && ts.type_args(t).is_empty()
            && !ts.is_enum(t);
        if !plain || ts.type_def(t).is_none() {
            return;
        }
        if let Ok(layout) = smelt_ir::synth::native_layout(self.env, t) {
            let stub = (!layout.blittable).then_some(Func::MarshalStub(t));
            if let Some(f) = stub {
                self.func(f);
            }
            let size = layout.size;
            let fields = layout.offsets();
            self.native_forms
                .insert(t, NativeForm { size, fields, stub });
        }
    }

    fn later(&mut self, e: Entity) {
        self.pending.push((e, self.because));
    }

    fn ty(&mut self, t: TypeId, constructed: bool) -> Result<()> {
        match self.types.get(&t) {
            Some(true) => return Ok(()),
            Some(false) if !constructed => return Ok(()),
            Some(false) => {
                self.types.insert(t, true);
                self.reasons.record(Node::Constructed(t), self.because);
                self.reflected(t, true);
                return self.constructed(t);
            }
            None => {}
        }
        if self.ts.depth(t) > MAX_DEPTH {
            return Err(TypeError::TooDeep {
                name: self.ts.type_name(t),
            }
            .into());
        }
        self.types.insert(t, constructed);
        let outer = self.because;
        self.reasons.record(Node::Type(t), outer);
        if constructed {
            self.reasons.record(Node::Constructed(t), outer);
        }
        self.because = Node::Type(t);
        if let Some(base) = self.ts.base(t) {
            self.keep_parts(base);
        }
        if let smelt_types::TypeKind::FnPtr(sig) = *self.ts.kind(t) {
            let sig = self.ts.sig(sig);
            for &part in sig.params.iter().chain([&sig.ret]) {
                self.keep_parts(part);
            }
        }
        if let Some(elem) = self.ts.element_type(t) {
            self.later(Entity::Handle(elem, false));
        }
        if let Some(u) = self.ts.enum_underlying(t) {
            self.later(Entity::Handle(u, false));
        }
        if self.ts.is_interface(t)
            && self.ts.has_variance(t)
            && let Some(def) = self.ts.type_def(t)
            && self.variant.insert(def)
        {
            for c in self.by_interface.get(&def).cloned().unwrap_or_default() {
                self.keep_interface(c, def);
            }
        }
        if !self.ts.is_open(t) {
            // Boxing a `Nullable<T>` whose handle comes from a dictionary makes a `T`.
            let boxes = constructed && self.ts.is_nullable(t);
            for &a in self.ts.type_args(t) {
                self.later(Entity::Handle(a, boxes));
            }
            let canon = self.ts.canon_type(t);
            if self.ts.is_shared_type(canon) {
                self.type_instances.entry(canon).or_default().push(t);
                if let Some(list) = self.lookups.get(&DictOwner::Type(canon)).cloned() {
                    for l in list {
                        self.fill_type(t, &l)?;
                    }
                }
            }
        }
        self.reflected(t, constructed);
        self.printf_format(t);
        if self.ts.is_interface(t) {
            self.castable_implementation(t)?;
        }
        self.annotated_type(t);
        if constructed {
            self.constructed(t)?;
        }
        if self.marshals {
            self.native_form(t);
        }
        self.because = outer;
        Ok(())
    }

    /// Objects of `t` exist: used virtual slots and interface methods reach its implementations.
    fn constructed(&mut self, t: TypeId) -> Result<()> {
        let outer = self.because;
        self.because = Node::Constructed(t);
        let ts = self.ts;
        if let Some(f) = ts.finalizer(t) {
            self.func(entity::entry_func(ts, f, true));
        }
        let mut class = Some(t);
        while let Some(c) = class {
            let canon = ts.canon_type(c);
            self.by_class.entry(canon).or_default().push((t, c));
            for decl in self.slots_by_class.get(&canon).cloned().unwrap_or_default() {
                self.fill_slot(t, c, decl)?;
            }
            if let Some(def) = ts.type_def(c) {
                for sel in self
                    .selectors_by_class
                    .get(&def)
                    .cloned()
                    .unwrap_or_default()
                {
                    self.fill_cell(t, sel)?;
                }
            }
            class = ts.base(c);
        }
        self.implements(t)?;
        self.castable_class(t)?;
        if ts.is_nullable(t) {
            // Its boxes are those of its value.
            for &value in ts.type_args(t) {
                self.later(Entity::Handle(value, true));
            }
        }
        if ts.is_array(t)
            && let Some(element) = ts.element_type(t)
            && ts.is_value_type(element)
        {
            if self.elements_boxed {
                self.later(Entity::Handle(element, true));
            } else {
                self.elements.push(element);
            }
        }
        if ts.is_delegate(t) {
            self.delegates.push(t);
            if self.callbacks {
                self.native_entry(Func::DelegateEntry(t), t);
            }
            if self.combine {
                self.delegate_stubs(t);
            }
        }
        self.because = outer;
        Ok(())
    }
}

fn sorted<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut v: Vec<T> = items.into_iter().collect();
    v.sort_by_cached_key(|x| key(x));
    v
}

/// The first method of a name in a class of CoreLib.
fn core_method(env: &Env, class: &str, method: &str) -> Option<MethodId> {
    let class = env.ts.find_core_type(class).ok()?;
    let named = env.ts.methods_named(env.ts.open_type(class), method);
    named.first().copied()
}
