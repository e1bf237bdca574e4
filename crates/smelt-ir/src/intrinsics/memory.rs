//! `Unsafe`, `MemoryMarshal`, `Volatile`: addresses, loads and stores.

use super::call::{Call, Outcome, void};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::object;
use smelt_types::ValueClass;

const UNALIGNED: Access = Access {
    volatile: false,
    unaligned: true,
    nonnull: false,
    invariant: false,
};
const VOLATILE: Access = Access {
    volatile: true,
    unaligned: false,
    nonnull: false,
    invariant: false,
};

/// `As<T>(object)` and `As<TFrom, TTo>(ref TFrom)`: the same value as another type.
pub(super) fn reinterpret(c: &mut Call) -> Outcome {
    let args = c.ts().method_args(c.callee.open).len();
    if args == 1 {
        let v = c.arg_as(0, Kind::Ref);
        let ty = c.method_arg(0).ty;
        return c.typed(v, ty);
    }
    let v = c.arg_as(0, Kind::ByRef);
    c.value(v)
}

pub(super) fn as_pointer(c: &mut Call) -> Outcome {
    let v = c.arg_as(0, Kind::I64);
    c.value(v)
}

pub(super) fn as_ref(c: &mut Call) -> Outcome {
    let v = c.arg_as(0, Kind::ByRef);
    c.value(v)
}

/// `Add`, `Subtract`: by elements of T.
pub(super) fn add_elements(c: &mut Call, negative: bool) -> Outcome {
    let ty = c.method_arg(0).ty;
    let size = c.size(ty)?;
    let n = c.arg_as(1, Kind::I64);
    let size = c.b.const_i64(if negative { -size } else { size });
    let offset = c.b.bin(BinOp::Mul, n, size);
    add(c, offset)
}

/// `AddByteOffset`, `SubtractByteOffset`.
pub(super) fn add_bytes(c: &mut Call, negative: bool) -> Outcome {
    let mut offset = c.arg_as(1, Kind::I64);
    if negative {
        let zero = c.b.const_i64(0);
        offset = c.b.bin(BinOp::Sub, zero, offset);
    }
    add(c, offset)
}

fn add(c: &mut Call, offset: Value) -> Outcome {
    let ret = c.ret()?;
    let kind = if c.ts().value_class(ret) == ValueClass::ByRef {
        Kind::ByRef
    } else {
        Kind::I64
    };
    let base = c.arg_as(0, kind);
    let v = c.b.ptr_add(base, offset);
    c.value(v)
}

pub(super) fn byte_offset(c: &mut Call) -> Outcome {
    let (origin, target) = (c.arg_as(0, Kind::I64), c.arg_as(1, Kind::I64));
    let v = c.b.bin(BinOp::Sub, target, origin);
    c.value(v)
}

/// Comparison of two addresses.
pub(super) fn compare(c: &mut Call, cond: Cond) -> Outcome {
    let (x, y) = (c.arg_as(0, Kind::ByRef), c.arg_as(1, Kind::ByRef));
    let v = c.b.compare(cond, x, y);
    c.value(v)
}

pub(super) fn size_of(c: &mut Call) -> Outcome {
    let ty = c.method_arg(0).ty;
    let size = c.size(ty)?;
    let v = c.b.const_i32(size as i32);
    c.value(v)
}

pub(super) fn null_ref(c: &mut Call) -> Outcome {
    let v = c.b.zero(Kind::ByRef);
    c.value(v)
}

pub(super) fn is_null_ref(c: &mut Call) -> Outcome {
    let v = c.arg_as(0, Kind::ByRef);
    let v = c.b.is_zero(v);
    c.value(v)
}

pub(super) fn skip_init(_: &mut Call) -> Outcome {
    void()
}

/// `Unbox<T>(object)`.
pub(super) fn unbox(c: &mut Call) -> Outcome {
    let t = c.method_arg(0);
    if c.ts().is_nullable(t.ty) {
        return Ok(None);
    }
    let handle = c.b.type_handle(t.open, false);
    let ty = c.ts().canon_type(t.ty);
    let object = c.arg_as(0, Kind::Ref);
    let v = c.b.emit_with(
        Op::Unbox { ty, handle, object },
        Kind::ByRef,
        crate::fold::Fact::NonNull,
    );
    c.value(v)
}

fn address(c: &mut Call, i: usize) -> Value {
    match c.args[i].kind {
        Kind::I32 => c.arg_as(i, Kind::I64),
        _ => c.arg(i),
    }
}

/// `Read<T>`, `ReadUnaligned<T>`.
pub(super) fn read(c: &mut Call, unaligned: bool) -> Outcome {
    let ty = c.method_arg(0).ty;
    let mem = c.mem(ty)?;
    let addr = address(c, 0);
    let v = c.b.load(
        addr,
        mem,
        if unaligned {
            UNALIGNED
        } else {
            Access::default()
        },
    );
    c.value(v)
}

