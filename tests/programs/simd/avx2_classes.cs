// The classes of x86-64-v3: every kind of operation over every lane type, with constants and with numbers known at run time only.
// instruction-set: x86-64-v3,aes,pclmul
// coreclr: DOTNET_EnableAVX512=0
// unsafe
using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

unsafe class P
{
    static ulong seed = 0x9E3779B97F4A7C15;
    static ulong Next() { seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17; return seed; }
    static Vector256<T> V<T>()
    {
        var v = Vector256.Create(Next(), Next(), Next(), Next());
        if (typeof(T) == typeof(float)) return Vector256.ConvertToSingle(v.AsInt32() >> 12).As<float, T>();
        if (typeof(T) == typeof(double)) return Vector256.ConvertToDouble(v.AsInt64() >> 20).As<double, T>();
        return v.As<ulong, T>();
    }
    static Vector128<T> H<T>() => V<T>().GetLower();
    static ulong hash; static int count;
    static void Add<T>(string name, Vector256<T> v) { Mix(name, v.GetLower().AsUInt64(), v.GetUpper().AsUInt64()); }
    static void Add<T>(string name, Vector128<T> v) { Mix(name, v.AsUInt64(), default); }
    static void Add(string name, ulong v) { Mix(name, Vector128.Create(v, 0), default); }
    static void Mix(string name, Vector128<ulong> a, Vector128<ulong> b)
    {
        ulong h = 14695981039346656037;
        foreach (ulong x in new[] { a[0], a[1], b[0], b[1] }) h = (h ^ x) * 1099511628211 ^ h >> 29;
        Console.WriteLine(name + " " + h.ToString("x16")); hash = hash * 31 + h; count++;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static byte Hide(int n) => (byte)n;

    static void Main()
    {
        Console.WriteLine(Avx.IsSupported + " " + Avx2.IsSupported + " " + Bmi1.X64.IsSupported + " " + Bmi2.X64.IsSupported + " " + Lzcnt.IsSupported
            + " " + Fma.IsSupported + " " + Aes.IsSupported + " " + Pclmulqdq.IsSupported + " " + Avx512F.IsSupported + " " + Vector256.IsHardwareAccelerated
            + " " + Vector512.IsHardwareAccelerated + " " + Vector<int>.Count + " " + Vector<byte>.Count + " " + Unsafe.SizeOf<Vector<double>>());
        Avx1(); Integers(); Lanes(); Immediates(); Memory(); Bits(); Fused(); Crypto();
        Console.WriteLine(count + " " + hash.ToString("x"));
    }

    static void Avx1()
    {
        Vector256<float> a = V<float>(), b = V<float>(), c = V<float>(); Vector256<double> d = V<double>(), e = V<double>(), f = V<double>();
        a = a.WithElement(2, float.NaN).WithElement(5, -0f); e = e.WithElement(1, double.NaN).WithElement(3, d[3]);
        Add("add", Avx.Add(a, b)); Add("addd", Avx.Add(d, e)); Add("sub", Avx.Subtract(a, b)); Add("mul", Avx.Multiply(d, f)); Add("div", Avx.Divide(b, c));
        Add("addsub", Avx.AddSubtract(a, b)); Add("addsubd", Avx.AddSubtract(d, e)); Add("and", Avx.And(a, b)); Add("andnot", Avx.AndNot(a, b));
        Add("or", Avx.Or(d, e)); Add("xor", Avx.Xor(d, e)); Add("min", Avx.Min(a, b)); Add("max", Avx.Max(a, b)); Add("mind", Avx.Min(d, e)); Add("maxd", Avx.Max(e, d));
        Add("hadd", Avx.HorizontalAdd(b, c)); Add("haddd", Avx.HorizontalAdd(d, f)); Add("hsub", Avx.HorizontalSubtract(b, c)); Add("hsubd", Avx.HorizontalSubtract(d, f));
        Add("ceil", Avx.Ceiling(b)); Add("floor", Avx.Floor(d)); Add("rz", Avx.RoundToZero(b)); Add("rn", Avx.RoundToNearestInteger(Avx.Multiply(b, Vector256.Create(0.5f))));
        Add("rni", Avx.RoundToNegativeInfinity(c)); Add("rpi", Avx.RoundToPositiveInfinity(f)); Add("sqrt", Avx.Sqrt(Avx.Multiply(b, b))); Add("sqrtd", Avx.Sqrt(Avx.Multiply(d, d)));
        Add("eq", Avx.CompareEqual(a, a)); Add("ne", Avx.CompareNotEqual(a, b)); Add("lt", Avx.CompareLessThan(d, e)); Add("nlt", Avx.CompareNotLessThan(d, e));
        Add("ge", Avx.CompareGreaterThanOrEqual(a, b)); Add("nge", Avx.CompareNotGreaterThanOrEqual(a, b)); Add("ord", Avx.CompareOrdered(a, b)); Add("unord", Avx.CompareUnordered(d, e));
        Add("cmp", Avx.Compare(a, b, FloatComparisonMode.OrderedLessThanNonSignaling)); Add("cmpd", Avx.Compare(d, e, FloatComparisonMode.UnorderedEqualNonSignaling));
        Add("cmp128", Avx.Compare(a.GetLower(), b.GetLower(), FloatComparisonMode.UnorderedTrueNonSignaling));
        Add("cmps", Avx.CompareScalar(a.GetLower(), b.GetLower(), FloatComparisonMode.UnorderedNotEqualSignaling)); Add("cmpsd", Avx.CompareScalar(d.GetLower(), e.GetLower(), FloatComparisonMode.OrderedEqualNonSignaling));
        Add("cvtd", Avx.ConvertToVector128Int32(f)); Add("cvttd", Avx.ConvertToVector128Int32WithTruncation(Avx.Divide(f, Vector256.Create(3.0)))); Add("cvtds", Avx.ConvertToVector128Single(f));
        Add("cvtid", Avx.ConvertToVector256Double(H<int>())); Add("cvtsd", Avx.ConvertToVector256Double(H<float>())); Add("cvts", Avx.ConvertToVector256Int32(Avx.Multiply(b, Vector256.Create(0.25f))));
        Add("cvtts", Avx.ConvertToVector256Int32WithTruncation(a)); Add("cvtis", Avx.ConvertToVector256Single(V<int>())); Add("dup", Avx.DuplicateEvenIndexed(b)); Add("dupo", Avx.DuplicateOddIndexed(b));
        Add("dupd", Avx.DuplicateEvenIndexed(d)); Add("unpl", Avx.UnpackLow(b, c)); Add("unph", Avx.UnpackHigh(d, f)); Add("mask", (ulong)Avx.MoveMask(b) << 32 | (uint)Avx.MoveMask(f));
        Add("pv", Avx.PermuteVar(b, V<int>())); Add("pvd", Avx.PermuteVar(d, V<long>())); Add("pv1", Avx.PermuteVar(H<float>(), H<int>())); Add("pvd1", Avx.PermuteVar(H<double>(), H<long>()));
        var x = V<int>(); var y = V<int>();
        Add("tz", (Avx.TestZ(x, y) ? 1u : 0) | (Avx.TestZ(x, ~x) ? 2u : 0) | (Avx.TestC(x, x) ? 4u : 0) | (Avx.TestNotZAndNotC(x, y) ? 8u : 0) | (Avx.TestC(a, b) ? 16u : 0) | (Avx.TestZ(d, e) ? 32u : 0)
            | (Avx.TestNotZAndNotC(d.GetLower(), e.GetLower()) ? 64u : 0) | (Avx.TestZ(a.GetLower(), b.GetLower()) ? 128u : 0));
        Add("blendv", Avx.BlendVariable(b, c, a)); Add("blendvd", Avx.BlendVariable(d, e, f)); float r = Math.Abs(Avx.Reciprocal(Vector256.Create(4f))[3] - 0.25f); Add("rcp", r < 0.001f ? 1u : 0);
        Add("rsqrt", Math.Abs(Avx.ReciprocalSqrt(Vector256.Create(4f))[7] - 0.5f) < 0.001f ? 1u : 0);
    }

    static void Integers()
    {
        Vector256<sbyte> a1 = V<sbyte>(), b1 = V<sbyte>(); Vector256<byte> c1 = V<byte>(), d1 = V<byte>(); Vector256<short> a2 = V<short>(), b2 = V<short>(); Vector256<ushort> c2 = V<ushort>(), d2 = V<ushort>();
        Vector256<int> a4 = V<int>(), b4 = V<int>(); Vector256<uint> c4 = V<uint>(), d4 = V<uint>(); Vector256<long> a8 = V<long>(), b8 = V<long>(); Vector256<ulong> c8 = V<ulong>(), d8 = V<ulong>();
        Add("abs1", Avx2.Abs(a1)); Add("abs2", Avx2.Abs(a2)); Add("abs4", Avx2.Abs(a4.WithElement(1, int.MinValue))); Add("adds1", Avx2.AddSaturate(a1, b1)); Add("adds2", Avx2.AddSaturate(c2, d2));
        Add("subs1", Avx2.SubtractSaturate(c1, d1)); Add("subs2", Avx2.SubtractSaturate(a2, b2)); Add("add8", Avx2.Add(a8, b8)); Add("sub1", Avx2.Subtract(a1, b1)); Add("avg1", Avx2.Average(c1, d1));
        Add("avg2", Avx2.Average(c2, d2)); Add("andnot", Avx2.AndNot(c8, d8)); Add("xor", Avx2.Xor(a2, b2)); Add("eq", Avx2.CompareEqual(c1, c1)); Add("gt1", Avx2.CompareGreaterThan(a1, b1));
        Add("gt8", Avx2.CompareGreaterThan(a8, b8)); Add("hadd2", Avx2.HorizontalAdd(a2, b2)); Add("hadd4", Avx2.HorizontalAdd(a4, b4)); Add("hadds", Avx2.HorizontalAddSaturate(a2, b2));
        Add("hsub4", Avx2.HorizontalSubtract(a4, b4)); Add("hsubs", Avx2.HorizontalSubtractSaturate(a2, b2)); Add("madd", Avx2.MultiplyAddAdjacent(a2, b2)); Add("maddub", Avx2.MultiplyAddAdjacent(c1, b1));
        Add("min1", Avx2.Min(a1, b1)); Add("max2", Avx2.Max(c2, d2)); Add("min4", Avx2.Min(c4, d4)); Add("max4", Avx2.Max(a4, b4)); Add("mask", (uint)Avx2.MoveMask(c1)); Add("mul4", Avx2.Multiply(a4, b4));
        Add("mul4u", Avx2.Multiply(c4, d4)); Add("mulh", Avx2.MultiplyHigh(a2, b2)); Add("mulhu", Avx2.MultiplyHigh(c2, d2)); Add("mulhrs", Avx2.MultiplyHighRoundScale(a2, b2)); Add("mullo", Avx2.MultiplyLow(c4, d4));
        Add("packs2", Avx2.PackSignedSaturate(a2, b2)); Add("packs4", Avx2.PackSignedSaturate(a4, b4)); Add("packu2", Avx2.PackUnsignedSaturate(a2, b2)); Add("packu4", Avx2.PackUnsignedSaturate(a4, b4));
        Add("sad", Avx2.SumAbsoluteDifferences(c1, d1)); Add("mpsad", Avx2.MultipleSumAbsoluteDifferences(c1, d1, 0b101110)); Add("sign1", Avx2.Sign(a1, b1)); Add("sign2", Avx2.Sign(a2, b2)); Add("sign4", Avx2.Sign(a4, b4.WithElement(3, 0)));
        Add("sllv", Avx2.ShiftLeftLogicalVariable(a4, d4 & Vector256.Create(63u))); Add("srlv", Avx2.ShiftRightLogicalVariable(c8, d8 & Vector256.Create(127UL))); Add("srav", Avx2.ShiftRightArithmeticVariable(a4, d4 & Vector256.Create(63u)));
        Add("sllv1", Avx2.ShiftLeftLogicalVariable(a8.GetLower(), d8.GetLower() & Vector128.Create(63UL))); Add("sll", Avx2.ShiftLeftLogical(a2, 3)); Add("sll17", Avx2.ShiftLeftLogical(a2, 17)); Add("srl", Avx2.ShiftRightLogical(c8, 60));
        Add("sra", Avx2.ShiftRightArithmetic(a4, 31)); Add("srab", Avx2.ShiftRightArithmetic(a2, 200)); Add("sllx", Avx2.ShiftLeftLogical(a4, Vector128.Create(5, 0, 9, 9))); Add("srlx", Avx2.ShiftRightLogical(a8, Vector128.Create(70L, 1)));
        Add("srax", Avx2.ShiftRightArithmetic(a2, Vector128.Create((short)4, 0, 0, 0, 9, 9, 9, 9))); Add("cvt12", Avx2.ConvertToVector256Int16(c1.GetLower())); Add("cvt14", Avx2.ConvertToVector256Int32(a1.GetLower()));
        Add("cvt18", Avx2.ConvertToVector256Int64(a1.GetLower())); Add("cvt28", Avx2.ConvertToVector256Int64(c2.GetLower())); Add("cvt48", Avx2.ConvertToVector256Int64(a4.GetLower())); Add("tos", (uint)Avx2.ConvertToInt32(a4));
        fixed (byte* p = new byte[] { 250, 1, 128, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })
        {
            Add("mem14", Avx2.ConvertToVector256Int32(p)); Add("mem18", Avx2.ConvertToVector256Int64((sbyte*)p)); Add("mem28", Avx2.ConvertToVector256Int64((ushort*)p)); Add("mem12", Avx2.ConvertToVector256Int16(p));
            Add("mem48", Avx2.ConvertToVector256Int64((int*)p)); Add("mem128", Sse41.ConvertToVector128Int64(p)); Add("mem124", Sse41.ConvertToVector128Int32((short*)p));
        }
    }

    static void Lanes()
    {
        Vector256<byte> c1 = V<byte>(), d1 = V<byte>(); Vector256<short> a2 = V<short>(), b2 = V<short>(); Vector256<int> a4 = V<int>(), b4 = V<int>(); Vector256<long> a8 = V<long>(), b8 = V<long>();
        Vector256<float> a = V<float>(), b = V<float>(); Vector256<double> d = V<double>(), e = V<double>();
        Add("align0", Avx2.AlignRight(c1, d1, 0)); Add("align5", Avx2.AlignRight(c1, d1, 5)); Add("align16", Avx2.AlignRight(c1, d1, 16)); Add("align21", Avx2.AlignRight(a4, b4, 21)); Add("align40", Avx2.AlignRight(c1, d1, 40));
        Add("blend2", Avx2.Blend(a2, b2, 0b10010110)); Add("blend4", Avx2.Blend(a4, b4, 0b10110001)); Add("blend41", Avx2.Blend(a4.GetLower(), b4.GetLower(), 6)); Add("blendv", Avx2.BlendVariable(c1, d1, V<byte>()));
        Add("blendf", Avx.Blend(a, b, 0x5A)); Add("blendd", Avx.Blend(d, e, 0b1001)); Add("bc1", Avx2.BroadcastScalarToVector256(c1.GetLower())); Add("bc2", Avx2.BroadcastScalarToVector128(a2.GetLower())); Add("bcd", Avx2.BroadcastScalarToVector256(d.GetLower()));
        Add("ext0", Avx.ExtractVector128(a, 0)); Add("ext1", Avx2.ExtractVector128(c1, 1)); Add("ins0", Avx.InsertVector128(d, e.GetUpper(), 0)); Add("ins1", Avx2.InsertVector128(a8, b8.GetLower(), 1));
        Add("perm", Avx.Permute(a, 0b00_01_10_11)); Add("permd", Avx.Permute(d, 0b0110)); Add("perm1", Avx.Permute(a.GetLower(), 0b11_00_11_01)); Add("permd1", Avx.Permute(d.GetLower(), 0b01)); Add("p2x0", Avx.Permute2x128(a, b, 0x20));
        Add("p2x1", Avx.Permute2x128(d, e, 0x31)); Add("p2x2", Avx2.Permute2x128(a4, b4, 0x83)); Add("p2x3", Avx2.Permute2x128(a4, b4, 0x08)); Add("p4", Avx2.Permute4x64(a8, 0b00_11_10_01)); Add("p4d", Avx2.Permute4x64(d, 0b11_11_00_10));
        Add("pv8", Avx2.PermuteVar8x32(a4, b4)); Add("pv8f", Avx2.PermuteVar8x32(a, b4)); Add("shb", Avx2.Shuffle(c1, d1)); Add("sh4", Avx2.Shuffle(a4, 0b01_11_00_10)); Add("shf", Avx.Shuffle(a, b, 0b01_11_00_10)); Add("shd", Avx.Shuffle(d, e, 0b0101));
        Add("shh", Avx2.ShuffleHigh(a2, 0b00_01_10_11)); Add("shl", Avx2.ShuffleLow(a2, 0b10_00_11_01)); Add("sl5", Avx2.ShiftLeftLogical128BitLane(c1, 5)); Add("sr11", Avx2.ShiftRightLogical128BitLane(a8, 11)); Add("sr16", Avx2.ShiftRightLogical128BitLane(a8, 16));
        Add("up1", Avx2.UnpackLow(c1, d1)); Add("up2", Avx2.UnpackHigh(a2, b2)); Add("up4", Avx2.UnpackLow(a4, b4)); Add("up8", Avx2.UnpackHigh(a8, b8));
    }

    // The same with constants that the compiler doesn't see.
    static void Immediates()
    {
        Vector256<float> a = V<float>(), b = V<float>(); Vector256<int> a4 = V<int>(), b4 = V<int>(); Vector128<int> h = H<int>(); var w = H<ushort>();
        for (int i = 0; i < 256; i += 37)
        {
            byte n = Hide(i);
            Add("i perm", Avx.Permute(a, n)); Add("i sh", Sse2.Shuffle(h, n)); Add("i blend", Avx2.Blend(a4, b4, n)); Add("i align", Avx2.AlignRight(a4, b4, n)); Add("i p2", Avx2.Permute2x128(a4, b4, n));
            Add("i sll", Avx2.ShiftLeftLogical(a4, n)); Add("i bytes", Sse2.ShiftLeftLogical128BitLane(h, n)); Add("i dp", Sse41.DotProduct(a.GetLower(), b.GetLower(), n)); Add("i ins", Sse41.Insert(a.GetLower(), b.GetLower(), n));
            Add("i ext", Sse2.Extract(w, Hide(i % 8))); Add("i set", Sse41.Insert(h, i, Hide(i % 4))); Add("i half", Avx2.ExtractVector128(a4, Hide(i & 1)));
        }
        for (int i = 0; i < 32; i++) Add("i cmp", Avx.Compare(a, b.WithElement(i % 8, float.NaN), (FloatComparisonMode)Hide(i)));
        try { Add("i cmp", Avx.Compare(a, b, (FloatComparisonMode)Hide(32))); } catch (ArgumentOutOfRangeException) { Console.WriteLine("out of range"); }
    }

    static void Memory()
    {
        int[] data = Enumerable.Range(1, 64).Select(i => i * 1000003).ToArray();
        fixed (int* p = data)
        {
            Add("load", Avx.LoadVector256(p + 1)); Add("dqu", Avx.LoadDquVector256((byte*)p + 3)); Add("bc", Avx2.BroadcastVector128ToVector256(p + 3)); Add("bcf", Avx.BroadcastScalarToVector256((float*)p + 5)); Add("bcs", Avx2.BroadcastScalarToVector256((short*)p + 7));
            Add("bcd", Avx.BroadcastVector128ToVector256((double*)p + 2)); Add("ml", Avx2.MaskLoad(p, Vector256.Create(-1, 0, -1, 0, 0, -1, -1, int.MinValue))); Add("mlf", Avx.MaskLoad((float*)p, Vector128.Create(-0f, 0, -1f, 1f)));
            Avx2.MaskStore((long*)p, Vector256.Create(-1L, 0, 0, -1), Vector256.Create(77L)); Add("ms", Avx.LoadVector256(p)); Avx.MaskStore((double*)p, Vector128.Create(0, -1.0), Vector128.Create(5.0)); Add("msd", Avx.LoadVector256(p));
            var i4 = Vector256.Create(3, 1, 4, 1, 5, 9, 2, 6); Add("g44", Avx2.GatherVector256(p, i4, 4)); Add("g48", Avx2.GatherVector256((long*)p, i4.GetLower(), 8)); Add("g84", Avx2.GatherVector128(p, Vector256.Create(7L, 0, 30, 2), 4));
            Add("g88", Avx2.GatherVector256((double*)p, Vector256.Create(7L, 0, 21, 2), 8)); Add("g84h", Avx2.GatherVector128(p, Vector128.Create(7L, 3), 4)); Add("g44h", Avx2.GatherVector128((float*)p, i4.GetUpper(), 2)); Add("gn", Avx2.GatherVector256(p, i4, Hide(2)));
            Add("gm", Avx2.GatherMaskVector256(Vector256<int>.One, p, i4, Vector256.Create(-1, 0, -1, 0, 0, -1, -1, 0), 4)); Add("gmd", Avx2.GatherMaskVector128(Vector128.Create(1.5), (double*)p, i4.GetLower(), Vector128.Create(-1.0, 1), 8));
            Avx.Store(p + 9, i4); Avx.StoreAlignedNonTemporal((int*)((nint)(p + 24) & ~31), i4); Add("st", Avx.LoadVector256(p + 10));
        }
        foreach (byte scale in new byte[] { 0, 3, 255 }) fixed (int* p = data)
            try { Add("bad", Avx2.GatherVector256(p, default(Vector256<int>), scale)); } catch (ArgumentOutOfRangeException) { Console.WriteLine("bad scale " + scale); }
    }

    static void Bits()
    {
        foreach (ulong x in new ulong[] { 0, 1, 0x8000000000000000, 0x123456789ABCDEF0, ulong.MaxValue, 0xFF00FF00 })
        {
            uint y = (uint)(x >> 3); ulong m = Next();
            Add("b", Bmi1.X64.AndNot(x, m) ^ Bmi1.AndNot(y, (uint)m)); Add("bextr", Bmi1.X64.BitFieldExtract(x, Hide(5), Hide(17)) + Bmi1.BitFieldExtract(y, 3, 40)); Add("bextr2", Bmi1.X64.BitFieldExtract(x, 0x0C04) + Bmi1.BitFieldExtract(y, 0x2008));
            Add("blsi", Bmi1.X64.ExtractLowestSetBit(x) + Bmi1.ExtractLowestSetBit(y)); Add("blsmsk", Bmi1.X64.GetMaskUpToLowestSetBit(x) ^ Bmi1.GetMaskUpToLowestSetBit(y)); Add("blsr", Bmi1.X64.ResetLowestSetBit(x) + Bmi1.ResetLowestSetBit(y));
            Add("tzcnt", Bmi1.X64.TrailingZeroCount(x) * 100 + Bmi1.TrailingZeroCount(y)); Add("lzcnt", Lzcnt.X64.LeadingZeroCount(x) * 100 + Lzcnt.LeadingZeroCount(y)); Add("pdep", Bmi2.X64.ParallelBitDeposit(x, m) ^ Bmi2.ParallelBitDeposit(y, (uint)m));
            Add("pext", Bmi2.X64.ParallelBitExtract(x, m) ^ Bmi2.ParallelBitExtract(y, (uint)m)); Add("bzhi", Bmi2.X64.ZeroHighBits(x, 37) ^ Bmi2.ZeroHighBits(y, (uint)m & 63)); ulong low; uint low4;
            Add("mulx", Bmi2.X64.MultiplyNoFlags(x, m, &low) ^ Bmi2.MultiplyNoFlags(y, (uint)m, &low4)); Add("mulxl", low ^ low4); Add("mulxh", Bmi2.X64.MultiplyNoFlags(x, m) + Bmi2.MultiplyNoFlags(y, (uint)m));
            Add("log", (ulong)(BitOperations.Log2(x) * 1000 + BitOperations.TrailingZeroCount(y)));
        }
    }

    static void Fused()
    {
        Vector256<float> a = V<float>(), b = V<float>(), c = V<float>(); Vector256<double> d = V<double>(), e = V<double>(), f = V<double>(); a *= 1.0001f; d *= 1.0000001;
        Add("ma", Fma.MultiplyAdd(a, b, c)); Add("ms", Fma.MultiplySubtract(d, e, f)); Add("mna", Fma.MultiplyAddNegated(a, b, c)); Add("mns", Fma.MultiplySubtractNegated(d, e, f)); Add("mas", Fma.MultiplyAddSubtract(a, b, c)); Add("msa", Fma.MultiplySubtractAdd(d, e, f));
        Add("mas1", Fma.MultiplyAddSubtract(d.GetLower(), e.GetLower(), f.GetLower())); Add("sma", Fma.MultiplyAddScalar(a.GetLower(), b.GetLower(), c.GetLower())); Add("sms", Fma.MultiplySubtractScalar(d.GetLower(), e.GetLower(), f.GetLower()));
        Add("smna", Fma.MultiplyAddNegatedScalar(a.GetLower(), b.GetLower(), c.GetLower())); Add("smns", Fma.MultiplySubtractNegatedScalar(d.GetLower(), e.GetLower(), f.GetLower())); Add("est", Vector256.MultiplyAddEstimate(a, b, c));
        Add("math", BitConverter.DoubleToUInt64Bits(Math.FusedMultiplyAdd(d[0], e[0], f[0])) ^ BitConverter.SingleToUInt32Bits(float.MultiplyAddEstimate(a[1], b[1], c[1])));
    }

    static void Crypto()
    {
        var a = H<byte>(); var k = H<byte>();
        Add("enc", Aes.Encrypt(a, k)); Add("encl", Aes.EncryptLast(a, k)); Add("dec", Aes.Decrypt(a, k)); Add("decl", Aes.DecryptLast(a, k)); Add("imc", Aes.InverseMixColumns(a)); Add("kg", Aes.KeygenAssist(k, 0x1B)); Add("kgn", Aes.KeygenAssist(k, Hide(0x36)));
        foreach (byte n in new byte[] { 0, 1, 16, 17, 255 }) Add("clmul", Pclmulqdq.CarrylessMultiply(a.AsUInt64(), k.AsUInt64(), n)); Add("clmulc", Pclmulqdq.CarrylessMultiply(a.AsInt64(), k.AsInt64(), 0x10));
    }
}
