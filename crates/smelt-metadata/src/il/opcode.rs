//! All opcodes of §III with their properties. One line per opcode: name, mnemonic, code, operand, flow, values popped and
//! pushed (`VAR` where that depends on the operand or the stack).

/// What follows an opcode.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OperandKind {
    None,
    /// Signed byte of `ldc.i4.s`.
    I1,
    I4,
    I8,
    R4,
    R8,
    /// One byte of `unaligned.` and `no.`.
    U1,
    Token,
    /// One-byte number of an argument or local.
    ShortVar,
    /// Two-byte number of an argument or local.
    Var,
    /// Branch distance of one byte.
    ShortTarget,
    /// Branch distance of four bytes.
    Target,
    Switch,
}

/// Where control goes after an instruction.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    /// To the next instruction.
    Next,
    /// To the target only.
    Branch,
    /// To a target or the next instruction.
    CondBranch,
    /// To the next instruction after a call.
    Call,
    /// Out of the method, handler or filter.
    Return,
    /// Nowhere: an exception.
    Throw,
    /// To the next instruction, which this one modifies.
    Prefix,
}

/// Number of values that isn't a property of the opcode alone.
pub const VAR: u8 = u8::MAX;

/// Properties of an opcode.
#[derive(Copy, Clone, Debug)]
pub struct OpcodeInfo {
    /// Name as assemblers write it.
    pub mnemonic: &'static str,
    /// The byte, or `0xFE00` and the second byte.
    pub code: u16,
    /// What follows.
    pub operand: OperandKind,
    /// Where control goes.
    pub flow: Flow,
    /// Values popped, or [`VAR`].
    pub pop: u8,
    /// Values pushed, or [`VAR`].
    pub push: u8,
}

macro_rules! opcodes {
    ($($name:ident $mnemonic:literal $code:literal $operand:ident $flow:ident $pop:tt $push:tt;)*) => {
        /// An opcode.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Opcode { $($name,)* }

        impl Opcode {
            /// All opcodes.
            pub const ALL: &'static [Opcode] = &[$(Opcode::$name),*];

            const INFO: &'static [OpcodeInfo] = &[$(OpcodeInfo {
                mnemonic: $mnemonic,
                code: $code,
                operand: OperandKind::$operand,
                flow: Flow::$flow,
                pop: $pop,
                push: $push,
            }),*];
        }
    };
}

impl Opcode {
    const ONE_BYTE: [Option<Opcode>; 256] = index(0);
    const TWO_BYTE: [Option<Opcode>; 256] = index(0xFE);

    /// Properties of this opcode.
    pub fn info(self) -> &'static OpcodeInfo {
        &Opcode::INFO[self as usize]
    }

    /// The opcode that the first byte stands for; `0xFE` starts those of [`Opcode::from_second_byte`].
    pub fn from_byte(byte: u8) -> Option<Opcode> {
        static TABLE: [Option<Opcode>; 256] = Opcode::ONE_BYTE;
        TABLE[usize::from(byte)]
    }

    /// The opcode that the byte after `0xFE` stands for.
    pub fn from_second_byte(byte: u8) -> Option<Opcode> {
        static TABLE: [Option<Opcode>; 256] = Opcode::TWO_BYTE;
        TABLE[usize::from(byte)]
    }
}

/// The opcodes whose first byte is `page`, by their last byte.
const fn index(page: u16) -> [Option<Opcode>; 256] {
    let mut table = [None; 256];
    let mut n = 0;
    while n < Opcode::ALL.len() {
        let code = Opcode::INFO[n].code;
        if code >> 8 == page {
            table[(code & 0xFF) as usize] = Some(Opcode::ALL[n]);
        }
        n += 1;
    }
    table
}

