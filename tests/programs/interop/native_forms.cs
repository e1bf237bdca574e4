// Arguments whose native form differs from the managed one, looked at through memcpy: structs with strings, bools, characters and arrays in place, layout classes, arrays of them, builders, strings by reference, null everywhere.
// unsafe
using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

struct Mixed { public bool B; public string S; public char C; public int I; }
[StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)] struct Wide { public char C; [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 6)] public string S; [MarshalAs(UnmanagedType.U1)] public bool B; }
[StructLayout(LayoutKind.Sequential, Pack = 4)] struct InPlace { public byte N; [MarshalAs(UnmanagedType.ByValArray, SizeConst = 4)] public short[] A; [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 5)] public string S; public double D; }
struct Nested { public int A; public Wide W; public bool V; [MarshalAs(UnmanagedType.ByValArray, SizeConst = 2)] public bool[] Bs; }
struct Small { public bool B; public float F; }
[StructLayout(LayoutKind.Sequential)] class Layout { public bool B; public short S; [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 4)] public string T; }
[StructLayout(LayoutKind.Sequential)] class Derived : Layout { public long L; }
[StructLayout(LayoutKind.Sequential)] class Blittable { public int A; public long B; }
[StructLayout(LayoutKind.Explicit)] struct Union { [FieldOffset(4)] public bool B; [FieldOffset(12)] public char C; [FieldOffset(16)] public int I; [FieldOffset(16)] public float F; }
[StructLayout(LayoutKind.Auto)] struct Auto { public bool B; public int I; }

