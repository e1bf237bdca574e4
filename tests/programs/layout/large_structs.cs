// Structs larger than 64 KB: as locals, arguments, results, fields and boxed; arrays of them cannot be made.
using System;
using System.Runtime.CompilerServices;

[InlineArray(70_000)] struct Big { byte _; }
[InlineArray(8_100)] struct Refs { object _; }
struct Mixed { public int Before; public Refs Refs; public long After; }
class Holder { public Big Big; public string? After; }
static class Program
{
    [MethodImpl(MethodImplOptions.NoInlining)] static Big Make(byte b) { Big x = default; x[0] = b; x[69_999] = (byte)(b + 1); return x; }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Sum(Big x) => x[0] + x[69_999];
    [MethodImpl(MethodImplOptions.NoInlining)] static void Vector() => Console.WriteLine(new Big[3].Length);
    [MethodImpl(MethodImplOptions.NoInlining)] static void Matrix() => Console.WriteLine(new Big[3, 2].Length);
    static void Try(Action a) { try { a(); } catch (TypeLoadException e) { Console.WriteLine(e.GetType()); } }
    static void Main()
    {
        Console.WriteLine(Sum(Make(1)) + Sum(Make(100)));
        var h = new Holder { Big = Make(7), After = "after" };
        Big copy = h.Big;
        copy[0]++;
        Console.WriteLine(h.Big[0] + " " + copy[0] + " " + Sum(h.Big) + h.After);
        object boxed = copy;
        Console.WriteLine(((Big)boxed)[69_999] + " " + Unsafe.SizeOf<Big>() + " " + Unsafe.SizeOf<Mixed>());
        Try(Vector);
        Try(Matrix);
        var m = new Mixed[2];
        m[1].Before = 5; m[1].Refs[8_099] = "last"; m[1].After = long.MaxValue;
        m[0] = m[1];
        m[1].Refs[8_099] = null!;
        GC.Collect();
        Console.WriteLine(m[0].Before + " " + m[0].Refs[8_099] + " " + m[0].After + " " + (m[1].Refs[8_099] == null));
        object o = m[0];
        Console.WriteLine(((Mixed)o).Refs[8_099]);
    }
}
