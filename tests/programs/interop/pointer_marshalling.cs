// Unmanaged function pointers with types that need marshalling: bool, char, strings, structs with strings, in loops and in generic code.
// unsafe
using System;
using System.Runtime.InteropServices;

struct Mixed { public int N; public string S; public bool B; }
unsafe struct NativeMixed { public int N; public byte* S; public int B; }
unsafe class P
{
    [UnmanagedCallersOnly] static int Both(int a, int b) => a * 16 + b + (a == 1 && b == 0 ? 0x100 : 0);
    [UnmanagedCallersOnly] static int High(int a) => a << 8;
    [UnmanagedCallersOnly] static int Letter(byte c) => c;
    [UnmanagedCallersOnly] static byte Next(byte c) => (byte)(c + 1);
    [UnmanagedCallersOnly] static int Length(byte* s) { int n = 0; if (s == null) return -1; while (s[n] != 0) n++; return n; }
    [UnmanagedCallersOnly] static nint Text(int n) => n < 0 ? 0 : Marshal.StringToCoTaskMemUTF8("tëxt" + n);
    [UnmanagedCallersOnly] static int Struct(NativeMixed m) => m.N + m.B + (m.S == null ? 100 : m.S[0]);
    static int In<T>(T x, nint f) => ((delegate* unmanaged<byte*, int>)f)(null) + (x is string ? 10 : 20);
    static void Main()
    {
        var both = (delegate* unmanaged<bool, bool, bool>)(delegate* unmanaged<int, int, int>)&Both;
        Console.WriteLine(both(true, false) + " " + both(false, false) + " " + both(false, true));
        var high = (delegate* unmanaged<bool, bool>)(delegate* unmanaged<int, int>)&High; Console.WriteLine(high(true) + " " + high(false));
        var letter = (delegate* unmanaged<char, int>)(delegate* unmanaged<byte, int>)&Letter; Console.WriteLine(letter('a') + " " + letter('ß'));
        var next = (delegate* unmanaged<char, char>)(delegate* unmanaged<byte, byte>)&Next; Console.WriteLine(next('q'));
        var length = (delegate* unmanaged<string, int>)(delegate* unmanaged<byte*, int>)&Length; int total = 0;
        for (int i = 0; i < 100000; i++) total += length("äb"); Console.WriteLine(total + " " + length(null) + " " + length(""));
        var text = (delegate* unmanaged<int, string>)(delegate* unmanaged<int, nint>)&Text; Console.WriteLine(text(5) + (text(-1) ?? "null"));
        var st = (delegate* unmanaged<Mixed, int>)(delegate* unmanaged<NativeMixed, int>)&Struct; Console.WriteLine(st(new Mixed { N = 1, S = "A", B = true }) + " " + st(default));
        Console.WriteLine(In("s", (nint)(delegate* unmanaged<byte*, int>)&Length) + In(1, (nint)(delegate* unmanaged<byte*, int>)&Length));
    }
}