static class N
{
    const string C = "libc";
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, in Wide s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint To(out Wide d, byte[] s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, ref InPlace s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint To(ref InPlace d, byte[] s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, ref Nested s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint Both(ref Nested d, ref Nested s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, Layout s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint FromDerived([Out] byte[] d, Derived s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint To([Out] Layout d, byte[] s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint NotBack(Layout d, byte[] s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint Blit(Blittable d, byte[] s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, ref Union s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, Small[] s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint To([Out] Small[] d, byte[] s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint From([Out] byte[] d, bool[] s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint Chars([Out] byte[] d, char[] s, nint n); [DllImport(C, EntryPoint = "memcpy", CharSet = CharSet.Unicode)] public static extern nint WideChars(char[] d, char[] s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint ToChars([Out] char[] d, byte[] s, nint n);
    [DllImport(C, EntryPoint = "memcpy")] public static extern nint Flip(ref bool d, int[] s, nint n); [DllImport(C, EntryPoint = "memcpy")] public static extern nint Char(ref char d, byte[] s, nint n);
    [DllImport(C)] public static extern nint strcpy(StringBuilder d, string s); [DllImport(C)] public static extern nint strcat(StringBuilder d, string s); [DllImport(C, EntryPoint = "strlen")] public static extern nint Length([In] StringBuilder s); [DllImport(C)] public static extern string strdup(string s);
    [DllImport(C, EntryPoint = "memcmp")] public static extern int AutoRefused(Auto a, Auto b, nint n); [DllImport(C, EntryPoint = "abs")] public static extern bool Abs(bool b); [DllImport(C)] public static extern int toupper([MarshalAs(UnmanagedType.I1)] bool c);
    [DllImport(C, EntryPoint = "abs", PreserveSig = false)] public static extern void Status(int hr);
}

class P
{
    static string Hex(byte[] b) => string.Join("", b.Select(x => x.ToString("x2")));
    static void Try(string n, Func<object> f) { try { Console.WriteLine(n + ": " + f()); } catch (Exception e) { Console.WriteLine(n + " throws " + e.GetType().Name); } }
    static void Main()
    {
        var b = new byte[64]; byte[] source = Enumerable.Range(1, 64).Select(i => (byte)(i % 7 == 0 ? 0 : i + 64)).ToArray();
        Try("wide", () => { Array.Clear(b); N.From(b, new Wide { C = 'ü', S = "abcdefgh", B = true }, 16); return Hex(b); }); Try("wide out", () => { N.To(out Wide w, source, 16); return (int)w.C + w.S + w.B; });
        Try("in place", () => { Array.Clear(b); var x = new InPlace { N = 3, A = new short[] { 1, 2, -3, 4 }, S = "four", D = 1.5 }; N.From(b, ref x, 24); N.To(ref x, source, 24); return Hex(b) + x.N + string.Join(",", x.A) + x.S + (x.D > 0); });
        Try("in place null", () => { Array.Clear(b); InPlace x = default; N.From(b, ref x, 24); return Hex(b) + x.A?.Length + "[" + x.S + "]"; }); Try("in place short", () => { var x = new InPlace { A = new short[2] }; return N.From(b, ref x, 4); });
        Try("nested", () => { Array.Clear(b); var x = new Nested { A = 7, W = new Wide { C = 'w', S = "in", B = true }, V = true, Bs = new[] { true, false } }; Nested y = default; N.From(b, ref x, 32); N.Both(ref y, ref x, 32); return Hex(b) + y.A + y.W.C + y.W.S + y.W.B + y.V + string.Join(",", y.Bs); });
        Try("class", () => { Array.Clear(b); N.From(b, new Layout { B = true, S = 5, T = "xyz" }, 10); var l = new Layout { T = "old" }; N.To(l, source, 10); var k = new Layout { T = "kept" }; N.NotBack(k, source, 10); return Hex(b) + l.B + l.S + l.T + k.T; });
        Try("derived", () => { Array.Clear(b); N.FromDerived(b, new Derived { B = true, S = 5, T = "xyz", L = -1 }, 24); return Hex(b); }); Try("blittable class", () => { var l = new Blittable(); N.Blit(l, source, 16); return l.A + " " + l.B; });
        Try("union", () => { Array.Clear(b); var u = new Union { B = true, C = 'q', F = 1 }; N.From(b, ref u, 20); return Hex(b) + u.I + u.C; });
        Try("arrays", () => { Array.Clear(b); N.From(b, new[] { new Small { B = true, F = 1 }, new Small { F = 2 } }, 16); var s = new Small[2]; N.To(s, source, 16); return Hex(b) + s[0].B + s[1].F; }); Try("bools", () => { Array.Clear(b); N.From(b, new[] { true, false, true }, 12); return Hex(b); });
        Try("chars", () => { Array.Clear(b); N.Chars(b, "plain".ToCharArray(), 5); var w = new char[3]; N.WideChars(w, "wíd".ToCharArray(), 6); var c = new char[4]; N.ToChars(c, source, 4); return Hex(b) + new string(w) + new string(c); });
        Try("by ref", () => { bool f = true; N.Flip(ref f, new[] { 0 }, 4); bool g = false; N.Flip(ref g, new[] { 256 }, 4); char c = 'c'; N.Char(ref c, source, 1); return f + "" + g + c; });
        Try("builder", () => { var sb = new StringBuilder("start", 64); N.strcat(sb, " énd"); var t = new StringBuilder(16); N.strcpy(t, "copied"); return sb + " " + sb.Length + t + N.Length(sb); }); Try("result", () => N.strdup("dupliqué") + (N.strdup("") == ""));
        Try("bool result", () => N.Abs(true) + "" + N.Abs(false) + N.toupper(true)); Try("auto", () => N.AutoRefused(default, default, 0)); Try("status", () => { N.Status(5); return "ok"; });
        Try("sizes", () => Marshal.SizeOf<Mixed>() + " " + Marshal.SizeOf<Wide>() + " " + Marshal.SizeOf<InPlace>() + " " + Marshal.SizeOf(typeof(Nested)) + " " + Marshal.SizeOf(new Derived()) + " " + Marshal.SizeOf<Union>() + Marshal.SizeOf<bool>() + Marshal.SizeOf<char>() + Marshal.SizeOf<decimal>() + Marshal.SizeOf<Guid>());
        nint p = Marshal.AllocHGlobal(128); Try("round trip", () => { Marshal.StructureToPtr(new Mixed { B = true, S = "text", C = 'm', I = 9 }, p, false); var m = Marshal.PtrToStructure<Mixed>(p); Marshal.DestroyStructure<Mixed>(p); return m.B + m.S + m.C + m.I; });
        Try("round trip of nested", () => { Marshal.StructureToPtr(new Nested { A = 1, W = new Wide { S = "inner" }, Bs = new[] { false, true } }, p, false); var n = (Nested)Marshal.PtrToStructure(p, typeof(Nested)); return n.A + n.W.S + n.Bs[1]; });
        Try("round trip of a class", () => { Marshal.StructureToPtr(new Derived { T = "abc", L = 6 }, p, false); var d = new Derived(); Marshal.PtrToStructure(p, d); return d.T + d.L + Marshal.PtrToStructure<Derived>(p).L; }); Try("no size", () => Marshal.SizeOf<string>()); Try("no size of object", () => Marshal.SizeOf(new object())); Try("auto size", () => Marshal.SizeOf<Auto>()); Marshal.FreeHGlobal(p);
    }
}
