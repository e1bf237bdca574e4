// exit: 134
// unsafe
// An exception that would leave a callback from native code is unhandled there: the catch around the native call never sees it.
using System;
using System.Runtime.InteropServices;

unsafe class P
{
    [DllImport("libc")] static extern void qsort(int* items, nint count, nint size, delegate* unmanaged<int*, int*, int> compare);

    [UnmanagedCallersOnly]
    static int Handles(int* a, int* b)
    {
        try { if (*a == *b) throw new Exception("equal"); return *a - *b; }
        catch (Exception e) when (e.Message.Length == 5) { Console.WriteLine("caught " + e.Message); return 0; }
        finally { Console.WriteLine("finally"); }
    }

    [UnmanagedCallersOnly]
    static int Throws(int* a, int* b)
    {
        try { return Compare(a, b); } finally { Console.WriteLine("callback's finally"); }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    static int Compare(int* a, int* b) { if (*a == *b) throw new Exception("equal"); return *a - *b; }

    static void Sort(delegate* unmanaged<int*, int*, int> compare)
    {
        int* items = stackalloc int[2];
        items[0] = items[1] = 1;
        try { qsort(items, 2, 4, compare); }
        catch (Exception e) { Console.WriteLine("never " + e.Message); }
        finally { Console.WriteLine("after qsort"); }
    }

    static void Main()
    {
        AppDomain.CurrentDomain.UnhandledException += (s, e) => Console.WriteLine("unhandled " + ((Exception)e.ExceptionObject).Message);
        Sort(&Handles);
        Sort(&Throws);
    }
}
