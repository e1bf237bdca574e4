//! Bodies lowered, linked and run: each test's `main` returns 42 at every optimisation level.

mod support;

use smelt_ir::*;
use smelt_types::WellKnown::*;
use support::*;

fn main_body() -> BodyBuilder {
    BodyBuilder::new(test_func(0), &[], well_known(Int32))
}

const PLAIN: Access = Access {
    volatile: false,
    unaligned: false,
    nonnull: false,
    invariant: false,
};

#[test]
fn loops_and_arithmetic() {
    // for (i = 0, s = 0; i < 10; i++) s += i; return s - 3 (= 42) by way of division and shifts.
    let mut b = main_body();
    let (i, s) = (b.local(well_known(Int32)), b.local(well_known(Int32)));
    let (head, step, end) = (BlockId(1), BlockId(2), BlockId(3));
    b.term(Term::Jump(head));
    b.block(None);
    let (x, ten) = (b.get(i), b.i32(10));
    let c = b.value(Kind::I32, Op::Compare(Cond::Lt, x, ten));
    b.term(Term::Branch {
        cond: c,
        then: step,
        other: end,
    });
    b.block(None);
    let (x, sum) = (b.get(i), b.get(s));
    let sum = b.bin(BinOp::Add, sum, x);
    b.set(s, sum);
    let one = b.i32(1);
    let x = b.bin(BinOp::Add, x, one);
    b.set(i, x);
    b.term(Term::Jump(head));
    b.block(None);
    let (sum, three) = (b.get(s), b.i32(3));
    let x = b.bin(BinOp::Sub, sum, three);
    let two = b.i32(2);
    let x = b.bin(BinOp::Div, x, two);
    let count = b.i64(33);
    // The count is masked to 1.
    let x = b.bin(BinOp::Shl, x, count);
    b.ret(x);
    expect_42("loops", &program(vec![b.body]), "");
}

#[test]
fn division_by_zero_throws() {
    let mut b = main_body();
    let zero = b.local(well_known(Int32));
    let (x, z) = (b.i32(1), b.get(zero));
    let x = b.bin(BinOp::Div, x, z);
    b.ret(x);
    let p = program(vec![b.body]);
    assert_eq!(run("div0", &p, "", smelt_codegen::OptLevel::Speed), 103);
}

#[test]
fn overflow_throws() {
    let mut b = main_body();
    let (x, y) = (b.i32(i32::MAX), b.i32(1));
    let x = b.value(
        Kind::I32,
        Op::BinOvf {
            op: BinOp::Add,
            unsigned: false,
            a: x,
            b: y,
        },
    );
    b.ret(x);
    let p = program(vec![b.body]);
    assert_eq!(run("ovf", &p, "", smelt_codegen::OptLevel::Speed), 104);
}

#[test]
fn conversions() {
    // (byte)300.7 = 44 through int32; (int)NaN = 0; (int)1e20 saturates; (ulong)-1.0 = 0; conv.u8 of -1 is 2^32 - 1.
    let mut b = main_body();
    let convert = |b: &mut BodyBuilder, kind, to, value| {
        b.value(
            kind,
            Op::Convert {
                to,
                from_unsigned: false,
                ovf: false,
                value,
            },
        )
    };
    let f = b.value(Kind::F64, Op::ConstF64(300.7));
    let byte = convert(&mut b, Kind::I32, Conv::U8, f);
    let nan = b.value(Kind::F64, Op::ConstF64(f64::NAN));
    let zero = convert(&mut b, Kind::I32, Conv::I32, nan);
    let big = b.value(Kind::F64, Op::ConstF64(1e20));
    let max = convert(&mut b, Kind::I32, Conv::I32, big);
    let minus = b.value(Kind::F64, Op::ConstF64(-1.0));
    let none = convert(&mut b, Kind::I64, Conv::U64, minus);
    let none = convert(&mut b, Kind::I32, Conv::I32, none);
    let m = b.i32(-1);
    let wide = convert(&mut b, Kind::I64, Conv::U64, m);
    let shift = b.i32(32);
    let high = b.bin(BinOp::ShrUn, wide, shift);
    let high = convert(&mut b, Kind::I32, Conv::I32, high);
    let k = b.i32(i32::MAX - 2);
    let two = b.bin(BinOp::Sub, max, k);
    let x = b.bin(BinOp::Sub, byte, two);
    let x = b.bin(BinOp::Add, x, zero);
    let x = b.bin(BinOp::Add, x, none);
    let x = b.bin(BinOp::Add, x, high);
    b.ret(x);
    expect_42("conversions", &program(vec![b.body]), "");
}

