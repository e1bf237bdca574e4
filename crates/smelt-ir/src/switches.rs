//! Feature switches and embedded substitutions: methods and fields that are known constants.
//!
//! A method is a constant because of, in this order: the built-in table of instruction sets ([`isa`]), an `ILLink.Substitutions.xml` embedded
//! in its own assembly ([`substitutions`]), or a `[FeatureSwitchDefinition]`/`[FeatureGuard]` on its property. All of that is collected once
//! per module, when the module is first asked about.

pub mod isa;
mod substitutions;

use crate::env::Env;
use crate::fold::Const;
use rustc_hash::FxHashMap;
use smelt_metadata::attribute::{self, Value};
use smelt_metadata::{CustomAttributeRow, Metadata, Table, Token};
use smelt_types::{FieldId, MethodId, ModuleId, TypeSystem};
use std::sync::{Arc, RwLock};

/// Values of feature switches in a native publish, where the project does not set them (`Microsoft.NETCore.Native.targets` and the
/// properties that `PublishAot` implies).
pub const DEFAULTS: &[(&str, bool)] = &[
    (
        "Microsoft.Extensions.DependencyInjection.VerifyOpenGenericServiceTrimmability",
        true,
    ),
    (
        "System.ComponentModel.DefaultValueAttribute.IsSupported",
        false,
    ),
    (
        "System.ComponentModel.Design.IDesignerHost.IsSupported",
        false,
    ),
    (
        "System.ComponentModel.TypeConverter.EnableUnsafeBinaryFormatterInDesigntimeLicenseContextSerialization",
        false,
    ),
    (
        "System.ComponentModel.TypeDescriptor.IsComObjectDescriptorSupported",
        false,
    ),
    ("System.Diagnostics.Debugger.IsSupported", false),
    ("System.Diagnostics.Tracing.EventSource.IsSupported", false),
    ("System.Linq.Expressions.CanEmitObjectArrayDelegate", false),
    ("System.Net.Security.UseManagedNtlm", false),
    (
        "System.Reflection.Metadata.MetadataUpdater.IsSupported",
        false,
    ),
    (
        "System.Resources.ResourceManager.AllowCustomResourceTypes",
        false,
    ),
    ("System.Resources.UseSystemResourceKeys", false),
    (
        "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported",
        false,
    ),
    (
        "System.Runtime.InteropServices.BuiltInComInterop.IsSupported",
        false,
    ),
    (
        "System.Runtime.InteropServices.EnableConsumingManagedCodeFromNativeHosting",
        false,
    ),
    (
        "System.Runtime.InteropServices.EnableCppCLIHostActivation",
        false,
    ),
    (
        "System.Runtime.InteropServices.Marshalling.EnableGeneratedComInterfaceComImportInterop",
        false,
    ),
    (
        "System.Runtime.Serialization.EnableUnsafeBinaryFormatterSerialization",
        false,
    ),
    ("System.StartupHookProvider.IsSupported", false),
    ("System.Text.Encoding.EnableUnsafeUTF7Encoding", false),
    (
        "System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault",
        false,
    ),
    ("System.Threading.Thread.EnableAutoreleasePool", false),
];

const SWITCH_ATTRIBUTE: &str = "System.Diagnostics.CodeAnalysis.FeatureSwitchDefinitionAttribute";
const GUARD_ATTRIBUTE: &str = "System.Diagnostics.CodeAnalysis.FeatureGuardAttribute";
/// What a guard can stand for that native code never has.
const MISSING_FEATURES: &[&str] = &[
    "System.Diagnostics.CodeAnalysis.RequiresDynamicCodeAttribute",
    "System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute",
    "System.Diagnostics.CodeAnalysis.RequiresAssemblyFilesAttribute",
];
/// `MethodSemanticsAttributes.Getter` (ECMA-335 II.23.1.12).
const GETTER: u16 = 0x0002;

/// The feature switches of a compilation.
#[derive(Default)]
pub struct Switches {
    features: FxHashMap<String, String>,
    /// What the code may use.
    pub instruction_sets: isa::InstructionSets,
    modules: RwLock<FxHashMap<ModuleId, Arc<Constants>>>,
    /// What intrinsics look up once per compilation.
    pub(crate) tables: crate::intrinsics::Tables,
}

/// Constants of one module, by row.
#[derive(Default)]
pub(crate) struct Constants {
    methods: FxHashMap<u32, Const>,
    fields: FxHashMap<u32, Const>,
}

impl Switches {
    /// `features`: values that the project gives; others have the values that a native publish gives them.
    pub fn new(ts: &TypeSystem, features: &[(String, String)]) -> Switches {
        let _ = ts;
        let mut all: FxHashMap<String, String> = DEFAULTS
            .iter()
            .map(|&(n, v)| (n.to_string(), v.to_string()))
            .collect();
        all.extend(features.iter().cloned());
        Switches {
            features: all,
            ..Switches::default()
        }
    }

