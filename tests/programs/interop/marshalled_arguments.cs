// DllImport with marshalling: strings in and out, bool, ref and out, arrays, StringBuilder, delegates as callbacks, structs with strings, return strings, PreserveSig and SetLastError.
using System;
using System.Runtime.InteropServices;
using System.Text;

delegate int Compare(in int a, in int b);
[StructLayout(LayoutKind.Sequential)] struct Tm
{
    public int Sec, Min, Hour, MDay, Mon, Year, WDay, YDay, IsDst; public long GmtOff; public nint Zone;
} 

static class N
{
    [DllImport("libc", CharSet = CharSet.Ansi)] public static extern nint strlen(string s);
    [DllImport("libc")] public static extern int atoi([MarshalAs(UnmanagedType.LPUTF8Str)] string s);
    [DllImport("libc")] public static extern int strcmp(string a, string b);
    [DllImport("libc")] public static extern double strtod(string s, out nint end);
    [DllImport("libc")] public static extern void qsort([In, Out] int[] a, nint n, nint size, Compare c);
    [DllImport("libc")] public static extern nint strcpy(StringBuilder d, string s);
    [DllImport("libc", EntryPoint = "memcpy")] public static extern nint CopyTo(byte[] d, [In] byte[] s, nint n);
    [DllImport("libc")] public static extern nint gmtime_r(in long t, out Tm tm);
    [DllImport("libc")] public static extern long timegm(ref Tm tm);
    [DllImport("libc", SetLastError = true)] public static extern int chdir(string p);
    [DllImport("libc")] [return: MarshalAs(UnmanagedType.Bool)] public static extern bool isalpha(int c);
    [DllImport("libc", EntryPoint = "isdigit")] [return: MarshalAs(UnmanagedType.I1)] public static extern bool IsDigitLowByte(int c);
    [DllImport("libc")] public static extern int setenv(string n, string v, [MarshalAs(UnmanagedType.Bool)] bool overwrite);
    [DllImport("libc")] public static extern nint getenv(string n); [DllImport("libc")] public static extern nint strdup(string s);
    [DllImport("libc")] public static extern void free(nint p);
    [DllImport("libc", EntryPoint = "abs")] public static extern DayOfWeek AbsEnum(DayOfWeek d);
    [DllImport("libc", EntryPoint = "memcmp")] public static extern int CmpSpan(ref byte a, ref byte b, nint n);
    [DllImport("libc")] public static extern nint bsearch(in int key, int[] a, nint n, nint size, Compare c);
}

class P
{
    static void Main()
    {
        Console.WriteLine(N.strlen("héllo") + " " + N.strlen("") + N.atoi("123abc") + " " + Math.Sign(N.strcmp("a", "b"))
            + N.strtod("2.5x", out nint end) + (end != 0));
        int[] a = { 5, 2, 8, 1, 9 }; int calls = 0; Compare c = (in int x, in int y) => { calls++; return y - x; };
        N.qsort(a, a.Length, 4, c); Console.WriteLine(string.Join(",", a) + (calls >= 4)); int key = 8;
        Console.WriteLine(N.bsearch(in key, a, a.Length, 4, c) != 0); var sb = new StringBuilder(32); N.strcpy(sb, "into builder");
        Console.WriteLine(sb + " " + sb.Length); byte[] d = new byte[4]; N.CopyTo(d, new byte[] { 1, 2, 3, 4 }, 3);
        Console.WriteLine(string.Join(",", d)); N.gmtime_r(1700000000, out Tm tm);
        Console.WriteLine($"{tm.Year + 1900}-{tm.Mon + 1}-{tm.MDay} {tm.Hour}:{tm.Min}:{tm.Sec} {tm.WDay}"); tm.MDay++;
        Console.WriteLine(N.timegm(ref tm));
        Console.WriteLine(N.chdir("/no/such/dir/at/all") + " " + Marshal.GetLastPInvokeError() + " "
            + new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError()).Message);
        Console.WriteLine(N.isalpha('x') + "" + N.isalpha('5'));
        Console.WriteLine(N.setenv("CONF_TEST_X", "välue", true) + Marshal.PtrToStringUTF8(N.getenv("CONF_TEST_X")));
        nint dup = N.strdup("dup"); Console.WriteLine(Marshal.PtrToStringUTF8(dup)); N.free(dup);
        Console.WriteLine(N.AbsEnum((DayOfWeek)(-5))); byte[] x = { 1, 2 }, y = { 1, 2 };
        Console.WriteLine(N.CmpSpan(ref x[0], ref y[0], 2)); nint fp = Marshal.GetFunctionPointerForDelegate(c);
        var back = Marshal.GetDelegateForFunctionPointer<Compare>(fp); int p = 3, q = 10;
        Console.WriteLine(back(in p, in q) + " " + (fp != 0)); GC.KeepAlive(c);
    }
}
