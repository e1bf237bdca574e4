// Cycles between static constructors of one thread see the fields as they are so far; nested initialisation in order.
using System;

class A
{
    public static int X = B.Y + 1; public static string S = "A:" + B.S; static A() { Console.WriteLine($"A cctor X={X} B.Y={B.Y} S={S}"); }
}
class B
{
    public static int Y = A.X + 10; public static string S = "B:" + (A.S ?? "null");
    static B() { Console.WriteLine($"B cctor Y={Y} A.X={A.X} S={S}"); }
}
class C1 { public static readonly C1 Inst = new C1(); public static int N = 5; public int Seen; C1() { Seen = N; } }
class C2 { public static int N = 5; public static readonly C2 Inst = new C2(); public int Seen; C2() { Seen = N; } }
class Ring1 { public static int V = Ring2.V + 1; static Ring1() { } } class Ring2 { public static int V = Ring3.V + 1; static Ring2() { } }
class Ring3 { public static int V = Ring1.V + 1; static Ring3() { } }
class G<T>
{
    public static int V = Init(); static G() { Console.WriteLine("G<" + typeof(T).Name + "> " + V); }
    static int Init() => typeof(T) == typeof(int) ? G<string>.V + 1 : typeof(T) == typeof(string) ? G<object>.V + 1 : G<int>.V + 1;
}
class Parent { public static int P0 = Child.C0 + 1; static Parent() => Console.WriteLine("Parent " + P0); }
class Child : Parent
{
    public static int C0 = P0 + 1; static Child() => Console.WriteLine("Child " + C0); public Child() => Console.WriteLine("child made");
}
class Rec
{
    static int s_depth; public static int V = Go(3); static Rec() { }
    static int Go(int n) { s_depth++; return n == 0 ? V : Go(n - 1) + s_depth; }
}
class ThrowsLater
{
    public static int A = 1;
    static ThrowsLater()
    {
        try { Other.F(); } catch (TypeInitializationException e) { Console.WriteLine("inner failed: " + e.InnerException.Message); A = 2; }
    }
    public class Other { static Other() { if (ThrowsLater.A == 1) throw new Exception("saw 1"); } public static void F() { } }
}

class P
{
    static void Main()
    {
        Console.WriteLine(A.X + " " + B.Y); Console.WriteLine(C1.Inst.Seen + " " + C2.Inst.Seen);
        Console.WriteLine(Ring2.V + " " + Ring3.V + " " + Ring1.V); Console.WriteLine(G<int>.V + " " + G<string>.V + " " + G<object>.V);
        Console.WriteLine(Child.C0 + " " + Parent.P0); new Child(); Console.WriteLine(Rec.V); Console.WriteLine(ThrowsLater.A);
    }
}