    /// Value of a switch as text.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.features.get(name).map(String::as_str)
    }

    /// Value of a Boolean switch; `None` if it is not set (or to something else).
    pub fn flag(&self, name: &str) -> Option<bool> {
        let v = self.value(name)?;
        if v.eq_ignore_ascii_case("true") {
            Some(true)
        } else if v.eq_ignore_ascii_case("false") {
            Some(false)
        } else {
            None
        }
    }

    /// All switches with their values, by name.
    pub fn all(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<_> = self
            .features
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        all.sort_unstable();
        all
    }

    fn constants(&self, ts: &TypeSystem, module: ModuleId) -> Arc<Constants> {
        if let Some(c) = self
            .modules
            .read()
            .unwrap_or_else(|e| e.into_inner())
            .get(&module)
        {
            return c.clone();
        }
        let made = Arc::new(self.collect(ts, module));
        let mut modules = self.modules.write().unwrap_or_else(|e| e.into_inner());
        modules.entry(module).or_insert(made).clone()
    }

    fn collect(&self, ts: &TypeSystem, module: ModuleId) -> Constants {
        let mut c = Constants::default();
        self.attributed_properties(ts, module, &mut c);
        substitutions::collect(self, ts, module, &mut c);
        if module == ts.core_lib() {
            isa::collect(ts, &self.instruction_sets, &mut c.methods);
        }
        c
    }

    /// Getters of properties that state a feature switch or guard. A switch outweighs a guard.
    fn attributed_properties(&self, ts: &TypeSystem, module: ModuleId, out: &mut Constants) {
        let md = ts.metadata(module);
        let mut guards = Vec::new();
        let mut switches = Vec::new();
        for rid in 1..=md.row_count(Table::CustomAttribute) {
            let Ok(row) = md.custom_attribute(rid) else {
                continue;
            };
            if row.parent.table() != Table::Property {
                continue;
            }
            if is_constructor_of(md, row.constructor, GUARD_ATTRIBUTE) {
                let missing = string_argument(md, &row).is_some_and(|ty| {
                    MISSING_FEATURES.contains(&ty.split(',').next().unwrap_or(ty).trim())
                });
                if missing {
                    guards.push((row.parent, false));
                }
            } else if is_constructor_of(md, row.constructor, SWITCH_ATTRIBUTE)
                && let Some(known) = string_argument(md, &row).and_then(|name| self.flag(name))
            {
                switches.push((row.parent, known));
            }
        }
        for (property, known) in guards.into_iter().chain(switches) {
            if let Some(getter) = getter_of(md, property) {
                out.methods.insert(getter, Const::I32(i32::from(known)));
            }
        }
    }
}

/// The only argument (a string or a type's name) of an attribute.
fn string_argument<'a>(md: &Metadata<'a>, row: &CustomAttributeRow<'a>) -> Option<&'a str> {
    let signature = match row.constructor.table() {
        Table::MemberRef => md.member_ref(row.constructor.rid()).ok()?.signature,
        _ => md.method_def(row.constructor.rid()).ok()?.signature,
    };
    let sig = smelt_metadata::parse_method_sig(signature).ok()?;
    let value = attribute::decode(row.value, &sig, &mut |_| None).ok()?;
    match value.fixed.first()? {
        Value::String(s) | Value::Type(s) => *s,
        _ => None,
    }
}

fn is_constructor_of(md: &Metadata, constructor: Token, class: &str) -> bool {
    let owner = match constructor.table() {
        Table::MemberRef => md.member_ref(constructor.rid()).map(|r| r.parent).ok(),
        _ => Some(Token::new(
            Table::TypeDef,
            md.declaring_type_of_method(constructor.rid()),
        )),
    };
    let name = owner.and_then(|t| match t.table() {
        Table::TypeRef => md.type_ref(t.rid()).ok().map(|r| (r.namespace, r.name)),
        Table::TypeDef => md.type_def(t.rid()).ok().map(|r| (r.namespace, r.name)),
        _ => None,
    });
    name.is_some_and(|(ns, n)| class.strip_suffix(n).and_then(|p| p.strip_suffix('.')) == Some(ns))
}

fn getter_of(md: &Metadata, property: Token) -> Option<u32> {
    md.method_semantics_of(property)
        .filter_map(|rid| md.method_semantics(rid).ok())
        .find(|row| row.semantics & GETTER != 0)
        .map(|row| row.method)
}

/// Constant that a method returns, whatever it is called with.
pub fn constant(env: &Env, method: MethodId) -> Option<Const> {
    let def = env.ts.method_def(method)?;
    env.switches
        .constants(env.ts, def.module)
        .methods
        .get(&def.rid)
        .copied()
}

/// Constant value of a static field.
pub fn field_constant(env: &Env, field: FieldId) -> Option<Const> {
    let def = env.ts.field_def(field);
    env.switches
        .constants(env.ts, def.module)
        .fields
        .get(&def.rid)
        .copied()
}