opcodes! {
    Nop "nop" 0x00 None Next 0 0;
    Break "break" 0x01 None Next 0 0;
    LdArg0 "ldarg.0" 0x02 None Next 0 1;
    LdArg1 "ldarg.1" 0x03 None Next 0 1;
    LdArg2 "ldarg.2" 0x04 None Next 0 1;
    LdArg3 "ldarg.3" 0x05 None Next 0 1;
    LdLoc0 "ldloc.0" 0x06 None Next 0 1;
    LdLoc1 "ldloc.1" 0x07 None Next 0 1;
    LdLoc2 "ldloc.2" 0x08 None Next 0 1;
    LdLoc3 "ldloc.3" 0x09 None Next 0 1;
    StLoc0 "stloc.0" 0x0A None Next 1 0;
    StLoc1 "stloc.1" 0x0B None Next 1 0;
    StLoc2 "stloc.2" 0x0C None Next 1 0;
    StLoc3 "stloc.3" 0x0D None Next 1 0;
    LdArgS "ldarg.s" 0x0E ShortVar Next 0 1;
    LdArgAS "ldarga.s" 0x0F ShortVar Next 0 1;
    StArgS "starg.s" 0x10 ShortVar Next 1 0;
    LdLocS "ldloc.s" 0x11 ShortVar Next 0 1;
    LdLocAS "ldloca.s" 0x12 ShortVar Next 0 1;
    StLocS "stloc.s" 0x13 ShortVar Next 1 0;
    LdNull "ldnull" 0x14 None Next 0 1;
    LdcI4M1 "ldc.i4.m1" 0x15 None Next 0 1;
    LdcI4_0 "ldc.i4.0" 0x16 None Next 0 1;
    LdcI4_1 "ldc.i4.1" 0x17 None Next 0 1;
    LdcI4_2 "ldc.i4.2" 0x18 None Next 0 1;
    LdcI4_3 "ldc.i4.3" 0x19 None Next 0 1;
    LdcI4_4 "ldc.i4.4" 0x1A None Next 0 1;
    LdcI4_5 "ldc.i4.5" 0x1B None Next 0 1;
    LdcI4_6 "ldc.i4.6" 0x1C None Next 0 1;
    LdcI4_7 "ldc.i4.7" 0x1D None Next 0 1;
    LdcI4_8 "ldc.i4.8" 0x1E None Next 0 1;
    LdcI4S "ldc.i4.s" 0x1F I1 Next 0 1;
    LdcI4 "ldc.i4" 0x20 I4 Next 0 1;
    LdcI8 "ldc.i8" 0x21 I8 Next 0 1;
    LdcR4 "ldc.r4" 0x22 R4 Next 0 1;
    LdcR8 "ldc.r8" 0x23 R8 Next 0 1;
    Dup "dup" 0x25 None Next 1 2;
    Pop "pop" 0x26 None Next 1 0;
    Jmp "jmp" 0x27 Token Return 0 0;
    Call "call" 0x28 Token Call VAR VAR;
    CallI "calli" 0x29 Token Call VAR VAR;
    Ret "ret" 0x2A None Return VAR 0;
    BrS "br.s" 0x2B ShortTarget Branch 0 0;
    BrFalseS "brfalse.s" 0x2C ShortTarget CondBranch 1 0;
    BrTrueS "brtrue.s" 0x2D ShortTarget CondBranch 1 0;
    BeqS "beq.s" 0x2E ShortTarget CondBranch 2 0;
    BgeS "bge.s" 0x2F ShortTarget CondBranch 2 0;
    BgtS "bgt.s" 0x30 ShortTarget CondBranch 2 0;
    BleS "ble.s" 0x31 ShortTarget CondBranch 2 0;
    BltS "blt.s" 0x32 ShortTarget CondBranch 2 0;
    BneUnS "bne.un.s" 0x33 ShortTarget CondBranch 2 0;
    BgeUnS "bge.un.s" 0x34 ShortTarget CondBranch 2 0;
    BgtUnS "bgt.un.s" 0x35 ShortTarget CondBranch 2 0;
    BleUnS "ble.un.s" 0x36 ShortTarget CondBranch 2 0;
    BltUnS "blt.un.s" 0x37 ShortTarget CondBranch 2 0;
    Br "br" 0x38 Target Branch 0 0;
    BrFalse "brfalse" 0x39 Target CondBranch 1 0;
    BrTrue "brtrue" 0x3A Target CondBranch 1 0;
    Beq "beq" 0x3B Target CondBranch 2 0;
    Bge "bge" 0x3C Target CondBranch 2 0;
    Bgt "bgt" 0x3D Target CondBranch 2 0;
    Ble "ble" 0x3E Target CondBranch 2 0;
    Blt "blt" 0x3F Target CondBranch 2 0;
    BneUn "bne.un" 0x40 Target CondBranch 2 0;
    BgeUn "bge.un" 0x41 Target CondBranch 2 0;
    BgtUn "bgt.un" 0x42 Target CondBranch 2 0;
    BleUn "ble.un" 0x43 Target CondBranch 2 0;
    BltUn "blt.un" 0x44 Target CondBranch 2 0;
    Switch "switch" 0x45 Switch CondBranch 1 0;
    LdIndI1 "ldind.i1" 0x46 None Next 1 1;
    LdIndU1 "ldind.u1" 0x47 None Next 1 1;
    LdIndI2 "ldind.i2" 0x48 None Next 1 1;
    LdIndU2 "ldind.u2" 0x49 None Next 1 1;
    LdIndI4 "ldind.i4" 0x4A None Next 1 1;
    LdIndU4 "ldind.u4" 0x4B None Next 1 1;
    LdIndI8 "ldind.i8" 0x4C None Next 1 1;
    LdIndI "ldind.i" 0x4D None Next 1 1;
    LdIndR4 "ldind.r4" 0x4E None Next 1 1;
    LdIndR8 "ldind.r8" 0x4F None Next 1 1;
    LdIndRef "ldind.ref" 0x50 None Next 1 1;
    StIndRef "stind.ref" 0x51 None Next 2 0;
    StIndI1 "stind.i1" 0x52 None Next 2 0;
    StIndI2 "stind.i2" 0x53 None Next 2 0;
    StIndI4 "stind.i4" 0x54 None Next 2 0;
    StIndI8 "stind.i8" 0x55 None Next 2 0;
    StIndR4 "stind.r4" 0x56 None Next 2 0;
    StIndR8 "stind.r8" 0x57 None Next 2 0;
    Add "add" 0x58 None Next 2 1;
    Sub "sub" 0x59 None Next 2 1;
    Mul "mul" 0x5A None Next 2 1;
    Div "div" 0x5B None Next 2 1;
    DivUn "div.un" 0x5C None Next 2 1;
    Rem "rem" 0x5D None Next 2 1;
    RemUn "rem.un" 0x5E None Next 2 1;
    And "and" 0x5F None Next 2 1;
    Or "or" 0x60 None Next 2 1;
    Xor "xor" 0x61 None Next 2 1;
    Shl "shl" 0x62 None Next 2 1;
    Shr "shr" 0x63 None Next 2 1;
    ShrUn "shr.un" 0x64 None Next 2 1;
    Neg "neg" 0x65 None Next 1 1;
    Not "not" 0x66 None Next 1 1;
    ConvI1 "conv.i1" 0x67 None Next 1 1;
    ConvI2 "conv.i2" 0x68 None Next 1 1;
    ConvI4 "conv.i4" 0x69 None Next 1 1;
    ConvI8 "conv.i8" 0x6A None Next 1 1;
    ConvR4 "conv.r4" 0x6B None Next 1 1;
    ConvR8 "conv.r8" 0x6C None Next 1 1;
    ConvU4 "conv.u4" 0x6D None Next 1 1;
    ConvU8 "conv.u8" 0x6E None Next 1 1;
    CallVirt "callvirt" 0x6F Token Call VAR VAR;
    CpObj "cpobj" 0x70 Token Next 2 0;
    LdObj "ldobj" 0x71 Token Next 1 1;
    LdStr "ldstr" 0x72 Token Next 0 1;
    NewObj "newobj" 0x73 Token Call VAR 1;
    CastClass "castclass" 0x74 Token Next 1 1;
    IsInst "isinst" 0x75 Token Next 1 1;
    ConvRUn "conv.r.un" 0x76 None Next 1 1;
    Unbox "unbox" 0x79 Token Next 1 1;
    Throw "throw" 0x7A None Throw 1 0;
    LdFld "ldfld" 0x7B Token Next 1 1;
    LdFldA "ldflda" 0x7C Token Next 1 1;
    StFld "stfld" 0x7D Token Next 2 0;
    LdSFld "ldsfld" 0x7E Token Next 0 1;
    LdSFldA "ldsflda" 0x7F Token Next 0 1;
    StSFld "stsfld" 0x80 Token Next 1 0;
    StObj "stobj" 0x81 Token Next 2 0;
    ConvOvfI1Un "conv.ovf.i1.un" 0x82 None Next 1 1;
    ConvOvfI2Un "conv.ovf.i2.un" 0x83 None Next 1 1;
    ConvOvfI4Un "conv.ovf.i4.un" 0x84 None Next 1 1;
    ConvOvfI8Un "conv.ovf.i8.un" 0x85 None Next 1 1;
    ConvOvfU1Un "conv.ovf.u1.un" 0x86 None Next 1 1;
    ConvOvfU2Un "conv.ovf.u2.un" 0x87 None Next 1 1;
    ConvOvfU4Un "conv.ovf.u4.un" 0x88 None Next 1 1;
    ConvOvfU8Un "conv.ovf.u8.un" 0x89 None Next 1 1;
    ConvOvfIUn "conv.ovf.i.un" 0x8A None Next 1 1;
    ConvOvfUUn "conv.ovf.u.un" 0x8B None Next 1 1;
    Box "box" 0x8C Token Next 1 1;
    NewArr "newarr" 0x8D Token Next 1 1;
    LdLen "ldlen" 0x8E None Next 1 1;
    LdElemA "ldelema" 0x8F Token Next 2 1;
    LdElemI1 "ldelem.i1" 0x90 None Next 2 1;
    LdElemU1 "ldelem.u1" 0x91 None Next 2 1;
    LdElemI2 "ldelem.i2" 0x92 None Next 2 1;
    LdElemU2 "ldelem.u2" 0x93 None Next 2 1;
    LdElemI4 "ldelem.i4" 0x94 None Next 2 1;
    LdElemU4 "ldelem.u4" 0x95 None Next 2 1;
    LdElemI8 "ldelem.i8" 0x96 None Next 2 1;
    LdElemI "ldelem.i" 0x97 None Next 2 1;
    LdElemR4 "ldelem.r4" 0x98 None Next 2 1;
    LdElemR8 "ldelem.r8" 0x99 None Next 2 1;
    LdElemRef "ldelem.ref" 0x9A None Next 2 1;
    StElemI "stelem.i" 0x9B None Next 3 0;
    StElemI1 "stelem.i1" 0x9C None Next 3 0;
    StElemI2 "stelem.i2" 0x9D None Next 3 0;
    StElemI4 "stelem.i4" 0x9E None Next 3 0;
    StElemI8 "stelem.i8" 0x9F None Next 3 0;
    StElemR4 "stelem.r4" 0xA0 None Next 3 0;
    StElemR8 "stelem.r8" 0xA1 None Next 3 0;
    StElemRef "stelem.ref" 0xA2 None Next 3 0;
    LdElem "ldelem" 0xA3 Token Next 2 1;
    StElem "stelem" 0xA4 Token Next 3 0;
    UnboxAny "unbox.any" 0xA5 Token Next 1 1;
    ConvOvfI1 "conv.ovf.i1" 0xB3 None Next 1 1;
    ConvOvfU1 "conv.ovf.u1" 0xB4 None Next 1 1;
    ConvOvfI2 "conv.ovf.i2" 0xB5 None Next 1 1;
    ConvOvfU2 "conv.ovf.u2" 0xB6 None Next 1 1;
    ConvOvfI4 "conv.ovf.i4" 0xB7 None Next 1 1;
    ConvOvfU4 "conv.ovf.u4" 0xB8 None Next 1 1;
    ConvOvfI8 "conv.ovf.i8" 0xB9 None Next 1 1;
    ConvOvfU8 "conv.ovf.u8" 0xBA None Next 1 1;
    RefAnyVal "refanyval" 0xC2 Token Next 1 1;
    CkFinite "ckfinite" 0xC3 None Next 1 1;
    MkRefAny "mkrefany" 0xC6 Token Next 1 1;
    LdToken "ldtoken" 0xD0 Token Next 0 1;
    ConvU2 "conv.u2" 0xD1 None Next 1 1;
    ConvU1 "conv.u1" 0xD2 None Next 1 1;
    ConvI "conv.i" 0xD3 None Next 1 1;
    ConvOvfI "conv.ovf.i" 0xD4 None Next 1 1;
    ConvOvfU "conv.ovf.u" 0xD5 None Next 1 1;
    AddOvf "add.ovf" 0xD6 None Next 2 1;
    AddOvfUn "add.ovf.un" 0xD7 None Next 2 1;
    MulOvf "mul.ovf" 0xD8 None Next 2 1;
    MulOvfUn "mul.ovf.un" 0xD9 None Next 2 1;
    SubOvf "sub.ovf" 0xDA None Next 2 1;
    SubOvfUn "sub.ovf.un" 0xDB None Next 2 1;
    EndFinally "endfinally" 0xDC None Return VAR 0;
    Leave "leave" 0xDD Target Branch VAR 0;
    LeaveS "leave.s" 0xDE ShortTarget Branch VAR 0;
    StIndI "stind.i" 0xDF None Next 2 0;
    ConvU "conv.u" 0xE0 None Next 1 1;
    ArgList "arglist" 0xFE00 None Next 0 1;
    Ceq "ceq" 0xFE01 None Next 2 1;
    Cgt "cgt" 0xFE02 None Next 2 1;
    CgtUn "cgt.un" 0xFE03 None Next 2 1;
    Clt "clt" 0xFE04 None Next 2 1;
    CltUn "clt.un" 0xFE05 None Next 2 1;
    LdFtn "ldftn" 0xFE06 Token Next 0 1;
    LdVirtFtn "ldvirtftn" 0xFE07 Token Next 1 1;
    LdArg "ldarg" 0xFE09 Var Next 0 1;
    LdArgA "ldarga" 0xFE0A Var Next 0 1;
    StArg "starg" 0xFE0B Var Next 1 0;
    LdLoc "ldloc" 0xFE0C Var Next 0 1;
    LdLocA "ldloca" 0xFE0D Var Next 0 1;
    StLoc "stloc" 0xFE0E Var Next 1 0;
    LocAlloc "localloc" 0xFE0F None Next 1 1;
    EndFilter "endfilter" 0xFE11 None Return 1 0;
    Unaligned "unaligned." 0xFE12 U1 Prefix 0 0;
    Volatile "volatile." 0xFE13 None Prefix 0 0;
    Tail "tail." 0xFE14 None Prefix 0 0;
    InitObj "initobj" 0xFE15 Token Next 1 0;
    Constrained "constrained." 0xFE16 Token Prefix 0 0;
    CpBlk "cpblk" 0xFE17 None Next 3 0;
    InitBlk "initblk" 0xFE18 None Next 3 0;
    No "no." 0xFE19 U1 Prefix 0 0;
    Rethrow "rethrow" 0xFE1A None Throw 0 0;
    SizeOf "sizeof" 0xFE1C Token Next 0 1;
    RefAnyType "refanytype" 0xFE1D None Next 1 1;
    ReadOnly "readonly." 0xFE1E None Prefix 0 0;
}
