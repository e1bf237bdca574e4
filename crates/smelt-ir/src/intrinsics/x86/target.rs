//! The processor's own instructions: LLVM's intrinsics by method and types.

use crate::fold::Fact;
use crate::intrinsics::call::{Call, Outcome, void};
use crate::intrinsics::vectors::{Shape, is_float, is_signed, lane_bytes};
use crate::*;
use smelt_types::{TypeId, ValueClass};

/// Method, LLVM's intrinsic without `llvm.`, its signature. Types: `v4i32` vector of four 32-bit integers (`s`, `u`: signed, unsigned ones only;
/// `x`: a vector of that size, whatever its lanes), `f32`; `i8` to `i64` integers; `n8` a constant of eight bits, `n32` an integer of at most 32;
/// `p` an address.
const INSTRUCTIONS: &[(&str, &str, &str)] = &[
    ("AddSubtract", "x86.sse3.addsub.ps", "v4f32,v4f32->v4f32"),
    ("AddSubtract", "x86.sse3.addsub.pd", "v2f64,v2f64->v2f64"),
    ("AddSubtract", "x86.avx.addsub.ps.256", "v8f32,v8f32->v8f32"),
    ("AddSubtract", "x86.avx.addsub.pd.256", "v4f64,v4f64->v4f64"),
    (
        "BlendVariable",
        "x86.sse41.blendvps",
        "v4f32,v4f32,v4f32->v4f32",
    ),
    (
        "BlendVariable",
        "x86.sse41.blendvpd",
        "v2f64,v2f64,v2f64->v2f64",
    ),
    (
        "BlendVariable",
        "x86.avx.blendv.ps.256",
        "v8f32,v8f32,v8f32->v8f32",
    ),
    (
        "BlendVariable",
        "x86.avx.blendv.pd.256",
        "v4f64,v4f64,v4f64->v4f64",
    ),
    (
        "BlendVariable",
        "x86.sse41.pblendvb",
        "v16x8,v16x8,v16x8->v16x8",
    ),
    (
        "BlendVariable",
        "x86.avx2.pblendvb",
        "v32x8,v32x8,v32x8->v32x8",
    ),
    (
        "CarrylessMultiply",
        "x86.pclmulqdq",
        "v2i64,v2i64,n8->v2i64",
    ),
    (
        "CarrylessMultiply",
        "x86.pclmulqdq.256",
        "v4i64,v4i64,n8->v4i64",
    ),
    ("Compare", "x86.sse.cmp.ps", "v4f32,v4f32,n8->v4f32"),
    ("Compare", "x86.sse2.cmp.pd", "v2f64,v2f64,n8->v2f64"),
    ("Compare", "x86.avx.cmp.ps.256", "v8f32,v8f32,n8->v8f32"),
    ("Compare", "x86.avx.cmp.pd.256", "v4f64,v4f64,n8->v4f64"),
    ("CompareScalar", "x86.sse.cmp.ss", "v4f32,v4f32,n8->v4f32"),
    ("CompareScalar", "x86.sse2.cmp.sd", "v2f64,v2f64,n8->v2f64"),
    ("ConvertToInt32", "x86.sse.cvtss2si", "v4f32->i32"),
    ("ConvertToInt32", "x86.sse2.cvtsd2si", "v2f64->i32"),
    (
        "ConvertToInt32WithTruncation",
        "x86.sse.cvttss2si",
        "v4f32->i32",
    ),
    (
        "ConvertToInt32WithTruncation",
        "x86.sse2.cvttsd2si",
        "v2f64->i32",
    ),
    ("ConvertToInt64", "x86.sse.cvtss2si64", "v4f32->i64"),
    ("ConvertToInt64", "x86.sse2.cvtsd2si64", "v2f64->i64"),
    (
        "ConvertToInt64WithTruncation",
        "x86.sse.cvttss2si64",
        "v4f32->i64",
    ),
    (
        "ConvertToInt64WithTruncation",
        "x86.sse2.cvttsd2si64",
        "v2f64->i64",
    ),
    (
        "ConvertToVector128Int32",
        "x86.sse2.cvtps2dq",
        "v4f32->v4i32",
    ),
    (
        "ConvertToVector128Int32",
        "x86.sse2.cvtpd2dq",
        "v2f64->v4i32",
    ),
    (
        "ConvertToVector128Int32",
        "x86.avx.cvt.pd2dq.256",
        "v4f64->v4i32",
    ),
    (
        "ConvertToVector128Int32WithTruncation",
        "x86.sse2.cvttps2dq",
        "v4f32->v4i32",
    ),
    (
        "ConvertToVector128Int32WithTruncation",
        "x86.sse2.cvttpd2dq",
        "v2f64->v4i32",
    ),
    (
        "ConvertToVector128Int32WithTruncation",
        "x86.avx.cvtt.pd2dq.256",
        "v4f64->v4i32",
    ),
    (
        "ConvertToVector128Single",
        "x86.sse2.cvtpd2ps",
        "v2f64->v4f32",
    ),
    (
        "ConvertToVector128Single",
        "x86.avx.cvt.pd2.ps.256",
        "v4f64->v4f32",
    ),
    (
        "ConvertToVector256Int32",
        "x86.avx.cvt.ps2dq.256",
        "v8f32->v8i32",
    ),
    (
        "ConvertToVector256Int32WithTruncation",
        "x86.avx.cvtt.ps2dq.256",
        "v8f32->v8i32",
    ),
    ("Crc32", "x86.sse42.crc32.32.8", "i32,i8->i32"),
    ("Crc32", "x86.sse42.crc32.32.16", "i32,i16->i32"),
    ("Crc32", "x86.sse42.crc32.32.32", "i32,i32->i32"),
    ("Crc32", "x86.sse42.crc32.64.64", "i64,i64->i64"),
    ("Decrypt", "x86.aesni.aesdec", "v2x64,v2x64->v2x64"),
    ("DecryptLast", "x86.aesni.aesdeclast", "v2x64,v2x64->v2x64"),
    ("DotProduct", "x86.sse41.dpps", "v4f32,v4f32,n8->v4f32"),
    ("DotProduct", "x86.sse41.dppd", "v2f64,v2f64,n8->v2f64"),
    ("DotProduct", "x86.avx.dp.ps.256", "v8f32,v8f32,n8->v8f32"),
    ("Encrypt", "x86.aesni.aesenc", "v2x64,v2x64->v2x64"),
    ("EncryptLast", "x86.aesni.aesenclast", "v2x64,v2x64->v2x64"),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.d.d",
        "v4i32,p,v4i32,v4i32,n8->v4i32",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.d.q",
        "v2i64,p,v4i32,v2i64,n8->v2i64",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.d.ps",
        "v4f32,p,v4i32,v4f32,n8->v4f32",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.d.pd",
        "v2f64,p,v4i32,v2f64,n8->v2f64",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.q.d",
        "v4i32,p,v2i64,v4i32,n8->v4i32",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.q.d.256",
        "v4i32,p,v4i64,v4i32,n8->v4i32",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.q.q",
        "v2i64,p,v2i64,v2i64,n8->v2i64",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.q.ps",
        "v4f32,p,v2i64,v4f32,n8->v4f32",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.q.ps.256",
        "v4f32,p,v4i64,v4f32,n8->v4f32",
    ),
    (
        "GatherMaskVector128",
        "x86.avx2.gather.q.pd",
        "v2f64,p,v2i64,v2f64,n8->v2f64",
    ),
    (
        "GatherMaskVector256",
        "x86.avx2.gather.d.d.256",
        "v8i32,p,v8i32,v8i32,n8->v8i32",
    ),
    (
        "GatherMaskVector256",
        "x86.avx2.gather.d.q.256",
        "v4i64,p,v4i32,v4i64,n8->v4i64",
    ),
    (
        "GatherMaskVector256",
        "x86.avx2.gather.d.ps.256",
        "v8f32,p,v8i32,v8f32,n8->v8f32",
    ),
    (
        "GatherMaskVector256",
        "x86.avx2.gather.d.pd.256",
        "v4f64,p,v4i32,v4f64,n8->v4f64",
    ),
    (
        "GatherMaskVector256",
        "x86.avx2.gather.q.q.256",
        "v4i64,p,v4i64,v4i64,n8->v4i64",
    ),
    (
        "GatherMaskVector256",
        "x86.avx2.gather.q.pd.256",
        "v4f64,p,v4i64,v4f64,n8->v4f64",
    ),
    ("HorizontalAdd", "x86.sse3.hadd.ps", "v4f32,v4f32->v4f32"),
    ("HorizontalAdd", "x86.sse3.hadd.pd", "v2f64,v2f64->v2f64"),
    ("HorizontalAdd", "x86.avx.hadd.ps.256", "v8f32,v8f32->v8f32"),
    ("HorizontalAdd", "x86.avx.hadd.pd.256", "v4f64,v4f64->v4f64"),
    (
        "HorizontalAdd",
        "x86.ssse3.phadd.w.128",
        "v8i16,v8i16->v8i16",
    ),
    (
        "HorizontalAdd",
        "x86.ssse3.phadd.d.128",
        "v4i32,v4i32->v4i32",
    ),
    ("HorizontalAdd", "x86.avx2.phadd.w", "v16i16,v16i16->v16i16"),
    ("HorizontalAdd", "x86.avx2.phadd.d", "v8i32,v8i32->v8i32"),
    (
        "HorizontalAddSaturate",
        "x86.ssse3.phadd.sw.128",
        "v8i16,v8i16->v8i16",
    ),
    (
        "HorizontalAddSaturate",
        "x86.avx2.phadd.sw",
        "v16i16,v16i16->v16i16",
    ),
    (
        "HorizontalSubtract",
        "x86.sse3.hsub.ps",
        "v4f32,v4f32->v4f32",
    ),
    (
        "HorizontalSubtract",
        "x86.sse3.hsub.pd",
        "v2f64,v2f64->v2f64",
    ),
    (
        "HorizontalSubtract",
        "x86.avx.hsub.ps.256",
        "v8f32,v8f32->v8f32",
    ),
    (
        "HorizontalSubtract",
        "x86.avx.hsub.pd.256",
        "v4f64,v4f64->v4f64",
    ),
    (
        "HorizontalSubtract",
        "x86.ssse3.phsub.w.128",
        "v8i16,v8i16->v8i16",
    ),
    (
        "HorizontalSubtract",
        "x86.ssse3.phsub.d.128",
        "v4i32,v4i32->v4i32",
    ),
    (
        "HorizontalSubtract",
        "x86.avx2.phsub.w",
        "v16i16,v16i16->v16i16",
    ),
    (
        "HorizontalSubtract",
        "x86.avx2.phsub.d",
        "v8i32,v8i32->v8i32",
    ),
    (
        "HorizontalSubtractSaturate",
        "x86.ssse3.phsub.sw.128",
        "v8i16,v8i16->v8i16",
    ),
    (
        "HorizontalSubtractSaturate",
        "x86.avx2.phsub.sw",
        "v16i16,v16i16->v16i16",
    ),
    ("Insert", "x86.sse41.insertps", "v4f32,v4f32,n8->v4f32"),
    ("InverseMixColumns", "x86.aesni.aesimc", "v2x64->v2x64"),
    (
        "KeygenAssist",
        "x86.aesni.aeskeygenassist",
        "v2x64,n8->v2x64",
    ),
    ("MaskLoad", "x86.avx2.maskload.d", "p,v4x32->v4i32"),
    ("MaskLoad", "x86.avx2.maskload.q", "p,v2x64->v2i64"),
    ("MaskLoad", "x86.avx2.maskload.d.256", "p,v8x32->v8i32"),
    ("MaskLoad", "x86.avx2.maskload.q.256", "p,v4x64->v4i64"),
    ("MaskLoad", "x86.avx.maskload.ps", "p,v4x32->v4f32"),
    ("MaskLoad", "x86.avx.maskload.pd", "p,v2x64->v2f64"),
    ("MaskLoad", "x86.avx.maskload.ps.256", "p,v8x32->v8f32"),
    ("MaskLoad", "x86.avx.maskload.pd.256", "p,v4x64->v4f64"),
    ("MaskMove", "x86.sse2.maskmov.dqu", "v16i8,v16i8,p->void"),
    ("MaskStore", "x86.avx2.maskstore.d", "p,v4x32,v4i32->void"),
    ("MaskStore", "x86.avx2.maskstore.q", "p,v2x64,v2i64->void"),
    (
        "MaskStore",
        "x86.avx2.maskstore.d.256",
        "p,v8x32,v8i32->void",
    ),
    (
        "MaskStore",
        "x86.avx2.maskstore.q.256",
        "p,v4x64,v4i64->void",
    ),
    ("MaskStore", "x86.avx.maskstore.ps", "p,v4x32,v4f32->void"),
    ("MaskStore", "x86.avx.maskstore.pd", "p,v2x64,v2f64->void"),
    (
        "MaskStore",
        "x86.avx.maskstore.ps.256",
        "p,v8x32,v8f32->void",
    ),
    (
        "MaskStore",
        "x86.avx.maskstore.pd.256",
        "p,v4x64,v4f64->void",
    ),
    ("MinHorizontal", "x86.sse41.phminposuw", "v8i16->v8i16"),
    (
        "MultipleSumAbsoluteDifferences",
        "x86.sse41.mpsadbw",
        "v16i8,v16i8,n8->v8i16",
    ),
    (
        "MultipleSumAbsoluteDifferences",
        "x86.avx2.mpsadbw",
        "v32i8,v32i8,n8->v16i16",
    ),
    (
        "MultiplyAddAdjacent",
        "x86.sse2.pmadd.wd",
        "v8i16,v8i16->v4i32",
    ),
    (
        "MultiplyAddAdjacent",
        "x86.ssse3.pmadd.ub.sw.128",
        "v16i8,v16i8->v8i16",
    ),
    (
        "MultiplyAddAdjacent",
        "x86.avx2.pmadd.wd",
        "v16i16,v16i16->v8i32",
    ),
    (
        "MultiplyAddAdjacent",
        "x86.avx2.pmadd.ub.sw",
        "v32i8,v32i8->v16i16",
    ),
    ("MultiplyHigh", "x86.sse2.pmulh.w", "v8s16,v8s16->v8s16"),
    ("MultiplyHigh", "x86.sse2.pmulhu.w", "v8u16,v8u16->v8u16"),
    ("MultiplyHigh", "x86.avx2.pmulh.w", "v16s16,v16s16->v16s16"),
    ("MultiplyHigh", "x86.avx2.pmulhu.w", "v16u16,v16u16->v16u16"),
    (
        "MultiplyHighRoundScale",
        "x86.ssse3.pmul.hr.sw.128",
        "v8i16,v8i16->v8i16",
    ),
    (
        "MultiplyHighRoundScale",
        "x86.avx2.pmul.hr.sw",
        "v16i16,v16i16->v16i16",
    ),
    (
        "PackSignedSaturate",
        "x86.sse2.packsswb.128",
        "v8i16,v8i16->v16i8",
    ),
    (
        "PackSignedSaturate",
        "x86.sse2.packssdw.128",
        "v4i32,v4i32->v8i16",
    ),
    (
        "PackSignedSaturate",
        "x86.avx2.packsswb",
        "v16i16,v16i16->v32i8",
    ),
    (
        "PackSignedSaturate",
        "x86.avx2.packssdw",
        "v8i32,v8i32->v16i16",
    ),
    (
        "PackUnsignedSaturate",
        "x86.sse2.packuswb.128",
        "v8i16,v8i16->v16i8",
    ),
    (
        "PackUnsignedSaturate",
        "x86.sse41.packusdw",
        "v4i32,v4i32->v8i16",
    ),
    (
        "PackUnsignedSaturate",
        "x86.avx2.packuswb",
        "v16i16,v16i16->v32i8",
    ),
    (
        "PackUnsignedSaturate",
        "x86.avx2.packusdw",
        "v8i32,v8i32->v16i16",
    ),
    ("ParallelBitDeposit", "x86.bmi.pdep.32", "i32,i32->i32"),
    ("ParallelBitDeposit", "x86.bmi.pdep.64", "i64,i64->i64"),
    ("ParallelBitExtract", "x86.bmi.pext.32", "i32,i32->i32"),
    ("ParallelBitExtract", "x86.bmi.pext.64", "i64,i64->i64"),
    ("PermuteVar", "x86.avx.vpermilvar.ps", "v4f32,v4i32->v4f32"),
    ("PermuteVar", "x86.avx.vpermilvar.pd", "v2f64,v2i64->v2f64"),
    (
        "PermuteVar",
        "x86.avx.vpermilvar.ps.256",
        "v8f32,v8i32->v8f32",
    ),
    (
        "PermuteVar",
        "x86.avx.vpermilvar.pd.256",
        "v4f64,v4i64->v4f64",
    ),
    ("PermuteVar8x32", "x86.avx2.permd", "v8i32,v8i32->v8i32"),
    ("PermuteVar8x32", "x86.avx2.permps", "v8f32,v8i32->v8f32"),
    ("Reciprocal", "x86.sse.rcp.ps", "v4f32->v4f32"),
    ("Reciprocal", "x86.avx.rcp.ps.256", "v8f32->v8f32"),
    ("ReciprocalSqrt", "x86.sse.rsqrt.ps", "v4f32->v4f32"),
    ("ReciprocalSqrt", "x86.avx.rsqrt.ps.256", "v8f32->v8f32"),
    ("Serialize", "x86.serialize", "->void"),
    ("ShiftLeftLogical", "x86.sse2.psll.w", "v8i16,v8i16->v8i16"),
    ("ShiftLeftLogical", "x86.sse2.pslli.w", "v8i16,n32->v8i16"),
    (
        "ShiftLeftLogical",
        "x86.avx2.psll.w",
        "v16i16,v8i16->v16i16",
    ),
    ("ShiftLeftLogical", "x86.avx2.pslli.w", "v16i16,n32->v16i16"),
    ("ShiftLeftLogical", "x86.sse2.psll.d", "v4i32,v4i32->v4i32"),
    ("ShiftLeftLogical", "x86.sse2.pslli.d", "v4i32,n32->v4i32"),
    ("ShiftLeftLogical", "x86.avx2.psll.d", "v8i32,v4i32->v8i32"),
    ("ShiftLeftLogical", "x86.avx2.pslli.d", "v8i32,n32->v8i32"),
    ("ShiftLeftLogical", "x86.sse2.psll.q", "v2i64,v2i64->v2i64"),
    ("ShiftLeftLogical", "x86.sse2.pslli.q", "v2i64,n32->v2i64"),
    ("ShiftLeftLogical", "x86.avx2.psll.q", "v4i64,v2i64->v4i64"),
    ("ShiftLeftLogical", "x86.avx2.pslli.q", "v4i64,n32->v4i64"),
    (
        "ShiftLeftLogicalVariable",
        "x86.avx2.psllv.d",
        "v4i32,v4i32->v4i32",
    ),
    (
        "ShiftLeftLogicalVariable",
        "x86.avx2.psllv.d.256",
        "v8i32,v8i32->v8i32",
    ),
    (
        "ShiftLeftLogicalVariable",
        "x86.avx2.psllv.q",
        "v2i64,v2i64->v2i64",
    ),
    (
        "ShiftLeftLogicalVariable",
        "x86.avx2.psllv.q.256",
        "v4i64,v4i64->v4i64",
    ),
    (
        "ShiftRightArithmetic",
        "x86.sse2.psra.w",
        "v8i16,v8i16->v8i16",
    ),
    (
        "ShiftRightArithmetic",
        "x86.sse2.psrai.w",
        "v8i16,n32->v8i16",
    ),
    (
        "ShiftRightArithmetic",
        "x86.avx2.psra.w",
        "v16i16,v8i16->v16i16",
    ),
    (
        "ShiftRightArithmetic",
        "x86.avx2.psrai.w",
        "v16i16,n32->v16i16",
    ),
    (
        "ShiftRightArithmetic",
        "x86.sse2.psra.d",
        "v4i32,v4i32->v4i32",
    ),
    (
        "ShiftRightArithmetic",
        "x86.sse2.psrai.d",
        "v4i32,n32->v4i32",
    ),
    (
        "ShiftRightArithmetic",
        "x86.avx2.psra.d",
        "v8i32,v4i32->v8i32",
    ),
    (
        "ShiftRightArithmetic",
        "x86.avx2.psrai.d",
        "v8i32,n32->v8i32",
    ),
    (
        "ShiftRightArithmeticVariable",
        "x86.avx2.psrav.d",
        "v4i32,v4i32->v4i32",
    ),
    (
        "ShiftRightArithmeticVariable",
        "x86.avx2.psrav.d.256",
        "v8i32,v8i32->v8i32",
    ),
    ("ShiftRightLogical", "x86.sse2.psrl.w", "v8i16,v8i16->v8i16"),
    ("ShiftRightLogical", "x86.sse2.psrli.w", "v8i16,n32->v8i16"),
    (
        "ShiftRightLogical",
        "x86.avx2.psrl.w",
        "v16i16,v8i16->v16i16",
    ),
    (
        "ShiftRightLogical",
        "x86.avx2.psrli.w",
        "v16i16,n32->v16i16",
    ),
    ("ShiftRightLogical", "x86.sse2.psrl.d", "v4i32,v4i32->v4i32"),
    ("ShiftRightLogical", "x86.sse2.psrli.d", "v4i32,n32->v4i32"),
    ("ShiftRightLogical", "x86.avx2.psrl.d", "v8i32,v4i32->v8i32"),
    ("ShiftRightLogical", "x86.avx2.psrli.d", "v8i32,n32->v8i32"),
    ("ShiftRightLogical", "x86.sse2.psrl.q", "v2i64,v2i64->v2i64"),
    ("ShiftRightLogical", "x86.sse2.psrli.q", "v2i64,n32->v2i64"),
    ("ShiftRightLogical", "x86.avx2.psrl.q", "v4i64,v2i64->v4i64"),
    ("ShiftRightLogical", "x86.avx2.psrli.q", "v4i64,n32->v4i64"),
    (
        "ShiftRightLogicalVariable",
        "x86.avx2.psrlv.d",
        "v4i32,v4i32->v4i32",
    ),
    (
        "ShiftRightLogicalVariable",
        "x86.avx2.psrlv.d.256",
        "v8i32,v8i32->v8i32",
    ),
    (
        "ShiftRightLogicalVariable",
        "x86.avx2.psrlv.q",
        "v2i64,v2i64->v2i64",
    ),
    (
        "ShiftRightLogicalVariable",
        "x86.avx2.psrlv.q.256",
        "v4i64,v4i64->v4i64",
    ),
    ("Shuffle", "x86.ssse3.pshuf.b.128", "v16i8,v16i8->v16i8"),
    ("Shuffle", "x86.avx2.pshuf.b", "v32i8,v32i8->v32i8"),
    ("Sign", "x86.ssse3.psign.b.128", "v16i8,v16i8->v16i8"),
    ("Sign", "x86.avx2.psign.b", "v32i8,v32i8->v32i8"),
    ("Sign", "x86.ssse3.psign.w.128", "v8i16,v8i16->v8i16"),
    ("Sign", "x86.avx2.psign.w", "v16i16,v16i16->v16i16"),
    ("Sign", "x86.ssse3.psign.d.128", "v4i32,v4i32->v4i32"),
    ("Sign", "x86.avx2.psign.d", "v8i32,v8i32->v8i32"),
    (
        "SumAbsoluteDifferences",
        "x86.sse2.psad.bw",
        "v16i8,v16i8->v2x64",
    ),
    (
        "SumAbsoluteDifferences",
        "x86.avx2.psad.bw",
        "v32i8,v32i8->v4x64",
    ),
    ("TestC", "x86.avx.vtestc.ps", "v4f32,v4f32->i32"),
    ("TestC", "x86.avx.vtestc.pd", "v2f64,v2f64->i32"),
    ("TestC", "x86.avx.vtestc.ps.256", "v8f32,v8f32->i32"),
    ("TestC", "x86.avx.vtestc.pd.256", "v4f64,v4f64->i32"),
    ("TestC", "x86.sse41.ptestc", "v2x64,v2x64->i32"),
    ("TestC", "x86.avx.ptestc.256", "v4x64,v4x64->i32"),
    ("TestNotZAndNotC", "x86.avx.vtestnzc.ps", "v4f32,v4f32->i32"),
    ("TestNotZAndNotC", "x86.avx.vtestnzc.pd", "v2f64,v2f64->i32"),
    (
        "TestNotZAndNotC",
        "x86.avx.vtestnzc.ps.256",
        "v8f32,v8f32->i32",
    ),
    (
        "TestNotZAndNotC",
        "x86.avx.vtestnzc.pd.256",
        "v4f64,v4f64->i32",
    ),
    ("TestNotZAndNotC", "x86.sse41.ptestnzc", "v2x64,v2x64->i32"),
    (
        "TestNotZAndNotC",
        "x86.avx.ptestnzc.256",
        "v4x64,v4x64->i32",
    ),
    ("TestZ", "x86.avx.vtestz.ps", "v4f32,v4f32->i32"),
    ("TestZ", "x86.avx.vtestz.pd", "v2f64,v2f64->i32"),
    ("TestZ", "x86.avx.vtestz.ps.256", "v8f32,v8f32->i32"),
    ("TestZ", "x86.avx.vtestz.pd.256", "v4f64,v4f64->i32"),
    ("TestZ", "x86.sse41.ptestz", "v2x64,v2x64->i32"),
    ("TestZ", "x86.avx.ptestz.256", "v4x64,v4x64->i32"),
    ("ZeroHighBits", "x86.bmi.bzhi.32", "i32,i32->i32"),
    ("ZeroHighBits", "x86.bmi.bzhi.64", "i64,i64->i64"),
];

