//! Hand-written bodies, and a bare executable around them: no libc, no runtime. The body `main` returns an I32 that becomes the exit code.

#![allow(dead_code)]

use inkwell::OptimizationLevel;
use inkwell::context::Context as LlvmContext;
use inkwell::targets::{
    CodeModel, FileType, InitializationConfig, RelocMode, Target, TargetTriple,
};
use smelt_codegen::{CodegenOptions, OptLevel, generate};
use smelt_ir::*;
use smelt_types::{CallConv, Sig, TypeId, TypeSystem, ValueClass, WellKnown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The type system over the installed framework.
pub fn types() -> &'static TypeSystem {
    static TS: OnceLock<TypeSystem> = OnceLock::new();
    TS.get_or_init(|| TypeSystem::new(&[framework()]).expect("framework loads"))
}

fn framework() -> PathBuf {
    let base = Path::new("/usr/share/dotnet/shared/Microsoft.NETCore.App");
    let mut versions: Vec<_> = std::fs::read_dir(base)
        .expect("a .NET runtime is installed")
        .map(|e| e.expect("readable").path())
        .collect();
    versions.sort();
    versions.pop().expect("a version")
}

pub fn named(name: &str, args: &[TypeId]) -> TypeId {
    let ts = types();
    ts.named(ts.find_core_type(name).expect("type exists"), args)
}

pub fn well_known(w: WellKnown) -> TypeId {
    types().well_known(w)
}

/// A function of the test program by number; number 0 is `main`. It is named by a signature of so many parameters.
pub fn test_func(n: u32) -> Func {
    let int = well_known(WellKnown::Int32);
    Func::NativeCall(types().intern_sig(Sig {
        has_this: false,
        call_conv: CallConv::Managed,
        generic_params: 0,
        ret: int,
        params: vec![int; n as usize].into(),
    }))
}

fn mem(ty: TypeId) -> Mem {
    match types().value_class(ty) {
        ValueClass::Void => panic!("void"),
        ValueClass::Int { size: 1, signed } => {
            if signed {
                Mem::I8
            } else {
                Mem::U8
            }
        }
        ValueClass::Int { size: 2, signed } => {
            if signed {
                Mem::I16
            } else {
                Mem::U16
            }
        }
        ValueClass::Int { size: 4, .. } => Mem::I32,
        ValueClass::Int { .. } => Mem::I64,
        ValueClass::F32 => Mem::F32,
        ValueClass::F64 => Mem::F64,
        ValueClass::Ref => Mem::Ref,
        ValueClass::ByRef => Mem::ByRef,
        ValueClass::Struct => Mem::Struct(ty),
    }
}

/// Builds one body.
pub struct BodyBuilder {
    pub body: Body,
    at: usize,
}

impl BodyBuilder {
    pub fn new(func: Func, params: &[TypeId], ret: TypeId) -> BodyBuilder {
        let mut b = BodyBuilder {
            body: Body {
                func,
                param_count: params.len() as u32,
                ret,
                context: Context::None,
                locals: Vec::new(),
                values: Vec::new(),
                blocks: Vec::new(),
                regions: Vec::new(),
                flags: Flags::default(),
                source: None,
            },
            at: 0,
        };
        for &p in params {
            b.local(p);
        }
        b.block(None);
        b
    }

    pub fn local(&mut self, ty: TypeId) -> LocalId {
        self.body.locals.push(Local {
            ty,
            mem: mem(ty),
            zero: true,
            pinned: false,
            address_taken: false,
        });
        LocalId(self.body.locals.len() as u32 - 1)
    }

    pub fn region(&mut self, parent: Option<RegionId>, kind: RegionKind) -> RegionId {
        self.body.regions.push(Region { parent, kind });
        RegionId(self.body.regions.len() as u32 - 1)
    }

    /// Adds a block and goes on there.
    pub fn block(&mut self, region: Option<RegionId>) -> BlockId {
        self.body.blocks.push(Block {
            insts: Vec::new(),
            term: Term::Unreachable,
            region,
        });
        self.at = self.body.blocks.len() - 1;
        BlockId(self.at as u32)
    }

