// A call through the pointer of a delegate that was collected ends the process.
// exit: 134
// unsafe
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Callbacks
{
    class Outer { public delegate int Transform(int x); }
    unsafe class P
    {
        [MethodImpl(MethodImplOptions.NoInlining)] static nint Make(int k) { Outer.Transform d = x => x + k; nint p = Marshal.GetFunctionPointerForDelegate(d); Console.WriteLine(((delegate* unmanaged<int, int>)p)(1)); GC.KeepAlive(d); return p; }
        [MethodImpl(MethodImplOptions.NoInlining)] static int Clear(int n) { Span<byte> s = stackalloc byte[2000]; s.Clear(); return n == 0 ? s[n] : Clear(n - 1); }
        static void Main()
        {
            nint p = 0; for (int i = 0; i < 20; i++) { nint q = Make(i); if (i == 3) p = q; }
            for (int i = 0; i < 3; i++) { Clear(5); GC.Collect(); GC.WaitForPendingFinalizers(); }
            Console.WriteLine("calling"); Console.Out.Flush();
            ((delegate* unmanaged<int, int>)p)(2); Console.WriteLine("not reached");
        }
    }
}