/// Passes a struct (`size` without trailing padding) whose first and last byte are 40 and 2 through a function that returns it, next to other arguments, and adds the bytes.
fn struct_round_trip(name: &str, ty: smelt_types::TypeId, size: u32, native: bool) {
    let kind = Kind::Struct(ty);
    let int = well_known(Int32);
    let params = [int, ty, well_known(Double), ty, int];
    let mut callee = BodyBuilder::new(test_func(1), &params, ty);
    callee.body.flags.no_inline = true;
    callee.body.flags.native_abi = native;
    // Returns the second struct with its last byte taken from the first.
    let second = callee.address(LocalId(3));
    let first = callee.get(LocalId(1));
    let last = callee.value(
        Kind::I32,
        Op::ExtractField {
            value: first,
            offset: size - 1,
            mem: Mem::U8,
        },
    );
    let offset = callee.i64(i64::from(size) - 1);
    let at = callee.value(Kind::ByRef, Op::PtrAdd(second, offset));
    callee.op(Op::Store {
        addr: at,
        value: last,
        mem: Mem::U8,
        access: PLAIN,
    });
    let result = callee.get(LocalId(3));
    callee.ret(result);

    let mut b = main_body();
    let (one, two) = (b.local(ty), b.local(ty));
    for (l, offset, byte) in [(one, size - 1, 2), (two, 0, 40)] {
        let p = b.address(l);
        let offset = b.i64(i64::from(offset));
        let p = b.value(Kind::ByRef, Op::PtrAdd(p, offset));
        let value = b.i32(byte);
        b.op(Op::Store {
            addr: p,
            value,
            mem: Mem::U8,
            access: PLAIN,
        });
    }
    let (i, f) = (b.i32(7), b.value(Kind::F64, Op::ConstF64(1.5)));
    let (x, y) = (b.get(one), b.get(two));
    let r = if native {
        let sig = types().intern_sig(smelt_types::Sig {
            has_this: false,
            call_conv: smelt_types::CallConv::Unmanaged {
                suppress_gc_transition: true,
            },
            generic_params: 0,
            ret: ty,
            params: params.into(),
        });
        let code = b.value(Kind::I64, Op::FuncAddr(test_func(1)));
        b.value(
            kind,
            Op::Call {
                callee: Callee::Native { code, sig },
                args: [i, x, f, y, i].into(),
                tail: Tail::No,
            },
        )
    } else {
        b.call(1, kind, &[i, x, f, y, i])
    };
    let field = |b: &mut BodyBuilder, offset| {
        b.value(
            Kind::I32,
            Op::ExtractField {
                value: r,
                offset,
                mem: Mem::U8,
            },
        )
    };
    let (first, last) = (field(&mut b, 0), field(&mut b, size - 1));
    let x = b.bin(BinOp::Add, first, last);
    b.ret(x);
    expect_42(name, &program(vec![b.body, callee.body]), "");
}

#[test]
fn structs_cross_calls() {
    let tuple =
        |args: &[smelt_types::TypeId]| named(&format!("System.ValueTuple`{}", args.len()), args);
    let (byte, int, long) = (well_known(Byte), well_known(Int32), well_known(Int64));
    let (float, double) = (well_known(Single), well_known(Double));
    for (name, ty) in [
        ("byte3", tuple(&[byte, byte, byte])),
        ("intbyte", tuple(&[int, byte])),
        ("guid", named("System.Guid", &[])),
        ("span", named("System.ReadOnlySpan`1", &[byte])),
        ("float2", tuple(&[float, float])),
        ("float3", tuple(&[float, float, float])),
        ("double2", tuple(&[double, double])),
        ("mixed", tuple(&[double, long])),
        ("long3", tuple(&[long, long, long])),
    ] {
        let size = match name {
            // Automatic layout pads the tuple to 16 bytes, and padding need not travel.
            "span" | "float3" => 12,
            "intbyte" => 5,
            _ => types().size_of(ty).expect("size"),
        };
        struct_round_trip(name, ty, size, false);
        struct_round_trip(&format!("{name}-native"), ty, size, true);
    }
}

#[test]
fn objects_and_dispatch() {
    // new object, virtual call through an absolute slot, class test by numbers, null check of a field.
    let ts = types();
    let object = well_known(Object);
    let decl = ts.methods_named(object, "GetHashCode")[0];
    let exception = well_known(Exception);
    let mut callee = BodyBuilder::new(test_func(1), &[object, well_known(Byte)], well_known(Int32));
    callee.body.flags.no_inline = true;
    let this = callee.get(LocalId(0));
    let hash = callee.value(
        Kind::I32,
        Op::Call {
            callee: Callee::Virtual { decl },
            args: [this].into(),
            tail: Tail::No,
        },
    );
    let handle = callee.value(
        Kind::I64,
        Op::TypeHandle {
            ty: exception,
            constructed: false,
        },
    );
    let is = callee.value(
        Kind::Ref,
        Op::IsInst {
            ty: exception,
            handle,
            object: this,
        },
    );
    let null = callee.value(Kind::Ref, Op::Null);
    let c = callee.value(Kind::I32, Op::Compare(Cond::Ne, is, null));
    let x = callee.bin(BinOp::Add, hash, c);
    // The byte parameter is cut to its width by the callee: 256 + 1 adds 1.
    let byte = callee.get(LocalId(1));
    let x = callee.bin(BinOp::Add, x, byte);
    callee.ret(x);

    let mut b = main_body();
    let handle = b.value(
        Kind::I64,
        Op::TypeHandle {
            ty: exception,
            constructed: true,
        },
    );
    let o = b.value(
        Kind::Ref,
        Op::NewObject {
            ty: exception,
            handle,
        },
    );
    let wide = b.i32(257);
    let x = b.call(1, Kind::I32, &[o, wide]);
    b.ret(x);

    // Only linker features that the real image uses: data symbols and absolute symbols.
    let mt = symbols::method_table(ts, exception);
    let data = format!(
        ".data\n.balign 8\n.globl {mt:?}\n{mt:?}:\n .zero 8\n .long 1005, 0\n .zero 84\n .quad hash\n.text\nhash: movl $40, %eax\n ret\n\
         .globl {slot:?}\n.set {slot:?}, 100\n.globl {num:?}\n.set {num:?}, 1000\n.globl {end:?}\n.set {end:?}, 1010\n",
        slot = symbols::vtable_slot(ts, decl),
        num = symbols::class_number(ts, exception),
        end = symbols::class_number_end(ts, exception),
    );
    expect_42("objects", &program(vec![b.body, callee.body]), &data);
}

