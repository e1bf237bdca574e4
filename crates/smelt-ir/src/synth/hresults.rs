//! `Marshal.GetExceptionForHR`: the exception classes that stand for HRESULTs.

use super::native::plain_sig;
use super::throws::new_exception;
use super::{core_method, core_type, int32, object};
use crate::build::Builder;
use crate::env::Result;
use crate::*;
use smelt_types::WellKnown;

/// Entry point of the QCall that this replaces: `(int code, native error information, object handle of the result)`.
pub(super) const ENTRY: &str = "MarshalNative_GetExceptionForHR";

/// Codes with the class of their exception (`System.` left off), which has its usual message.
const PLAIN: &[(u32, &str)] = &[
    (0x8000_4001, "NotImplementedException"),
    (0x8000_4002, "InvalidCastException"),
    (0x8000_4003, "NullReferenceException"),
    (0x8002_000e, "Reflection.TargetParameterCountException"),
    (0x8002_0012, "DivideByZeroException"),
    (0x8007_000e, "OutOfMemoryException"),
    (0x8007_0026, "IO.EndOfStreamException"),
    (0x8007_0057, "ArgumentException"),
    (0x8007_00ce, "IO.PathTooLongException"),
    (0x8007_0216, "ArithmeticException"),
    (0x8007_03e9, "StackOverflowException"),
    (0x8013_106a, "Runtime.AmbiguousImplementationException"),
    (0x8013_1430, "Security.Cryptography.CryptographicException"),
    (0x8013_1500, "Exception"),
    (0x8013_1501, "SystemException"),
    (0x8013_1502, "ArgumentOutOfRangeException"),
    (0x8013_1503, "ArrayTypeMismatchException"),
    (0x8013_1507, "FieldAccessException"),
    (0x8013_1508, "IndexOutOfRangeException"),
    (0x8013_1509, "InvalidOperationException"),
    (0x8013_150c, "Runtime.Serialization.SerializationException"),
    (0x8013_150d, "Security.VerificationException"),
    (0x8013_1510, "MethodAccessException"),
    (0x8013_1511, "MissingFieldException"),
    (0x8013_1512, "MissingMemberException"),
    (0x8013_1513, "MissingMethodException"),
    (0x8013_1514, "MulticastNotSupportedException"),
    (0x8013_1515, "NotSupportedException"),
    (0x8013_1516, "OverflowException"),
    (0x8013_1517, "RankException"),
    (0x8013_1518, "Threading.SynchronizationLockException"),
    (0x8013_1519, "Threading.ThreadInterruptedException"),
    (0x8013_151a, "MemberAccessException"),
    (0x8013_1520, "Threading.ThreadStateException"),
    (0x8013_1522, "TypeLoadException"),
    (0x8013_1523, "EntryPointNotFoundException"),
    (0x8013_1524, "DllNotFoundException"),
    (0x8013_1528, "NotFiniteNumberException"),
    (0x8013_1529, "DuplicateWaitObjectException"),
    (
        0x8013_1531,
        "Runtime.InteropServices.InvalidOleVariantTypeException",
    ),
    (0x8013_1532, "Resources.MissingManifestResourceException"),
    (
        0x8013_1535,
        "Runtime.InteropServices.MarshalDirectiveException",
    ),
    (0x8013_1537, "FormatException"),
    (0x8013_1539, "PlatformNotSupportedException"),
    (0x8013_153a, "InvalidProgramException"),
    (0x8013_153b, "OperationCanceledException"),
    (0x8013_1541, "DataMisalignedException"),
    (0x8013_1543, "TypeAccessException"),
    (0x8013_1578, "InsufficientExecutionStackException"),
    (0x8013_1600, "ApplicationException"),
    (0x8013_1601, "Reflection.InvalidFilterCriteriaException"),
    (0x8013_1603, "Reflection.TargetException"),
    (0x8013_1605, "Reflection.CustomAttributeFormatException"),
    (0x8013_1620, "IO.IOException"),
];

/// Codes whose exception says what the code means.
const EXPLAINED: &[(u32, &str)] = &[
    (0x8003_0003, "IO.DirectoryNotFoundException"),
    (0x8007_0002, "IO.FileNotFoundException"),
    (0x8007_0003, "IO.DirectoryNotFoundException"),
    (0x8007_0004, "IO.FileLoadException"),
    (0x8007_0005, "UnauthorizedAccessException"),
    (0x8007_000b, "BadImageFormatException"),
    (0x8007_0020, "IO.FileLoadException"),
    (0x8007_007b, "IO.FileNotFoundException"),
    (0x8007_007e, "IO.FileNotFoundException"),
    (0x8007_00c1, "BadImageFormatException"),
    (0x8013_1621, "IO.FileLoadException"),
];

/// Stores the exception of the code in the result's place.
pub(super) fn exception_for(b: &mut Builder) -> Result<()> {
    let env = b.env;
    let string = env.well_known(WellKnown::String);
    let (code, place) = (LocalId(0), LocalId(2));
    let result = b.add_local(object(env));
    let none = b.null();
    b.set(result, none);
    let text = |b: &mut Builder| {
        let sig = plain_sig(b.env, &[int32(b.env)], string);
        let symbol = "smelt_hresult_text".to_string();
        let hr = b.get(code);
        let v = b.call(Callee::Symbol { symbol, sig }, Box::new([hr]), string);
        v.map(|v| b.temp(v))
    };
    let codes = PLAIN.iter().map(|c| (c, false));
    for (&(hr, class), explained) in codes.chain(EXPLAINED.iter().map(|c| (c, true))) {
        let Ok(ty) = core_type(env, &format!("System.{class}")) else {
            continue;
        };
        let (value, this) = (b.get(code), b.const_i32(hr as i32));
        let is_this = b.compare(Cond::Eq, value, this);
        b.if_then(is_this, |b| {
            let message = if explained { text(b) } else { None };
            let e = new_exception(b, ty, message)?;
            b.set(result, e);
            Ok(())
        })?;
    }
    let r = b.get(result);
    let unknown = b.is_zero(r);
    b.if_then(unknown, |b| {
        let ty = core_type(env, "System.Runtime.InteropServices.COMException")?;
        let message = text(b);
        let e = new_exception(b, ty, message)?;
        b.set(result, e);
        Ok(())
    })?;
    let set = core_method(env, "System.Exception", "set_HResult", 1)?;
    let (e, hr) = (b.get(result), b.get(code));
    b.call_method(set, &[e, hr])?;
    // `ObjectHandleOnStack` is a struct of one pointer.
    let at = b.addr_of(place);
    let slot = b.load_nonnull(at, Mem::I64);
    let slot = b.coerce(slot, Kind::ByRef);
    let e = b.get(result);
    b.store_nonnull(slot, e, Mem::Ref);
    b.ret(None);
    Ok(())
}
