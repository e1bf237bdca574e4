// Pointers: arithmetic, comparison, stackalloc, fixed arrays and strings, pointers to pointers and to fields, casts, wrap-around.
// unsafe
#pragma warning disable CS0649
using System;
using System.Runtime.InteropServices;

struct Node { public int V; public unsafe Node* Next; public fixed_ F; }
struct fixed_ { public short A; public long B; }
unsafe struct Buf { public int Len; public fixed byte Data[10]; public fixed long Longs[3]; }

unsafe class P
{
    static Buf s_buf;
    Buf _buf;
    static int Sum(int* p, int n) { int r = 0; while (n-- > 0) r += *p++; return r; }
    static void Swap(int* a, int* b) { int t = *a; *a = *b; *b = t; }

    static void Main()
    {
        int* a = stackalloc int[] { 1, 2, 3, 4, 5 };
        Console.WriteLine(Sum(a, 5) + " " + *(a + 2) + " " + a[4] + " " + (&a[4] - a) + " " + ((byte*)&a[4] - (byte*)a)); Swap(a, a + 4);
        Console.WriteLine(a[0] + " " + a[4]);
        int[] arr = { 10, 20, 30 };
        fixed (int* p = arr) { p[1] += 5; int* q = p + 3; while (--q >= p) Console.Write(*q + " "); Console.WriteLine(q < p); }
        fixed (int* p = &arr[2]) Console.WriteLine(p[-1]); fixed (int* p = new int[0]) Console.WriteLine(p == null);
        fixed (int* p = (int[])null) Console.WriteLine(p == null);
        string s = "pointer";
        fixed (char* c = s)
        {
            int n = 0; for (char* e = c; *e != 0; e++) n += *e; Console.WriteLine(n + " " + new string(c, 2, 3) + " " + new string(c));
        }
        Node n3 = new Node { V = 3 }, n2 = new Node { V = 2, Next = &n3 }, n1 = new Node { V = 1, Next = &n2 };
        for (Node* n = &n1; n != null; n = n->Next) { n->F.B = n->V * 10; Console.Write(n->V + " "); }
        Console.WriteLine((*n1.Next->Next).F.B);
        long l = 0x0102030405060708; byte* b = (byte*)&l; Console.WriteLine($"{b[0]} {b[7]} {*(short*)(b + 3):X} {*(int*)(b + 1):X}");
        *(short*)(b + 5) = -1; Console.WriteLine(l.ToString("X")); int** pp = &a; **pp = 99; *pp += 1; Console.WriteLine(a[-1] + " " + *a);
        void* v = a; Console.WriteLine(((int*)v)[0] + " " + (v == a) + " " + ((nint)v == (nint)a) + " " + ((ulong)v % 4)); double d;
        *(ulong*)&d = 0x4009_21FB_5444_2D18; Console.WriteLine(d);
        Buf buf = default; for (int i = 0; i < 10; i++) buf.Data[i] = (byte)(i * i); buf.Longs[2] = -5; Buf copy = buf; copy.Data[9] = 0;
        Console.WriteLine(buf.Data[9] + " " + copy.Data[9] + " " + buf.Longs[2] + " " + sizeof(Buf)); s_buf.Data[3] = 33; var o = new P();
        o._buf.Data[4] = 44; fixed (byte* q = o._buf.Data) q[5] = 55;
        Console.WriteLine(s_buf.Data[3] + " " + o._buf.Data[4] + " " + o._buf.Data[5]);
        byte* m = (byte*)NativeMemory.AllocZeroed(100); for (int i = 0; i < 100; i += 3) m[i] = 1; int sum = 0;
        for (byte* q = m; q != m + 100; ++q) sum += *q; NativeMemory.Free(m); Console.WriteLine(sum); Span<byte> sp = new Span<byte>(b, 8);
        sp.Reverse(); Console.WriteLine(l.ToString("X"));
        uint off = 0xffffffff; byte* wrap = b + 1 + (int)off; Console.WriteLine(wrap == b); long big = 1;
        Console.WriteLine(*(b + big) == b[1]); int* dyn = stackalloc int[arr.Length * 2]; Console.WriteLine(dyn[5]);
        for (int i = 0; i < 3; i++) { byte* loop = stackalloc byte[64]; loop[63] = (byte)i; sum += loop[63]; } Console.WriteLine(sum);
        int* np = null; try { *np = 1; } catch (NullReferenceException) { Console.WriteLine("null pointer"); }
        try { Console.WriteLine(((Node*)null)->F.B); } catch (NullReferenceException) { Console.WriteLine("null pointer"); }
        try { Buf* nb = null; Console.WriteLine(nb->Data[3]); } catch (NullReferenceException) { Console.WriteLine("null pointer"); }
        char ch = 'x'; char* cp = &ch; (*cp)++; ++*cp; Console.WriteLine(ch); bool t = true; Console.WriteLine(*(byte*)&t);
        int[,] md = { { 1, 2 }, { 3, 4 } }; fixed (int* p = md) Console.WriteLine(p[3] + p[2]); decimal dec = 1.5m;
        Console.WriteLine(((int*)&dec)[2]);
    }
}
