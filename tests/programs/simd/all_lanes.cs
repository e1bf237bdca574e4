// Every operation of Vector64 to Vector512 and Vector<T> over every lane type, against the same done number by number.
// coreclr: DOTNET_EnableAVX=0
using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

class P
{
    static ulong seed = 0x243F6A8885A308D3;
    static ulong Next() { seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17; return seed; }
    static void Fill(Span<byte> s) { for (int i = 0; i < s.Length; i++) s[i] = (byte)(Next() >> 24); }
    static int bad, done; static ulong hash;
    static void Check(bool ok, string what, Type t) { done++; if (!ok && bad++ < 30) Console.WriteLine("FAIL " + what + " " + t.Name); }
    static void Mix(ulong x) => hash = (hash ^ x) * 1099511628211 + (hash >> 31);

    static T[] Array<T>(int n) where T : unmanaged, INumber<T>
    {
        var a = new T[n];
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            for (int i = 0; i < n; i++) a[i] = T.CreateTruncating((long)(Next() >> 40) - (1 << 23)) / T.CreateTruncating(256);
        else Fill(MemoryMarshal.AsBytes(a.AsSpan()));
        return a;
    }
    static bool Same<T>(T a, T b) where T : unmanaged
    {
        var x = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref a, 1)); var y = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref b, 1)); return x.SequenceEqual(y);
    }
    static bool All<T>(ReadOnlySpan<T> v, Func<int, T> f) where T : unmanaged { for (int i = 0; i < v.Length; i++) if (!Same(v[i], f(i))) return false; return true; }
    static ReadOnlySpan<T> S<V, T>(ref V v) where V : unmanaged where T : unmanaged => MemoryMarshal.Cast<V, T>(MemoryMarshal.CreateSpan(ref v, 1));
    static T Ones<T>() where T : unmanaged { T t = default; MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref t, 1)).Fill(255); return t; }

    static void Operators<V, T>(Func<T[], V> load, string name, Func<V, V, V> add, Func<V, V, V> sub, Func<V, V, V> mul, Func<V, V> neg, Func<V, V, V> same, Func<V, V, V> alike) where V : unmanaged, IEquatable<V> where T : unmanaged, INumber<T>
    {
        int n = Unsafe.SizeOf<V>() / Unsafe.SizeOf<T>(); T[] a = Array<T>(n), b = Array<T>(n); V x = load(a), y = load(b), r; var t = typeof(T);
        r = add(x, y); Check(All(S<V, T>(ref r), i => unchecked(a[i] + b[i])), name + " add", t); r = sub(x, y); Check(All(S<V, T>(ref r), i => unchecked(a[i] - b[i])), name + " sub", t);
        r = mul(x, y); Check(All(S<V, T>(ref r), i => unchecked(a[i] * b[i])), name + " mul", t); r = neg(x); Check(All(S<V, T>(ref r), i => T.IsZero(a[i]) ? a[i] : unchecked(-a[i])) || t == typeof(float), name + " neg", t);
        r = same(x, y); var q = alike(x, y); Check(MemoryMarshal.AsBytes(S<V, T>(ref r)).SequenceEqual(MemoryMarshal.AsBytes(S<V, T>(ref q))), name + " bits", t);
        Check(x.Equals(load(a)) && !x.Equals(y) && x.GetHashCode() == load(a).GetHashCode() && x.Equals((object)load(a)), name + " equal", t); Check(x.ToString()!.Split(',').Length >= 1, name + " text", t);
    }

    static void Lanes128<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var t = typeof(T); int n = Vector128<T>.Count; T[] a = Array<T>(n), b = Array<T>(n); b[n - 1] = a[n - 1]; Vector128<T> x = Vector128.Create(a), y = Vector128.Create(b), r;
        r = Vector128.Min(x, y); Check(All(S<Vector128<T>, T>(ref r), i => T.Min(a[i], b[i])), "min", t); r = Vector128.Max(x, y); Check(All(S<Vector128<T>, T>(ref r), i => T.Max(a[i], b[i])), "max", t);
        r = Vector128.Abs(x); Check(All(S<Vector128<T>, T>(ref r), i => a[i] < T.Zero ? unchecked(T.Zero - a[i]) : a[i]), "abs", t);
        r = Vector128.Clamp(x, y, y); Check(r == y, "clamp", t); r = Vector128.Equals(x, y); Check(All(S<Vector128<T>, T>(ref r), i => a[i] == b[i] ? Ones<T>() : default), "eq", t);
        r = Vector128.LessThan(x, y); Check(All(S<Vector128<T>, T>(ref r), i => a[i] < b[i] ? Ones<T>() : default), "lt", t); r = Vector128.GreaterThanOrEqual(x, y); Check(All(S<Vector128<T>, T>(ref r), i => a[i] >= b[i] ? Ones<T>() : default), "ge", t);
        var mask = Vector128.LessThan(x, y); r = Vector128.ConditionalSelect(mask, x, y); Check(r == Vector128.Min(x, y), "select", t); uint bits = mask.ExtractMostSignificantBits(); uint want = 0; for (int i = 0; i < n; i++) if (a[i] < b[i]) want |= 1u << i; Check(bits == want, "msb", t);
        T sum = T.Zero, dot = T.Zero; for (int i = 0; i < n; i++) { sum = unchecked(sum + a[i]); dot = unchecked(dot + a[i] * b[i]); } bool real = t == typeof(float) || t == typeof(double);
        Check(real || Same(Vector128.Sum(x), sum), "sum", t); Check(real || Same(Vector128.Dot(x, y), dot), "dot", t); Mix(BitConverter.DoubleToUInt64Bits(double.CreateTruncating(Vector128.Sum(x)))); Mix(BitConverter.DoubleToUInt64Bits(double.CreateTruncating(Vector128.Dot(x, y))));
        for (int k = 0; k < n; k++) { Check(Same(x.GetElement(k), a[k]) && Same(x[k], a[k]), "get", t); var w = x.WithElement(k, b[k]); Check(All(S<Vector128<T>, T>(ref w), i => i == k ? b[i] : a[i]), "with", t); }
        try { x.GetElement(n); Check(false, "range", t); } catch (ArgumentOutOfRangeException) { done++; } try { x.WithElement(-1, default); Check(false, "range", t); } catch (ArgumentOutOfRangeException) { done++; }
        r = Vector128.Create(a[0]); Check(All(S<Vector128<T>, T>(ref r), i => a[0]), "splat", t); r = Vector128.CreateScalar(a[0]); Check(All(S<Vector128<T>, T>(ref r), i => i == 0 ? a[0] : default), "scalar", t);
        r = Vector128.CreateSequence(a[0], T.One + T.One); T v = a[0]; for (int i = 0; i < n; i++) { if (!real) Check(Same(r[i], v), "sequence", t); v = unchecked(v + T.One + T.One); }
        r = Vector128<T>.Indices; Check(All(S<Vector128<T>, T>(ref r), i => T.CreateChecked(i)), "indices", t); Check(Vector128.CopyTo128(x, a), "copy", t); var buffer = new T[n + 3]; x.CopyTo(buffer, 2); Check(Same(buffer[2 + n - 1], a[n - 1]), "copyto", t); Check(!x.TryCopyTo(new T[n - 1]), "try", t);
        Check(Vector128.EqualsAny(x, y) && !Vector128.EqualsAll(x, y) && Vector128.LessThanOrEqualAny(x, y), "any", t); Check(Vector128.GreaterThanAll(x, Vector128.Create(T.MinValue)) == !System.Array.Exists(a, e => e == T.MinValue), "all", t);
        Check(Vector128.Count(x, a[0]) >= 1 && Vector128.IndexOf(x, a[n - 1]) == System.Array.IndexOf(a, a[n - 1]) && Vector128.Any(x, a[0]) && !Vector128.None(x, a[0]), "find", t); r = Vector128.AddSaturate(x, y); Check(real || All(S<Vector128<T>, T>(ref r), i => T.CreateSaturating(Int128.CreateChecked(a[i]) + Int128.CreateChecked(b[i]))), "adds", t);
        r = Vector128.SubtractSaturate(x, y); Check(real || All(S<Vector128<T>, T>(ref r), i => T.CreateSaturating(Int128.CreateChecked(a[i]) - Int128.CreateChecked(b[i]))), "subs", t);
        if (!real) for (int k = 0; k < Unsafe.SizeOf<T>() * 8 + 5; k += 3) Shift(a, x, k);
    }

    static void Shift<T>(T[] a, Vector128<T> x, int k) where T : unmanaged, INumber<T>
    {
        int bits = Unsafe.SizeOf<T>() * 8, m = k & (bits - 1); Vector128<T> l = x << k, r = x >> k, u = x >>> k; ulong all = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        Check(All(S<Vector128<T>, T>(ref l), i => T.CreateTruncating(ulong.CreateTruncating(a[i]) << m)), "shl " + k, typeof(T)); Check(All(S<Vector128<T>, T>(ref u), i => T.CreateTruncating((ulong.CreateTruncating(a[i]) & all) >> m)), "ushr " + k, typeof(T));
        bool signed = T.IsNegative(T.Zero - T.One); Check(All(S<Vector128<T>, T>(ref r), i => signed ? T.CreateTruncating(long.CreateTruncating(a[i]) >> m) : T.CreateTruncating((ulong.CreateTruncating(a[i]) & all) >> m)), "shr " + k, typeof(T));
    }

    static void Every<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Operators<Vector64<T>, T>(a => Vector64.Create(a), "64", (x, y) => x + y, (x, y) => x - y, (x, y) => x * y, x => -x, (x, y) => x & y | ~x & ~y, (x, y) => ~(x ^ y));
        Operators<Vector128<T>, T>(a => Vector128.Create(a), "128", (x, y) => x + y, (x, y) => x - y, (x, y) => x * y, x => -x, (x, y) => x & y | ~x & ~y, (x, y) => ~(x ^ y));
        Operators<Vector256<T>, T>(a => Vector256.Create(a), "256", (x, y) => x + y, (x, y) => x - y, (x, y) => x * y, x => -x, (x, y) => x & y | ~x & ~y, (x, y) => ~(x ^ y));
        Operators<Vector512<T>, T>(a => Vector512.Create(a), "512", (x, y) => x + y, (x, y) => x - y, (x, y) => x * y, x => -x, (x, y) => x & y | ~x & ~y, (x, y) => ~(x ^ y));
        Operators<Vector<T>, T>(a => new Vector<T>(a), "T", (x, y) => x + y, (x, y) => x - y, (x, y) => x * y, x => -x, (x, y) => x & y | ~x & ~y, (x, y) => ~(x ^ y));
        Lanes128<T>(); Wide<T>(); Generic<T>();
    }

    static void Wide<T>() where T : unmanaged, INumber<T>
    {
        var t = typeof(T); T[] a = Array<T>(Vector512<T>.Count), b = Array<T>(Vector512<T>.Count); Vector512<T> x = Vector512.Create(a), y = Vector512.Create(b); Vector256<T> p = x.GetLower(), q = x.GetUpper();
        Check(Vector512.Create(p, q) == x && x.WithLower(q).GetLower() == q && p.WithUpper(p.GetLower()).GetUpper() == p.GetLower(), "halves", t); Check(Vector256.Create(p.GetLower(), q.GetLower()).GetUpper() == q.GetLower(), "concat", t);
        var m = Vector512.Min(x, y); Check(All(S<Vector512<T>, T>(ref m), i => T.Min(a[i], b[i])), "min512", t); ulong bits = Vector512.LessThan(x, y).ExtractMostSignificantBits(); ulong want = 0; for (int i = 0; i < a.Length; i++) if (a[i] < b[i]) want |= 1UL << i; Check(bits == want, "msb512", t);
        uint b256 = Vector256.GreaterThan(p, q).ExtractMostSignificantBits(); want = 0; for (int i = 0; i < Vector256<T>.Count; i++) if (p[i] > q[i]) want |= 1UL << i; Check(b256 == want, "msb256", t); Mix(bits); Mix(b256);
        Check(Vector256.ConditionalSelect(Vector256.LessThan(p, q), p, q) == Vector256.Min(p, q), "sel256", t); Mix(BitConverter.DoubleToUInt64Bits(double.CreateTruncating(Vector512.Sum(x)))); Mix(BitConverter.DoubleToUInt64Bits(double.CreateTruncating(Vector256.Dot(p, q))));
        Mix((ulong)x.ToString().Length); Check(p.ToVector512().GetLower() == p && p.GetLower().ToVector256().GetUpper() == default, "tovector", t); Check(Vector256.LoadUnsafe(ref a[1])[0] == a[1] && Vector512.LoadUnsafe(ref a[0], 0) == x, "load", t);
        p.StoreUnsafe(ref b[1]); Check(Same(b[1], p[0]) && Same(b[Vector256<T>.Count], p[Vector256<T>.Count - 1]), "store", t);
    }

    // Vector<T> through static abstract members and as a constraint's argument.
    static T SumAll<T>(ReadOnlySpan<T> s) where T : unmanaged, INumber<T>
    {
        var acc = Vector<T>.Zero; int i = 0; for (; i <= s.Length - Vector<T>.Count; i += Vector<T>.Count) acc += new Vector<T>(s.Slice(i)); T r = Vector.Sum(acc); for (; i < s.Length; i++) r = unchecked(r + s[i]); return r;
    }
    static void Generic<T>() where T : unmanaged, INumber<T>
    {
        T[] a = Array<T>(37); T want = T.Zero; foreach (T e in a) want = unchecked(want + e); bool real = typeof(T) == typeof(float) || typeof(T) == typeof(double); Check(real || Same(SumAll<T>(a), want), "sumall", typeof(T));
        var v = new Vector<T>(a, 3); Check(v[0] == a[3] && Vector<T>.Count * Unsafe.SizeOf<T>() == Unsafe.SizeOf<Vector<T>>(), "T", typeof(T)); Check(Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<T>.Zero), v, Vector<T>.Zero) == Vector.Max(v, Vector<T>.Zero), "Tsel", typeof(T));
        var d = new Dictionary<Vector128<T>, int> { [Vector128.Create(a)] = 1 }; Check(d.ContainsKey(Vector128.Create(a)), "key", typeof(T)); object boxed = Vector256.Create(a[0]); Check(boxed is Vector256<T> w && w[0] == a[0], "boxed", typeof(T));
    }

    static void Shuffles()
    {
        for (int k = 0; k < 40; k++)
        {
            var b = Array<byte>(32); var ix = Array<byte>(32); for (int i = 0; i < 32; i++) ix[i] %= 40; var v = Vector128.Create(b); var at = Vector128.Create(ix); var r = Vector128.Shuffle(v, at); Check(All(S<Vector128<byte>, byte>(ref r), i => ix[i] < 16 ? b[ix[i]] : (byte)0), "shuffle8", typeof(byte));
            var v2 = Vector256.Create(b); var at2 = Vector256.Create(ix); var r2 = Vector256.Shuffle(v2, at2); Check(All(S<Vector256<byte>, byte>(ref r2), i => ix[i] < 32 ? b[ix[i]] : (byte)0), "shuffle8x32", typeof(byte));
            var s = Array<short>(8); var si = new short[8]; for (int i = 0; i < 8; i++) si[i] = (short)(Next() % 12); var rs = Vector128.Shuffle(Vector128.Create(s), Vector128.Create(si)); Check(All(S<Vector128<short>, short>(ref rs), i => si[i] < 8 ? s[si[i]] : (short)0), "shuffle16", typeof(short));
            var n = Array<int>(8); var ni = new int[8]; for (int i = 0; i < 8; i++) ni[i] = (int)(Next() % 11) - 1; var rn = Vector256.Shuffle(Vector256.Create(n), Vector256.Create(ni)); Check(All(S<Vector256<int>, int>(ref rn), i => (uint)ni[i] < 8 ? n[ni[i]] : 0), "shuffle32", typeof(int));
            var d = Array<double>(2); var rd = Vector128.Shuffle(Vector128.Create(d), Vector128.Create(1L, (long)(Next() % 3))); Mix(BitConverter.DoubleToUInt64Bits(rd[1])); Check(rd[0] == d[1], "shuffle64", typeof(double));
        }
        Mix(Vector128.Shuffle(Vector128.Create(1, 2, 3, 4), Vector128.Create(3, 2, 1, 0)).AsUInt64()[0]); Mix(Vector128.ShuffleNative(Vector128.Create((byte)7), Vector128<byte>.Zero).AsUInt64()[0]);
    }

    static void Conversions()
    {
        float[] f = { 0, -0f, 1.5f, -1.5f, 2.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e9f, -3e9f, 5e9f, 1e20f, -1e20f, 2147483648f, 4294967296f, float.Epsilon };
        double[] d = { 0, -0.0, 1.5, -1.5, 2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e9, 1e19, -1e19, 2e19, 9223372036854775808.0, 18446744073709551616.0, double.Epsilon, -0.99 };
        for (int k = 0; k < 16; k += 4)
        {
            var v = Vector128.Create(f, k); var i4 = Vector128.ConvertToInt32(v); var u4 = Vector128.ConvertToUInt32(v); for (int i = 0; i < 4; i++) { Check(i4[i] == (int)Math.Clamp(float.IsNaN(v[i]) ? 0 : (double)v[i], int.MinValue, int.MaxValue), "cvt " + v[i], typeof(int)); Check(u4[i] == (uint)Math.Clamp(float.IsNaN(v[i]) ? 0 : (double)v[i], 0, uint.MaxValue), "cvtu " + v[i], typeof(uint)); }
            var w = Vector256.Create(d, k); var i8 = Vector256.ConvertToInt64(w); var u8 = Vector256.ConvertToUInt64(w); for (int i = 0; i < 4; i++) { Check(i8[i] == (long)w[i], "cvt8 " + w[i], typeof(long)); Check(u8[i] == (ulong)w[i], "cvt8u " + w[i], typeof(ulong)); }
            var wide = Vector128.Widen(v); Check(wide.Lower[0].Equals((double)v[0]) && wide.Upper[1].Equals((double)v[3]), "widenf", typeof(float)); var narrow = Vector128.Narrow(w.GetLower(), w.GetUpper()); Check(narrow[3].Equals((float)w[3]), "narrowd", typeof(double));
            Check(Vector128.IsNaN(v) == Vector128.Create(Vector64.IsNaN(v.GetLower()), Vector64.IsNaN(v.GetUpper())), "nan", typeof(float)); foreach (var x in new[] { Vector128.Floor(v), Vector128.Ceiling(v), Vector128.Round(v), Vector128.Truncate(v), Vector128.Sqrt(Vector128.Abs(v)), Vector128.CopySign(v, -v), Vector128.MaxNumber(v, Vector128<float>.One), Vector128.MinMagnitude(v, Vector128<float>.One) }) Mix(x.AsUInt64()[0] ^ x.AsUInt64()[1]);
        }
        for (int k = 0; k < 20; k++)
        {
            var l = Array<long>(2); var x = Vector128.Create(l); var dd = Vector128.ConvertToDouble(x); var du = Vector128.ConvertToDouble(x.AsUInt64()); Check(dd[1] == l[1] && du[0] == (ulong)l[0], "todouble", typeof(long)); var n = Array<int>(4); var sf = Vector128.ConvertToSingle(Vector128.Create(n)); var su = Vector128.ConvertToSingle(Vector128.Create(n).AsUInt32()); Check(sf[2] == (float)n[2] && su[3] == (float)(uint)n[3], "tosingle", typeof(int));
            var s = Array<short>(8); var p = Vector128.Create(s); var (lo, hi) = Vector128.Widen(p); Check(lo[3] == s[3] && hi[3] == s[7], "widen", typeof(short)); var (ulo, uhi) = Vector128.Widen(p.AsByte()); Check(ulo[0] == (byte)s[0] && uhi[7] == (ushort)s[7] >> 8, "widenu", typeof(byte)); var q = Array<short>(8); var nr = Vector128.Narrow(p, Vector128.Create(q)); Check(nr[9] == (sbyte)q[1], "narrow", typeof(short));
            var ns = Vector128.NarrowWithSaturation(p, Vector128.Create(q)); Check(ns[2] == (sbyte)Math.Clamp(s[2], (short)-128, (short)127), "narrows", typeof(short)); var nu = Vector128.NarrowWithSaturation(p.AsUInt16(), Vector128.Create(q).AsUInt16()); Check(nu[15] == Math.Min((ushort)q[7], (ushort)255), "narrowu", typeof(ushort));
        }
    }

    static void Geometry()
    {
        var v2 = new Vector2(3, 4); var v3 = new Vector3(1, 2, 2); var v4 = new Vector4(1, -2, 3, -4); Console.WriteLine(v2.Length() + " " + v3.Length() + " " + Vector2.Normalize(v2) + " " + Vector3.Cross(v3, Vector3.UnitX) + " " + Vector4.Dot(v4, v4) + " " + Vector4.Abs(v4) + " " + Vector3.Reflect(v3, Vector3.UnitY) + " " + Vector2.Lerp(v2, Vector2.One, 0.5f));
        var q = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, MathF.PI / 2); Console.WriteLine((q * q).W.ToString("F3") + " " + Vector3.Transform(Vector3.UnitX, q).Y.ToString("F3") + " " + Quaternion.Inverse(q).Z.ToString("F4") + " " + Quaternion.Slerp(q, Quaternion.Identity, 0.25f).W.ToString("F4") + " " + Quaternion.Dot(q, q).ToString("F2") + " " + (q == Quaternion.Identity));
        var m = Matrix4x4.CreateTranslation(1, 2, 3) * Matrix4x4.CreateScale(2) * Matrix4x4.CreateRotationX(0.5f); Console.WriteLine(m.GetDeterminant().ToString("F3") + " " + Matrix4x4.Invert(m, out var inv) + " " + (m * inv).M11.ToString("F3") + " " + (m * inv).M41.ToString("F3") + " " + Vector3.Transform(v3, m).Z.ToString("F3") + " " + Matrix4x4.Transpose(m).M14 + " " + m.Translation.X + " " + m[3, 0]);
        var pl = Plane.CreateFromVertices(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)); Console.WriteLine(pl.D.ToString("F4") + " " + Plane.DotCoordinate(pl, Vector3.One).ToString("F4") + " " + Plane.Normalize(new Plane(2, 0, 0, 4)) + " " + Plane.Transform(pl, q).Normal.X.ToString("F4")); var a = new Matrix3x2(1, 2, 3, 4, 5, 6); Console.WriteLine(a * a + " " + a.GetDeterminant() + " " + Vector2.Transform(v2, a) + " " + Matrix3x2.Invert(a, out var ia) + ia);
        Console.WriteLine(Matrix4x4.Decompose(Matrix4x4.CreateScale(2, 3, 4) * Matrix4x4.CreateFromQuaternion(q), out var sc, out var ro, out var tr) + " " + sc.Y.ToString("F3") + " " + ro.Z.ToString("F3") + tr + " " + Matrix4x4.CreateLookAt(v3, Vector3.Zero, Vector3.UnitY).M43.ToString("F3") + " " + Matrix4x4.CreatePerspectiveFieldOfView(1, 1.5f, 0.1f, 100).M33.ToString("F5")); Console.WriteLine(v4.AsVector128().AsVector4() + " " + v3.AsVector128()[2] + " " + Vector4.Shuffle(v4, 3, 2, 1, 0) + " " + Vector3.Clamp(v3, Vector3.Zero, Vector3.One) + " " + Vector4.SquareRoot(new(4, 9, 16, 25)) + " " + Vector2.SinCos(Vector2.Zero).Cos);
    }

    static void Main()
    {
        Every<byte>(); Every<sbyte>(); Every<short>(); Every<ushort>(); Every<int>(); Every<uint>(); Every<long>(); Every<ulong>(); Every<nint>(); Every<nuint>(); Every<float>(); Every<double>(); Shuffles(); Conversions(); Geometry();
        try { _ = Vector128<char>.Count; Console.WriteLine("FAIL char"); } catch (NotSupportedException) { Console.WriteLine("no chars"); }
        try { var v = Vector128<bool>.Zero + Vector128<bool>.Zero; Console.WriteLine("FAIL bool"); } catch (NotSupportedException) { Console.WriteLine("no booleans"); }
        Console.WriteLine(Vector128<char>.IsSupported + " " + Vector256<nint>.IsSupported + " " + Vector<int>.IsSupported + " " + Vector<int>.Count + " " + Vector256.IsHardwareAccelerated + " " + Vector128.IsHardwareAccelerated); Console.WriteLine(done + " " + bad + " " + hash.ToString("x"));
        Swap s = default; s.v = Vector<int>.One; Console.WriteLine(Unsafe.SizeOf<Swap>() + " " + Unsafe.SizeOf<Swap256>() + " " + s.v[3]);
        try { Unsafe.BitCast<object, string>("x"); Console.WriteLine("FAIL"); } catch (NotSupportedException) { Console.WriteLine("no references"); } try { Unsafe.BitCast<int, long>(1); Console.WriteLine("FAIL"); } catch (NotSupportedException) { Console.WriteLine("no other size"); }
    }
    struct Swap { public byte b; public Vector<int> v; }
    struct Swap256 { public byte b; public Vector256<int> v; }
}
static class Extensions { extension(Vector128) { public static bool CopyTo128<T>(Vector128<T> v, T[] a) { var b = new T[a.Length]; v.CopyTo(b); return b.AsSpan().SequenceEqual(a); } } }
