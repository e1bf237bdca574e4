// DllImport of libc functions with blittable arguments: pointers, integers, doubles, structs returned by value, entry points, callbacks into managed code, errno.
// unsafe
#pragma warning disable CS0649
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

[StructLayout(LayoutKind.Sequential)] struct DivT { public int Quot, Rem; }
[StructLayout(LayoutKind.Sequential)] struct LDivT { public long Quot, Rem; } struct TimeSpec { public long Sec, Nsec; }

static unsafe class Libc
{
    [DllImport("libc")] public static extern nuint strlen(byte* s); [DllImport("libc")] public static extern int getpid();
    [DllImport("libc")] public static extern int abs(int x);
    [DllImport("libc", EntryPoint = "labs")] public static extern long LongAbs(long x);
    [DllImport("libc")] public static extern double strtod(byte* s, byte** end);
    [DllImport("libc")] public static extern DivT div(int a, int b); [DllImport("libc")] public static extern LDivT ldiv(long a, long b);
    [DllImport("libc")] public static extern void* memcpy(void* d, void* s, nuint n);
    [DllImport("libc")] public static extern int memcmp(void* a, void* b, nuint n);
    [DllImport("libc")] public static extern void* memset(void* d, int c, nuint n);
    [DllImport("libc")] public static extern void qsort(void* b, nuint n, nuint size, delegate* unmanaged[Cdecl]<void*, void*, int> cmp);
    [DllImport("libc")] public static extern void* bsearch(void* k, void* b, nuint n, nuint size, delegate* unmanaged<void*, void*, int> cmp);
    [DllImport("libc")] public static extern void* malloc(nuint n); [DllImport("libc")] public static extern void free(void* p);
    [DllImport("libc", SetLastError = true)] public static extern int close(int fd);
    [DllImport("libc")] public static extern byte* getenv(byte* n); [DllImport("libc")] public static extern byte toupper_none(int c);
    [DllImport("libc")] public static extern int toupper(int c);
    [DllImport("libm.so.6")] public static extern double hypot(double a, double b);
    [DllImport("libc")] public static extern byte* strchr(byte* s, int c); [DllImport("libc")] public static extern int atoi(byte* s);
    [DllImport("libc")] public static extern ulong strtoull(byte* s, byte** e, int b);
    [DllImport("nosuchlib")] public static extern int nothing();
    [DllImport("libc")] public static extern void swab(short* a, short* b, nint n);
    [SuppressGCTransition, DllImport("libc", EntryPoint = "abs")] public static extern int AbsFast(int x);
}

unsafe class P
{
    [UnmanagedCallersOnly(CallConvs = new[] { typeof(CallConvCdecl) })] static int Cmp(void* a, void* b)
    {
        s_calls++; return (*(int*)a).CompareTo(*(int*)b);
    }
    [UnmanagedCallersOnly] static int CmpStr(void* a, void* b)
    {
        byte* x = *(byte**)a, y = *(byte**)b; return new string((sbyte*)x).CompareTo(new string((sbyte*)y));
    }
    [UnmanagedCallersOnly] static int CmpLong(void* a, void* b)
    {
        GC.Collect(0); return *(long*)a < *(long*)b ? -1 : *(long*)a > *(long*)b ? 1 : 0;
    }
    static int s_calls;

    static void Main()
    {
        fixed (byte* s = "hello native"u8) Console.WriteLine(Libc.strlen(s) + " " + (Libc.strchr(s, 'n') - s));
        Console.WriteLine((Libc.getpid() == Environment.ProcessId) + " " + Libc.abs(-5) + Libc.LongAbs(-6) + Libc.AbsFast(-7) + " "
            + Libc.hypot(3, 4) + (char)Libc.toupper('q'));
        DivT d = Libc.div(17, -5); LDivT l = Libc.ldiv(-100000000007, 10);
        Console.WriteLine(d.Quot + " " + d.Rem + " " + l.Quot + " " + l.Rem);
        fixed (byte* s = "2.5e3xyz"u8)
        {
            byte* end; Console.WriteLine(Libc.strtod(s, &end) + " " + (end - s) + " " + Libc.atoi(s) + " " + Libc.strtoull(s, &end, 16));
        }
        int[] a = { 5, 3, 9, -1, 7, 0 }; fixed (int* p = a) Libc.qsort(p, (nuint)a.Length, 4, &Cmp);
        Console.WriteLine(string.Join(",", a) + (s_calls > 5)); long[] big = new long[200];
        for (int i = 0; i < 200; i++) big[i] = i * 7919L % 211;
        fixed (long* p = big)
        {
            Libc.qsort(p, 200, 8, (delegate* unmanaged[Cdecl]<void*, void*, int>)(delegate* unmanaged<void*, void*, int>)&CmpLong);
            long key = big[50]; long* found = (long*)Libc.bsearch(&key, p, 200, 8, &CmpLong); Console.WriteLine(*found == key);
        }
        Console.WriteLine(big[0] + " " + big[199]); byte* m = (byte*)Libc.malloc(64); Libc.memset(m, 0x41, 63); m[63] = 0;
        byte[] copy = new byte[10];
        fixed (byte* c = copy)
        {
            Libc.memcpy(c, m, 10); Console.WriteLine(Libc.memcmp(c, m, 10) + Encoding.ASCII.GetString(copy) + Libc.strlen(m));
        }
        Libc.free(m);
        Console.WriteLine(Libc.close(-1) + " " + Marshal.GetLastPInvokeError() + " " + Marshal.GetLastSystemError().ToString().Length.CompareTo(0));
        try { Libc.nothing(); } catch (DllNotFoundException e) { Console.WriteLine(e.GetType().Name); }
        try { Libc.toupper_none(1); } catch (EntryPointNotFoundException e) { Console.WriteLine(e.GetType().Name); }
        fixed (byte* n = "NO_SUCH_VARIABLE_X"u8) Console.WriteLine(Libc.getenv(n) == null);
        short[] sw = { 0x1234, 0x5678 }, so = new short[2]; fixed (short* x = sw, y = so) Libc.swab(x, y, 4);
        Console.WriteLine(so[0].ToString("X") + so[1].ToString("X")); nint lib = NativeLibrary.Load("libc.so.6");
        var abs = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(lib, "abs");
        Console.WriteLine(abs(-12) + " " + NativeLibrary.TryGetExport(lib, "no_such_export", out _) + NativeLibrary.TryLoad("no_such_lib", out _));
        int sum = 0; for (int i = 0; i < 10000; i++) sum += Libc.abs(-i) + abs(i); Console.WriteLine(sum);
    }
}