    pub fn go(&mut self, block: BlockId) {
        self.at = block.0 as usize;
    }

    pub fn value(&mut self, kind: Kind, op: Op) -> Value {
        self.body.values.push(kind);
        let v = Value(self.body.values.len() as u32 - 1);
        self.body.blocks[self.at].insts.push(Inst {
            op,
            result: Some(v),
        });
        v
    }

    pub fn op(&mut self, op: Op) {
        self.body.blocks[self.at]
            .insts
            .push(Inst { op, result: None });
    }

    pub fn term(&mut self, term: Term) {
        self.body.blocks[self.at].term = term;
    }

    pub fn i32(&mut self, c: i32) -> Value {
        self.value(Kind::I32, Op::ConstI32(c))
    }

    pub fn i64(&mut self, c: i64) -> Value {
        self.value(Kind::I64, Op::ConstI64(c))
    }

    pub fn get(&mut self, l: LocalId) -> Value {
        let kind = match self.body.locals[l.0 as usize].mem {
            Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16 | Mem::I32 => Kind::I32,
            Mem::I64 => Kind::I64,
            Mem::F32 => Kind::F32,
            Mem::F64 => Kind::F64,
            Mem::Ref => Kind::Ref,
            Mem::ByRef => Kind::ByRef,
            Mem::Struct(t) => Kind::Struct(t),
        };
        self.value(kind, Op::Get(l))
    }

    pub fn set(&mut self, l: LocalId, v: Value) {
        self.op(Op::Set(l, v));
    }

    pub fn address(&mut self, l: LocalId) -> Value {
        self.body.locals[l.0 as usize].address_taken = true;
        self.value(Kind::ByRef, Op::AddrOf(l))
    }

    pub fn bin(&mut self, op: BinOp, a: Value, b: Value) -> Value {
        let kind = self.body.values[a.0 as usize];
        self.value(kind, Op::Bin(op, a, b))
    }

    pub fn call(&mut self, n: u32, kind: Kind, args: &[Value]) -> Value {
        self.value(
            kind,
            Op::Call {
                callee: Callee::Func {
                    func: test_func(n),
                    context: None,
                },
                args: args.into(),
                tail: Tail::No,
            },
        )
    }

    pub fn ret(&mut self, v: Value) {
        self.term(Term::Return(Some(v)));
    }
}

const SUPPORT: &str = r#"
.text
.globl _start
_start:
    andq $-16, %rsp
    leaq tls_end(%rip), %rsi
    movq %rsi, (%rsi)
    movl $0x1002, %edi
    movl $158, %eax
    syscall
    leaq heap(%rip), %rax
    leaq 8(%rax), %rcx
    movq %rax, %fs:smelt_thread@tpoff
    addq $4096, %rcx
    movq %rcx, %fs:smelt_thread@tpoff+8
    call MAIN
    movl %eax, %edi
exit:
    movl $60, %eax
    syscall
.globl smelt_stop_poll
smelt_stop_poll:
    ret
.macro thrower name code
.globl throw$\name
throw$\name:
    movl $\code, %edi
    jmp exit
.endm
thrower NullReference 101
thrower IndexOutOfRange 102
thrower DivideByZero 103
thrower Overflow 104
thrower OutOfMemory 105
thrower ArrayTypeMismatch 106
.globl throw$cast
throw$cast:
    movl $107, %edi
    jmp exit
.globl smelt_alloc_object, smelt_alloc_array
smelt_alloc_object:
    leaq heap+4096(%rip), %rax
    movq %rdi, (%rax)
    ret
smelt_alloc_array:
    movl $108, %edi
    jmp exit
.globl smelt_begin_catch, smelt_personality, _Unwind_Resume, smelt_throw, smelt_isinst_any, smelt_rethrow
smelt_begin_catch:
smelt_personality:
_Unwind_Resume:
smelt_throw:
smelt_rethrow:
smelt_isinst_any:
    movl $109, %edi
    jmp exit
