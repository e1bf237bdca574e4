// A failing static constructor gives a TypeInitializationException, the same at every later access; for fields, methods, constructors, generics, structs and nested failures.
#pragma warning disable CS0649
using System;

class A
{
    public static int F = 1; static A() { Count.N++; throw new InvalidOperationException("A failed"); } public static void M() { }
    public int Inst() => 1;
}
static class Count { public static int N, Field; }
class B
{
    public static int F = Throw(); static int Throw() { Count.Field++; throw new FormatException("B field"); } public static void M() { }
    static B() { }
}
class C { static C() { Count.N += 100; _ = A.F; } public static int F; }
class G<T> { static G() { if (typeof(T) == typeof(string)) throw new Exception("G<" + typeof(T).Name + ">"); } public static int F = 3; }
struct S { static S() { throw new Exception("S"); } public static int F; public S(int i) { } public int X; public int Inst() => X; }
class Base { static Base() { throw new Exception("Base"); } public static int BF; public Base() { } }
class Derived : Base { public static int DF = 5; static Derived() { } }
class Outer
{
    static Outer() { throw new Exception("Outer"); } public class Inner { public static int F = 7; } public const int K = 9;
    public static int F;
}
class Catches { public static int V; static Catches() { try { throw new Exception("x"); } catch { V = 4; } finally { V++; } } }
class Deep { static Deep() { int[] a = new int[1]; a[5] = 1; } public static int F; }
class NullR { static readonly int s_len = ((string)null).Length; public static int Get() => s_len; static NullR() { } }

class P
{
    static Exception T(Func<int> f)
    {
        try { Console.Write(f() + " "); return null; } catch (Exception e)
        {
            Console.WriteLine(e.GetType().Name + ": " + e.Message + " <- " + e.InnerException?.GetType().Name + ": "
                + e.InnerException?.Message
                + (e.InnerException?.InnerException == null ? "" : " <- " + e.InnerException.InnerException.Message) + " ["
                + (e as TypeInitializationException)?.TypeName + "]");
            return e;
        }
    }

    static void Main()
    {
        Exception e1 = T(() => A.F), e2 = T(() => { A.M(); return 0; }), e3 = T(() => new A().Inst());
        Console.WriteLine(ReferenceEquals(e1, e2) + " " + ReferenceEquals(e1.InnerException, e3.InnerException) + " " + Count.N);
        T(() => B.F); T(() => { B.M(); return 0; }); Console.WriteLine(Count.Field); T(() => C.F); T(() => C.F);
        Console.WriteLine(Count.N); T(() => G<int>.F); T(() => G<string>.F); T(() => G<object>.F); T(() => G<string>.F); T(() => S.F);
        T(() => new S(1).X); T(() => default(S).X); T(() => Derived.DF); T(() => { new Derived(); return 0; }); T(() => Derived.BF);
        T(() => Outer.F); T(() => Outer.Inner.F); T(() => Outer.K); T(() => Catches.V); T(() => Deep.F); T(() => NullR.Get());
        for (int i = 0; i < 3; i++)
        {
            try { A.M(); } catch (TypeInitializationException) when (i == 1) { Console.WriteLine("filtered"); } catch (Exception e)
            {
                Console.WriteLine(e.GetBaseException().Message);
            }
        }
        try
        {
            System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(A).TypeHandle);
        }
        catch (TypeInitializationException e) { Console.WriteLine("run " + e.TypeName); }
        Console.WriteLine(Count.N);
    }
}