/// Expands a call to the instruction of that name for these types.
pub(super) fn expand(c: &mut Call) -> Outcome {
    let name = c.ts().method_name(c.callee.exact);
    let first = INSTRUCTIONS.partition_point(|i| i.0 < name);
    for &(_, intrinsic, signature) in INSTRUCTIONS[first..].iter().take_while(|i| i.0 == name) {
        if !fits(c, signature)? {
            continue;
        }
        let args: Vec<Value> = c.args.iter().map(|a| a.value).collect();
        return emit(c, intrinsic, signature, &args);
    }
    Ok(None)
}

fn emit(c: &mut Call, intrinsic: &'static str, signature: &'static str, args: &[Value]) -> Outcome {
    let (op, lane) = (VecOp::Target(intrinsic, signature), Lane::I8);
    match c.b.env.kind(c.ret()?) {
        Some(kind) => {
            let v = c.vector(op, lane, args, kind);
            c.value(v)
        }
        None => {
            let args = args.into();
            c.b.emit_void(Op::Vector { op, lane, args });
            void()
        }
    }
}

/// `(address, indices, scale)`: all lanes of `GatherMask`, from zero.
pub(super) fn gather(c: &mut Call) -> Outcome {
    let (Some((r, kind)), Some(index)) = (c.result_shape(), c.shape(1)) else {
        return Ok(None);
    };
    if !matches!(c.fact(2), Fact::I32(1 | 2 | 4 | 8)) {
        return Ok(None);
    }
    for &(_, intrinsic, signature) in INSTRUCTIONS {
        let Some((params, ret)) = signature.split_once("->") else {
            continue;
        };
        let index_text = params.split(',').nth(2).unwrap_or_default();
        if intrinsic.contains(".gather.") && is_shape(r, ret) && is_shape(index, index_text) {
            let zero = c.b.zero(kind);
            let all = c.vector(VecOp::Not, r.lane, &[zero], kind);
            let args = [zero, c.arg(0), c.arg(1), all, c.arg(2)];
            return emit(c, intrinsic, signature, &args);
        }
    }
    Ok(None)
}