.globl memcpy, memmove, memset
memcpy:
memmove:
    movq %rdi, %rax
    movq %rdx, %rcx
    cmpq %rsi, %rdi
    jbe 1f
    leaq -1(%rdi,%rdx), %rdi
    leaq -1(%rsi,%rdx), %rsi
    std
    rep movsb
    cld
    ret
1:  rep movsb
    ret
memset:
    movq %rdi, %r8
    movl %esi, %eax
    movq %rdx, %rcx
    rep stosb
    movq %r8, %rax
    ret
.bss
.balign 16
tls_start: .zero 4096
tls_end: .zero 4096
.balign 16
heap: .zero 8192
.section .tbss,"awT",@nobits
.globl smelt_thread
.balign 16
smelt_thread: .zero 768
"#;

fn assemble(text: &str, to: &Path) {
    Target::initialize_x86(&InitializationConfig::default());
    let cx = LlvmContext::create();
    let module = cx.create_module("support");
    module.set_inline_assembly(text);
    let triple = TargetTriple::create("x86_64-unknown-linux-gnu");
    let machine = Target::from_triple(&triple)
        .expect("x86-64")
        .create_target_machine(
            &triple,
            "x86-64",
            "",
            OptimizationLevel::None,
            RelocMode::PIC,
            CodeModel::Small,
        )
        .expect("x86-64 machine");
    module.set_triple(&triple);
    machine
        .write_to_file(&module, FileType::Object, to)
        .expect("support code assembles");
}

/// Generates, links and runs a program at every optimisation level; `main` must return 42. `data`: assembly for what the bodies refer to.
pub fn expect_42(name: &str, program: &Program, data: &str) {
    for opt in [OptLevel::None, OptLevel::Size, OptLevel::Speed] {
        assert_eq!(run(name, program, data, opt), 42, "{name} at {opt:?}");
    }
}

pub fn run(name: &str, program: &Program, data: &str, opt: OptLevel) -> i32 {
    let dir = std::env::temp_dir().join(format!(
        "smelt-codegen-{}-{name}-{opt:?}",
        std::process::id()
    ));
    std::fs::create_dir_all(&dir).expect("folder");
    let options = CodegenOptions {
        opt,
        verify: true,
        emit_ir: std::env::var_os("SMELT_TEST_IR").map(|_| dir.clone()),
        ..CodegenOptions::default()
    };
    let units = generate(types(), program, &options).unwrap_or_else(|e| panic!("{name}: {e}"));
    let exe = dir.join("test");
    let mut inputs = Vec::new();
    for unit in &units {
        let path = dir.join(format!("{}.o", unit.name));
        std::fs::write(&path, &unit.bytes).expect("object");
        inputs.push(path);
    }
    let support = dir.join("support.o");
    let main = format!("\"{}\"", symbols::func(types(), test_func(0)));
    let code = SUPPORT.replace("MAIN", &main);
    assemble(&format!("{code}\n{data}\n"), &support);
    inputs.push(support);
    // Nobody applies relocations here, so what runs is linked at a fixed address; the position-independent form must link too.
    for form in ["-pie", "-no-pie"] {
        let linked = Command::new("ld.lld-22")
            .args([form, "--no-dynamic-linker", "--gc-sections", "-o"])
            .arg(&exe)
            .args(&inputs)
            .output()
            .expect("lld runs");
        assert!(
            linked.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&linked.stderr)
        );
    }
    let status = Command::new(&exe).status().expect("program runs");
    let code = status.code();
    if std::env::var_os("SMELT_TEST_IR").is_none() {
        std::fs::remove_dir_all(&dir).expect("folder");
    }
    code.unwrap_or_else(|| panic!("{name} at {opt:?}: {status}"))
}

pub fn program(bodies: Vec<Body>) -> Program {
    Program {
        bodies,
        ..Program::default()
    }
}
