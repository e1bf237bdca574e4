// Delegates as native function pointers and back: qsort, callbacks that throw inside, collect, come from a foreign thread or nest; strings, bools, structs, arrays and delegates both ways.
// unsafe
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

[UnmanagedFunctionPointer(CallingConvention.Cdecl)] delegate int CompareInts(ref int a, ref int b);
delegate int ComparePointers(nint a, nint b);
[UnmanagedFunctionPointer(CallingConvention.Cdecl)] delegate nint ThreadProc(nint argument);
[UnmanagedFunctionPointer(CallingConvention.Cdecl, CharSet = CharSet.Unicode)] delegate int WideText(string s, char c);
[UnmanagedFunctionPointer(CallingConvention.Cdecl, CharSet = CharSet.Ansi)] delegate string NarrowText(string s, char c, bool upper);
delegate bool Flip(bool a, [MarshalAs(UnmanagedType.I1)] bool b, out bool both, ref bool any);
struct Small { public byte A; public double D; }
struct Big { public long A, B, C; public int D; }
struct Mixed { public int N; [MarshalAs(UnmanagedType.LPUTF8Str)] public string S; public bool B; }
[StructLayout(LayoutKind.Sequential)] class Layout { public int X; public long Y; }
delegate Small TakeSmall(Small s, float f); delegate Big TakeBig(int n, Big b, ref Big r);
delegate int TakeMixed(Mixed m, ref Mixed r);
delegate int TakeLayout(Layout l);
delegate long SumArray([MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 1)] int[] a, int n);
delegate int SumFixed([MarshalAs(UnmanagedType.LPArray, SizeConst = 3)] short[] a);
delegate double Many(int a, double b, long c, float d, byte e, sbyte f, short g, ushort h, nint i, double j, double k, int l);
delegate int Apply(Inner f, int x);
delegate int Inner(int x);
delegate Inner Pick(int which);
[UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)] delegate int ChangeDir(string path);
delegate nint StrLen([MarshalAs(UnmanagedType.LPUTF8Str)] string s);
enum Color : byte { Red = 1, Blue = 200 }
delegate Color Mix(Color a, Color b, DayOfWeek d);
delegate T Generic<T>(T x);

static unsafe class N
{
    [DllImport("libc")] public static extern void qsort([In, Out] int[] a, nint n, nint size, CompareInts c);
    [DllImport("libc", EntryPoint = "qsort")] public static extern void qsort_p(int* a, nint n, nint size, ComparePointers c);
    [DllImport("libc")] public static extern int pthread_create(out nint thread, nint attributes, ThreadProc start, nint argument);
    [DllImport("libc")] public static extern int pthread_join(nint thread, out nint result);
}