fn fits(c: &Call, signature: &str) -> crate::env::Result<bool> {
    let Some((params, ret)) = signature.split_once("->") else {
        return Ok(false);
    };
    let params: Vec<&str> = params.split(',').filter(|p| !p.is_empty()).collect();
    if params.len() != c.args.len() {
        return Ok(false);
    }
    for (i, text) in params.iter().enumerate() {
        let constant = matches!(c.fact(i), Fact::I32(_));
        if !is_type(c, c.param(i)?, text) || *text == "n8" && !constant {
            return Ok(false);
        }
    }
    Ok(ret == "void" || is_type(c, c.ret()?, ret))
}

fn is_type(c: &Call, ty: TypeId, text: &str) -> bool {
    if text.starts_with('v') {
        let shape = crate::intrinsics::vectors::shape(c.ts(), ty);
        return shape.is_some_and(|s| is_shape(s, text));
    }
    let ValueClass::Int { size, .. } = c.ts().value_class(ty) else {
        return text == "p" && c.ts().element_type(ty).is_some();
    };
    match text {
        // A result of type Boolean is an I32.
        "i32" => size == 4 || size == 1,
        "n32" => size <= 4,
        "p" => c.ts().element_type(ty).is_some(),
        _ => text[1..].parse() == Ok(u32::from(size) * 8),
    }
}

/// Whether vectors of a shape go where `v8s16` and the like are expected.
fn is_shape(s: Shape, text: &str) -> bool {
    let Some(at) = text.find(['i', 's', 'u', 'x', 'f']) else {
        return false;
    };
    let (Ok(lanes), Ok(bits)) = (text[1..at].parse::<u32>(), text[at + 1..].parse::<u32>()) else {
        return false;
    };
    let same = s.lanes() == lanes && lane_bytes(s.lane) * 8 == bits;
    match &text[at..=at] {
        "x" => s.bytes * 8 == lanes * bits,
        "f" => same && is_float(s.lane),
        "s" => same && is_signed(s.lane),
        "u" => same && !is_signed(s.lane) && !is_float(s.lane),
        _ => same && !is_float(s.lane),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn instructions_are_sorted() {
        assert!(super::INSTRUCTIONS.is_sorted_by(|a, b| a.0 <= b.0));
    }
}