/// `Write<T>`, `WriteUnaligned<T>`.
pub(super) fn write(c: &mut Call, unaligned: bool) -> Outcome {
    let ty = c.method_arg(0).ty;
    let mem = c.mem(ty)?;
    let addr = address(c, 0);
    c.b.store(
        addr,
        c.args[1].value,
        mem,
        if unaligned {
            UNALIGNED
        } else {
            Access::default()
        },
    );
    void()
}

/// `Copy<T>(void*, ref T)` and `Copy<T>(ref T, void*)`.
pub(super) fn copy(c: &mut Call) -> Outcome {
    let ty = c.method_arg(0).ty;
    let mem = c.mem(ty)?;
    let (dst, src) = (address(c, 0), address(c, 1));
    let v = c.b.load(src, mem, Access::default());
    c.b.store(dst, v, mem, Access::default());
    void()
}

pub(super) fn copy_block(c: &mut Call) -> Outcome {
    let (dst, src) = (address(c, 0), address(c, 1));
    let size = c.b.convert(Conv::U64, true, c.args[2].value);
    c.b.emit_void(Op::CopyBlock { dst, src, size });
    void()
}

pub(super) fn init_block(c: &mut Call) -> Outcome {
    let addr = address(c, 0);
    let value = c.arg(1);
    let size = c.b.convert(Conv::U64, true, c.args[2].value);
    c.b.emit_void(Op::InitBlock { addr, value, size });
    void()
}

/// `BitCast<TFrom, TTo>`.
pub(super) fn bit_cast(c: &mut Call) -> Outcome {
    let (from, to) = (c.method_arg(0).ty, c.method_arg(1).ty);
    let ts = c.ts();
    if c.size(from)? != c.size(to)? || !ts.is_value_type(from) || !ts.is_value_type(to) {
        return c.throw_kind(smelt_abi::ExceptionKind::NotSupported);
    }
    if from == to {
        let v = c.arg(0);
        return c.value(v);
    }
    let (from_mem, to_mem) = (c.mem(from)?, c.mem(to)?);
    let wide = |m: Mem| matches!(m, Mem::I32 | Mem::I64);
    if from_mem == to_mem && wide(from_mem) {
        let v = c.arg(0);
        return c.value(v);
    }
    // The larger alignment of the two.
    let over = if ts.align_of(to)? > ts.align_of(from)? {
        to
    } else {
        from
    };
    let local = c.b.add_local(over);
    let addr = c.b.addr_of(local);
    c.b.store_nonnull(addr, c.args[0].value, from_mem);
    let v = c.b.load_nonnull(addr, to_mem);
    c.value(v)
}

/// `MemoryMarshal.GetArrayDataReference<T>(T[])`.
pub(super) fn array_data(c: &mut Call) -> Outcome {
    if c.ts().method_args(c.callee.open).is_empty() {
        return Ok(None);
    }
    let array = c.arg_as(0, Kind::Ref);
    let v = c.b.field_addr(array, object::ARRAY_DATA);
    c.value(v)
}

/// `Volatile.Read`.
pub(super) fn volatile_read(c: &mut Call) -> Outcome {
    let Some(ty) = c.pointee(0)? else {
        return Ok(None);
    };
    let mem = c.mem(ty)?;
    let addr = address(c, 0);
    let v = c.b.load(addr, mem, VOLATILE);
    c.value(v)
}

/// `StaticsHelpers.VolatileReadAsByref(ref nint)`.
pub(super) fn volatile_read_byref(c: &mut Call) -> Outcome {
    let addr = address(c, 0);
    let v = c.b.load(addr, Mem::ByRef, VOLATILE);
    c.value(v)
}

/// `Volatile.Write`.
pub(super) fn volatile_write(c: &mut Call) -> Outcome {
    let Some(ty) = c.pointee(0)? else {
        return Ok(None);
    };
    let mem = c.mem(ty)?;
    let addr = address(c, 0);
    c.b.store(addr, c.args[1].value, mem, VOLATILE);
    void()
}

/// `Buffer.BulkMoveWithWriteBarrier(ref byte, ref byte, nuint)`: overlap-safe move of memory with references.
pub(super) fn bulk_move(c: &mut Call) -> Outcome {
    let size = c.arg_as(2, Kind::I64);
    c.b.call_helper(
        HelperId::CopyRefs,
        &[c.args[0].value, c.args[1].value, size],
    );
    void()
}

/// `CastHelpers.WriteBarrier(ref object, object)`.
pub(super) fn write_barrier(c: &mut Call) -> Outcome {
    let addr = address(c, 0);
    c.b.store(addr, c.args[1].value, Mem::Ref, Access::default());
    void()
}