#[test]
fn finally_runs_on_leave() {
    // s = 1; try { try { leave A } finally { s *= 10 } } finally { s += 4 } ... A: s *= 3 => (1 * 10 + 4) * 3
    let mut b = main_body();
    let s = b.local(well_known(Int32));
    let outer = b.region(None, RegionKind::Try { handlers: vec![] });
    let inner = b.region(Some(outer), RegionKind::Try { handlers: vec![] });
    let outer_finally = b.region(
        None,
        RegionKind::Handler {
            of: outer,
            kind: HandlerBody::Finally,
        },
    );
    let inner_finally = b.region(
        Some(outer),
        RegionKind::Handler {
            of: inner,
            kind: HandlerBody::Finally,
        },
    );
    let one = b.i32(1);
    b.set(s, one);
    b.term(Term::Jump(BlockId(1)));
    let body = b.block(Some(inner));
    let x = b.get(s);
    let x = b.call(1, Kind::I32, &[x]);
    b.set(s, x);
    let after = BlockId(4);
    b.term(Term::Leave(after));
    let _ = body;
    let first = b.block(Some(inner_finally));
    let (x, ten) = (b.get(s), b.i32(10));
    let x = b.bin(BinOp::Mul, x, ten);
    b.set(s, x);
    b.term(Term::EndFinally);
    let second = b.block(Some(outer_finally));
    let (x, four) = (b.get(s), b.i32(4));
    let x = b.bin(BinOp::Add, x, four);
    b.set(s, x);
    b.term(Term::EndFinally);
    b.block(None);
    let (x, three) = (b.get(s), b.i32(3));
    let x = b.bin(BinOp::Mul, x, three);
    b.ret(x);
    for (region, entry, handler) in [
        (outer, second, outer_finally),
        (inner, first, inner_finally),
    ] {
        b.body.regions[region.0 as usize].kind = RegionKind::Try {
            handlers: vec![Handler::Finally {
                entry,
                region: handler,
            }],
        };
    }
    let mut id = BodyBuilder::new(test_func(1), &[well_known(Int32)], well_known(Int32));
    id.body.flags.no_inline = true;
    let x = id.get(LocalId(0));
    id.ret(x);
    expect_42("finally", &program(vec![b.body, id.body]), "");
}

#[test]
fn filters_are_outlined() {
    // try { f(s) } catch when (s == 1) { return 1 }; nothing throws: the frame is linked and unlinked.
    let mut b = main_body();
    let s = b.local(well_known(Int32));
    let protected = b.region(None, RegionKind::Try { handlers: vec![] });
    let filter_region = b.region(
        None,
        RegionKind::Handler {
            of: protected,
            kind: HandlerBody::Filter,
        },
    );
    let handler = b.region(
        None,
        RegionKind::Handler {
            of: protected,
            kind: HandlerBody::Catch,
        },
    );
    let c = b.i32(42);
    b.set(s, c);
    b.term(Term::Jump(BlockId(1)));
    b.block(Some(protected));
    let x = b.get(s);
    let x = b.call(1, Kind::I32, &[x]);
    b.set(s, x);
    b.term(Term::Leave(BlockId(4)));
    let filter = b.block(Some(filter_region));
    b.value(Kind::Ref, Op::CaughtException);
    let (x, one) = (b.get(s), b.i32(1));
    let x = b.value(Kind::I32, Op::Compare(Cond::Eq, x, one));
    b.term(Term::EndFilter(x));
    let entry = b.block(Some(handler));
    let e = b.value(Kind::Ref, Op::CaughtException);
    b.op(Op::NullCheck(e));
    b.term(Term::Rethrow);
    b.block(None);
    let x = b.get(s);
    b.ret(x);
    b.body.regions[protected.0 as usize].kind = RegionKind::Try {
        handlers: vec![Handler::Filter {
            filter,
            filter_region,
            entry,
            region: handler,
        }],
    };
    let mut id = BodyBuilder::new(test_func(1), &[well_known(Int32)], well_known(Int32));
    id.body.flags.no_inline = true;
    let x = id.get(LocalId(0));
    id.ret(x);
    expect_42("filters", &program(vec![b.body, id.body]), "");
}
