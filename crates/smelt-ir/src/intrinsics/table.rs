//! Which methods of CoreLib are expanded, and by which rule. A rule applies to all overloads of the name and declines those that it does not
//! fit.

use super::call::Rule;
use super::{
    activation, atomics, callers, memory, numbers, objects, runtime, types, value_equality,
    vectors, x86,
};
use crate::switches::isa::InstructionSets;
use crate::{Cond, Intrinsic as I};
use rustc_hash::FxHashMap;
use smelt_types::TypeSystem;

type Group = (&'static str, &'static [(&'static str, Rule)]);

const RULES: &[Group] = &[
    (
        "System.Runtime.CompilerServices.Unsafe",
        &[
            ("Add", |c| memory::add_elements(c, false)),
            ("AddByteOffset", |c| memory::add_bytes(c, false)),
            ("AreSame", |c| memory::compare(c, Cond::Eq)),
            ("As", memory::reinterpret),
            ("AsPointer", memory::as_pointer),
            ("AsRef", memory::as_ref),
            ("BitCast", memory::bit_cast),
            ("ByteOffset", memory::byte_offset),
            ("Copy", memory::copy),
            ("CopyBlock", memory::copy_block),
            ("CopyBlockUnaligned", memory::copy_block),
            ("InitBlock", memory::init_block),
            ("InitBlockUnaligned", memory::init_block),
            ("IsAddressGreaterThan", |c| memory::compare(c, Cond::GtUn)),
            ("IsAddressGreaterThanOrEqualTo", |c| {
                memory::compare(c, Cond::GeUn)
            }),
            ("IsAddressLessThan", |c| memory::compare(c, Cond::LtUn)),
            ("IsAddressLessThanOrEqualTo", |c| {
                memory::compare(c, Cond::LeUn)
            }),
            ("IsNullRef", memory::is_null_ref),
            ("NullRef", memory::null_ref),
            ("Read", |c| memory::read(c, false)),
            ("ReadUnaligned", |c| memory::read(c, true)),
            ("SizeOf", memory::size_of),
            ("SkipInit", memory::skip_init),
            ("Subtract", |c| memory::add_elements(c, true)),
            ("SubtractByteOffset", |c| memory::add_bytes(c, true)),
            ("Unbox", memory::unbox),
            ("Write", |c| memory::write(c, false)),
            ("WriteUnaligned", |c| memory::write(c, true)),
        ],
    ),
    (
        "System.Runtime.CompilerServices.RuntimeHelpers",
        &[
            ("CreateSpan", runtime::create_span),
            ("EnumCompareTo", runtime::enum_compare),
            ("EnumEquals", runtime::enum_equals),
            ("GetMethodTable", runtime::method_table_of),
            ("InitializeArray", runtime::initialize_array),
            ("IsBitwiseEquatable", runtime::is_bitwise_equatable),
            ("IsKnownConstant", runtime::is_known_constant),
        ],
    ),
    (
        "System.Runtime.CompilerServices.CastCache",
        &[("TryGet", runtime::cast_cache)],
    ),
    (
        "System.Runtime.CompilerServices.StaticsHelpers",
        &[("VolatileReadAsByref", memory::volatile_read_byref)],
    ),
    (
        "System.Runtime.CompilerServices.CastHelpers",
        &[("WriteBarrier", memory::write_barrier)],
    ),
    (
        "System.Runtime.CompilerServices.MethodTable",
        &[
            ("GetNumInstanceFieldBytes", types::field_bytes),
            ("GetPrimitiveCorElementType", types::cor_element_type),
            ("InstantiationArg0", activation::instantiation_arg),
        ],
    ),
    (
        "System.Runtime.InteropServices.MemoryMarshal",
        &[("GetArrayDataReference", memory::array_data)],
    ),
    (
        "System.Runtime.InteropServices.Marshal",
        &[
            ("GetLastPInvokeError", runtime::last_error),
            ("SetLastPInvokeError", runtime::set_last_error),
        ],
    ),
    (
        "System.Buffer",
        &[("BulkMoveWithWriteBarrier", memory::bulk_move)],
    ),
    (
        "System.Threading.Interlocked",
        &[
            ("Add", |c| atomics::add(c, None)),
            ("And", |c| atomics::update(c, I::AtomicAnd)),
            ("CompareExchange", atomics::compare_exchange),
            ("Decrement", |c| atomics::add(c, Some(-1))),
            ("CompareExchangeObject", atomics::compare_exchange),
            ("Exchange", atomics::exchange),
            ("ExchangeAdd", |c| atomics::update(c, I::AtomicAdd)),
            ("ExchangeObject", atomics::exchange),
            ("Increment", |c| atomics::add(c, Some(1))),
            ("MemoryBarrier", |c| atomics::barrier(c, I::MemoryBarrier)),
            ("Or", |c| atomics::update(c, I::AtomicOr)),
            ("Read", atomics::read),
        ],
    ),
    (
        "System.Threading.Volatile",
        &[
            ("Read", memory::volatile_read),
            ("ReadBarrier", |c| atomics::barrier(c, I::ReadBarrier)),
            ("Write", memory::volatile_write),
            ("WriteBarrier", |c| atomics::barrier(c, I::WriteBarrier)),
        ],
    ),
    (
        "System.Threading.Thread",
        &[
            ("FastPollGC", runtime::nothing),
            ("MemoryBarrier", |c| atomics::barrier(c, I::MemoryBarrier)),
        ],
    ),
    ("System.GC", &[("KeepAlive", runtime::keep_alive)]),
    (
        "System.Environment",
        &[("get_CurrentManagedThreadId", runtime::thread_id)],
    ),
    (
        "System.Math",
        &[
            ("Abs", |c| numbers::float(c, I::Abs)),
            ("BigMul", numbers::big_mul),
            ("Ceiling", |c| numbers::float(c, I::Ceiling)),
            ("CopySign", |c| numbers::float(c, I::CopySign)),
            ("Floor", |c| numbers::float(c, I::Floor)),
            ("FusedMultiplyAdd", |c| {
                numbers::float(c, I::FusedMultiplyAdd)
            }),
            ("Max", |c| numbers::float(c, I::Max)),
            ("Min", |c| numbers::float(c, I::Min)),
            ("ReciprocalEstimate", |c| numbers::reciprocal(c, false)),
            ("ReciprocalSqrtEstimate", |c| numbers::reciprocal(c, true)),
            ("Round", numbers::round),
            ("Sqrt", |c| numbers::float(c, I::Sqrt)),
            ("Truncate", |c| numbers::float(c, I::Truncate)),
        ],
    ),
    (
        "System.MathF",
        &[
            ("Abs", |c| numbers::float(c, I::Abs)),
            ("Ceiling", |c| numbers::float(c, I::Ceiling)),
            ("CopySign", |c| numbers::float(c, I::CopySign)),
            ("Floor", |c| numbers::float(c, I::Floor)),
            ("FusedMultiplyAdd", |c| {
                numbers::float(c, I::FusedMultiplyAdd)
            }),
            ("Max", |c| numbers::float(c, I::Max)),
            ("Min", |c| numbers::float(c, I::Min)),
            ("ReciprocalEstimate", |c| numbers::reciprocal(c, false)),
            ("ReciprocalSqrtEstimate", |c| numbers::reciprocal(c, true)),
            ("Round", numbers::round),
            ("Sqrt", |c| numbers::float(c, I::Sqrt)),
            ("Truncate", |c| numbers::float(c, I::Truncate)),
        ],
    ),
    (
        "System.Double",
        &[
            ("ConvertToIntegerNative", numbers::convert_native),
            ("MultiplyAddEstimate", numbers::multiply_add),
        ],
    ),
    (
        "System.Single",
        &[
            ("ConvertToIntegerNative", numbers::convert_native),
            ("MultiplyAddEstimate", numbers::multiply_add),
        ],
    ),
    (
        "System.Numerics.BitOperations",
        &[
            ("LeadingZeroCount", |c| {
                numbers::count_bits(c, I::LeadingZeros)
            }),
            ("Log2", numbers::log2),
            ("PopCount", |c| numbers::count_bits(c, I::PopCount)),
            ("RotateLeft", |c| numbers::rotate(c, I::RotateLeft)),
            ("RotateRight", |c| numbers::rotate(c, I::RotateRight)),
            ("TrailingZeroCount", |c| {
                numbers::count_bits(c, I::TrailingZeros)
            }),
        ],
    ),
    (
        "System.Buffers.Binary.BinaryPrimitives",
        &[("ReverseEndianness", numbers::reverse_endianness)],
    ),
    ("System.String", &[("get_Length", objects::string_length)]),
    (
        "System.Array",
        &[
            ("get_Length", objects::array_length),
            ("get_LongLength", objects::array_length),
            ("get_NativeLength", objects::array_length),
        ],
    ),
    (
        "System.Type",
        &[
            ("GetEnumUnderlyingType", types::enum_underlying),
            ("GetTypeCode", types::type_code),
            ("get_IsArray", types::is_array),
            ("get_IsByRefLike", types::is_byref_like),
            ("get_IsGenericType", types::is_generic_type),
            ("get_TypeHandle", types::type_handle),
        ],
    ),
    (
        "System.RuntimeType",
        &[
            ("IsDefined", types::is_flags_enum),
            ("get_IsActualEnum", types::is_actual_enum),
            ("get_TypeHandle", types::type_handle),
        ],
    ),
    (
        "System.Reflection.Assembly",
        &[("GetExecutingAssembly", callers::executing_assembly)],
    ),
    (
        "System.Reflection.MethodBase",
        &[("GetCurrentMethod", callers::current_method)],
    ),
    (
        "System.Reflection.MemberInfo",
        &[("IsDefined", types::is_flags_enum)],
    ),
    (
        "System.RuntimeTypeHandle",
        &[("ToIntPtr", types::handle_value)],
    ),
    ("System.ValueType", &[("Equals", value_equality::expand)]),
    (
        "System.Nullable",
        &[("GetUnderlyingType", types::nullable_underlying)],
    ),
    (
        "System.Enum",
        &[
            // The image's tables are sorted.
            ("AreSorted", |c| c.bool(true)),
            ("GetUnderlyingType", types::enum_underlying),
            ("HasFlag", types::has_flag),
        ],
    ),
    (
        "System.Collections.Generic.ComparerHelpers",
        &[
            ("CreateDefaultComparer", |c| {
                activation::create_comparer(c, false)
            }),
            ("CreateDefaultEqualityComparer", |c| {
                activation::create_comparer(c, true)
            }),
        ],
    ),
    (
        "System.Collections.Generic.Comparer`1",
        &[("get_Default", |c| activation::default_comparer(c, false))],
    ),
    (
        "System.Collections.Generic.EqualityComparer`1",
        &[("get_Default", |c| activation::default_comparer(c, true))],
    ),
];

/// The rules by `MethodDef` row of CoreLib.
pub(super) fn resolve(ts: &TypeSystem, sets: &InstructionSets) -> FxHashMap<u32, Rule> {
    let mut map = FxHashMap::default();
    for (class, methods) in RULES {
        add(ts, &mut map, class, methods);
    }
    for (class, methods) in vectors::groups() {
        add(ts, &mut map, &class, methods);
    }
    for class in sets.classes() {
        let Ok(def) = ts.find_core_type(&class) else {
            continue;
        };
        for m in ts.methods(ts.open_type(def)) {
            if let Some(def) = ts.method_def(m)
                && !matches!(ts.method_name(m), "get_IsSupported" | ".ctor")
            {
                map.insert(def.rid, x86::expand);
            }
        }
    }
    if let Ok(def) = ts.find_core_type("System.Enum") {
        for m in ts.methods(ts.open_type(def)) {
            if let Some(def) = ts.method_def(m)
                && !ts.method_args(m).is_empty()
            {
                map.entry(def.rid).or_insert(types::rare_enum);
            }
        }
    }
    map
}

fn add(ts: &TypeSystem, map: &mut FxHashMap<u32, Rule>, class: &str, methods: &[(&str, Rule)]) {
    let Ok(def) = ts.find_core_type(class) else {
        return;
    };
    let owner = ts.open_type(def);
    for &(name, rule) in methods {
        for m in ts.methods_named(owner, name) {
            if let Some(def) = ts.method_def(m) {
                map.insert(def.rid, rule);
            }
        }
    }
}

/// Names in the table that this CoreLib does not have.
#[cfg(test)]
pub(super) fn unknown(ts: &TypeSystem) -> Vec<String> {
    let mut all = Vec::new();
    for (class, methods) in RULES {
        let Ok(def) = ts.find_core_type(class) else {
            all.push(class.to_string());
            continue;
        };
        let owner = ts.open_type(def);
        let missing = methods
            .iter()
            .filter(|(name, _)| ts.methods_named(owner, name).is_empty());
        all.extend(missing.map(|(name, _)| format!("{class}::{name}")));
    }
    all
}