unsafe class P
{
    static void Sorts()
    {
        int[] a = { 5, 3, 9, -4, 7, 0, 22, 1 };
        N.qsort(a, a.Length, 4, (ref int x, ref int y) => x.CompareTo(y)); Console.WriteLine(string.Join(",", a));
        int calls = 0;
        fixed (int* p = a) N.qsort_p(p, a.Length, 4, (x, y) => { calls++; return *(int*)y - *(int*)x; });
        Console.WriteLine(string.Join(",", a) + " " + (calls >= 7));
    }
    static void Throws()
    {
        int[] a = { 3, 1, 2 }; int caught = 0;
        N.qsort(a, 3, 4, (ref int x, ref int y) => { try { if (x != y) throw new InvalidOperationException("inside " + x); } catch (InvalidOperationException e) when (e.Message.Length > 3) { caught++; } finally { caught += 100; } return x - y; });
        Console.WriteLine(string.Join(",", a) + " " + (caught > 200) + " " + (caught % 100 == caught / 100));
    }
    static void Collects()
    {
        int[] a = new int[60]; for (int i = 0; i < 60; i++) a[i] = i * 37 % 61; var keep = new List<string>();
        N.qsort(a, 60, 4, (ref int x, ref int y) => { keep.Add("k" + x); if (keep.Count % 50 == 0) GC.Collect(); return x.ToString("D3").CompareTo(y.ToString("D3")); });
        Console.WriteLine(string.Join(",", a)); Console.WriteLine(keep.Count >= 59 && keep.TrueForAll(k => k.StartsWith('k')));
    }
    static int Depth(int[] a, int depth)
    {
        int total = 0;
        N.qsort(a, a.Length, 4, (ref int x, ref int y) => { total++; if (depth > 0) { int[] b = { y, x, depth }; total += Depth(b, depth - 1) > 0 ? 1 : 0; } return x - y; });
        return total;
    }
    static void Foreign()
    {
        int main = Environment.CurrentManagedThreadId; bool other = false; string name = "?"; nint seen = 0;
        ThreadProc proc = arg => { seen = arg; other = Environment.CurrentManagedThreadId != main; name = Thread.CurrentThread.IsBackground + "" + Thread.CurrentThread.IsThreadPoolThread; var l = new List<object>(); for (int i = 0; i < 20000; i++) l.Add(i); GC.Collect(); try { throw new Exception("x"); } catch (Exception e) { return l.Count + e.Message.Length; } };
        for (int i = 0; i < 3; i++) { int rc = N.pthread_create(out nint t, 0, proc, 40 + i); N.pthread_join(t, out nint result); Console.WriteLine(rc + " " + result + " " + seen + " " + other + " " + name); }
        var threads = new nint[4]; int sum = 0; var procs = new ThreadProc[4];
        for (int i = 0; i < 4; i++) { int k = i; procs[i] = arg => { for (int j = 0; j < 1000; j++) { Interlocked.Add(ref sum, k); new object(); } return k; }; N.pthread_create(out threads[i], 0, procs[i], 0); }
        foreach (var t in threads) N.pthread_join(t, out _); Console.WriteLine(sum); GC.KeepAlive(procs);
    }
    static nint Ptr<T>(T d) where T : Delegate => Marshal.GetFunctionPointerForDelegate(d);
    static void Raw()
    {
        WideText w = (s, c) => { Console.WriteLine(s + "|" + c); return s?.Length ?? -1; };
        fixed (char* p = "wíde") { Console.WriteLine(((delegate* unmanaged<char*, ushort, int>)Ptr(w))(p, 0xdf)); Console.WriteLine(((delegate* unmanaged<char*, ushort, int>)Ptr(w))(null, 120)); }
        NarrowText n = (s, c, up) => up ? s.ToUpperInvariant() + c : null;
        byte[] utf = "héj\0"u8.ToArray(); fixed (byte* p = utf)
        { byte* r = ((delegate* unmanaged<byte*, byte, int, byte*>)Ptr(n))(p, (byte)'!', 7); Console.WriteLine(Marshal.PtrToStringUTF8((nint)r)); Marshal.FreeCoTaskMem((nint)r); Console.WriteLine((nint)((delegate* unmanaged<byte*, byte, int, byte*>)Ptr(n))(p, (byte)'!', 0)); }
        Flip f = (bool a, bool b, out bool both, ref bool any) => { Console.Write(a + " " + b + " " + any + " "); both = a && b; any = !any; return a != b; };
        int o = 77, any = 5; int fr = ((delegate* unmanaged<int, byte, int*, int*, int>)Ptr(f))(256, 1, &o, &any); Console.WriteLine(fr + " " + o + " " + any);
        TakeSmall ts = (s, x) => new Small { A = (byte)(s.A + 1), D = s.D * x }; var sm = ((delegate* unmanaged<Small, float, Small>)Ptr(ts))(new Small { A = 255, D = 1.5 }, 2); Console.WriteLine(sm.A + " " + sm.D);
        TakeBig tb = (int k, Big b, ref Big r) => { r.A += k; b.D = (int)r.A; return b; }; Big rr = new Big { A = 5, B = 6 };
        var big = ((delegate* unmanaged<int, Big, Big*, Big>)Ptr(tb))(10, new Big { A = 1, B = 2, C = 3, D = 4 }, &rr); Console.WriteLine($"{big.A} {big.B} {big.C} {big.D} {rr.A} {rr.B}");
        Many m = (a, b, c, d, e, f2, g, h, i, j, k, l) => a + b + c + d + e + f2 + g + h + i + j + k + l;
        Console.WriteLine(((delegate* unmanaged<int, double, long, float, byte, sbyte, short, ushort, nint, double, double, int, double>)Ptr(m))(1, 2.5, -3, 4.25f, 255, -128, -32768, 65535, 9, 0.125, 1e3, -1));
        SumArray sa = (a, k) => { long t = 0; foreach (int v in a) t += v; return t * 10 + a.Length; }; int* arr = stackalloc int[] { 1, 2, 3, 4 }; Console.WriteLine(((delegate* unmanaged<int*, int, long>)Ptr(sa))(arr, 4));
        SumFixed sf = a => a == null ? -1 : a[0] + a[1] + a[2] + a.Length; short* sh = stackalloc short[] { 10, 20, 30 }; Console.WriteLine(((delegate* unmanaged<short*, int>)Ptr(sf))(sh) + " " + ((delegate* unmanaged<short*, int>)Ptr(sf))(null));
        TakeLayout tl = l => l == null ? -1 : l.X + (int)l.Y; long* lay = stackalloc long[] { 3, 4 }; Console.WriteLine(((delegate* unmanaged<long*, int>)Ptr(tl))(lay) + " " + ((delegate* unmanaged<long*, int>)Ptr(tl))(null));
        Mix mix = (a, b, d) => a == Color.Blue ? b : (Color)(byte)d; Console.WriteLine(((delegate* unmanaged<byte, byte, int, byte>)Ptr(mix))(200, 17, 3) + " " + ((delegate* unmanaged<byte, byte, int, byte>)Ptr(mix))(1, 17, 3));
    }
    static T Back<T>(T d) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Ptr(d));
    [UnmanagedCallersOnly] static int Twice(int x) => 2 * x;
    [UnmanagedCallersOnly] static int ApplyNative(delegate* unmanaged<int, int> f, int x) => f(x) + f(x + 1);
    [UnmanagedCallersOnly] static nint PickNative(int which) => which == 0 ? 0 : (nint)(delegate* unmanaged<int, int>)&Twice;
    [UnmanagedCallersOnly] static byte* TextNative(byte* s, byte c, int up) => (byte*)Marshal.StringToCoTaskMemUTF8(Marshal.PtrToStringUTF8((nint)s) + (char)c + up);
    [UnmanagedCallersOnly] static int FlipNative(int a, byte b, int* both, int* any) { *both = a & b; int was = *any; *any = 0; return was; }
    struct NativeMixed { public int N; public byte* S; public int B; }
    [UnmanagedCallersOnly] static int MixedNative(NativeMixed m, NativeMixed* r) { int l = Marshal.PtrToStringUTF8((nint)m.S).Length; r->N += m.N + m.B; r->B = 0; return l; }
    static void Forward()
    {
        var twice = Marshal.GetDelegateForFunctionPointer<Inner>((nint)(delegate* unmanaged<int, int>)&Twice); Console.WriteLine(twice(21) + " " + (Ptr(twice) == (nint)(delegate* unmanaged<int, int>)&Twice));
        Console.WriteLine(twice.Equals(Marshal.GetDelegateForFunctionPointer((nint)(delegate* unmanaged<int, int>)&Twice, typeof(Inner))));
        var apply = Marshal.GetDelegateForFunctionPointer<Apply>((nint)(delegate* unmanaged<delegate* unmanaged<int, int>, int, int>)&ApplyNative);
        int seen = 0; Console.WriteLine(apply(x => { seen += x; return x * x; }, 3) + " " + seen + " " + apply(twice, 5) + " " + apply(y => apply(z => z + y, y), 2));
        var pick = Marshal.GetDelegateForFunctionPointer<Pick>((nint)(delegate* unmanaged<int, nint>)&PickNative); Console.WriteLine((pick(0) == null) + " " + pick(1)(8));
        var text = Marshal.GetDelegateForFunctionPointer<NarrowText>((nint)(delegate* unmanaged<byte*, byte, int, byte*>)&TextNative); Console.WriteLine(text("çé", '+', true) + text(null, '-', false));
        var flip = Marshal.GetDelegateForFunctionPointer<Flip>((nint)(delegate* unmanaged<int, byte, int*, int*, int>)&FlipNative); bool any = true; Console.WriteLine(flip(true, true, out bool both, ref any) + " " + both + any);
        var mixed = Marshal.GetDelegateForFunctionPointer<TakeMixed>((nint)(delegate* unmanaged<NativeMixed, NativeMixed*, int>)&MixedNative);
        var r = new Mixed { N = 1, S = "kept", B = true }; Console.WriteLine(mixed(new Mixed { N = 10, S = "four", B = true }, ref r) + $" {r.N} {r.S} {r.B}");
        nint libc = NativeLibrary.Load("libc.so.6"); var chdir = Marshal.GetDelegateForFunctionPointer<ChangeDir>(NativeLibrary.GetExport(libc, "chdir")); Console.WriteLine(chdir("/no/such/dir") + " " + Marshal.GetLastPInvokeError());
        Console.WriteLine(Marshal.GetDelegateForFunctionPointer<StrLen>(NativeLibrary.GetExport(libc, "strlen"))("wörd"));
        Inner combined = twice; combined += x => { Console.Write("second " + x + " "); return x + 1; }; Console.WriteLine(combined(4) + " " + ((delegate* unmanaged<int, int>)Ptr(combined))(6));
    }
    static void Identity()
    {
        Inner d = x => x + 1; nint p = Ptr(d); Console.WriteLine((p == Ptr(d)) + " " + (p != 0) + " " + ReferenceEquals(Back(d), d) + " " + (Marshal.GetFunctionPointerForDelegate((Delegate)d) == p));
        Inner e = x => x + 1; Console.WriteLine(Ptr(e) != p);
        var many = new List<Inner>(); for (int i = 0; i < 1000; i++) { int k = i; many.Add(x => x * k); }
        var set = new HashSet<nint>(); long sum = 0; foreach (var f in many) { nint q = Ptr(f); set.Add(q); sum += ((delegate* unmanaged<int, int>)q)(2); } Console.WriteLine(set.Count + " " + sum);
        Churn(); GC.KeepAlive(many); Console.WriteLine(((delegate* unmanaged<int, int>)p)(41));
        try { Marshal.GetFunctionPointerForDelegate((Delegate)null); } catch (ArgumentNullException x) { Console.WriteLine(x.ParamName); }
        try { Generic<int> g = x => x; Marshal.GetFunctionPointerForDelegate(g); } catch (ArgumentException x) { Console.WriteLine(x.Message); }
        try { Marshal.GetDelegateForFunctionPointer<Inner>(0); } catch (ArgumentNullException x) { Console.WriteLine(x.ParamName); }
        try { Marshal.GetDelegateForFunctionPointer(p, typeof(string)); } catch (ArgumentException x) { Console.WriteLine(x.Message); }
        try { Marshal.GetDelegateForFunctionPointer<NarrowText>(p); } catch (InvalidCastException) { Console.WriteLine("cast"); }
        GC.KeepAlive(d);
    }
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Churn()
    {
        long total = 0;
        for (int i = 0; i < 3000; i++) { int k = i; Inner f = x => x + k; total += ((delegate* unmanaged<int, int>)Ptr(f))(1); GC.KeepAlive(f); if (i % 1000 == 0) GC.Collect(); }
        Console.WriteLine(total);
    }
    static void Main()
    {
        Sorts(); Throws(); Collects(); Console.WriteLine(Depth(new[] { 2, 1 }, 3)); Foreign(); Raw(); Forward(); Identity();
    }
}
