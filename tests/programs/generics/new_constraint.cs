// new T() for classes, structs with and without a constructor of their own, and types whose constructor throws.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;

class A { public int V = 1; public A() { V++; } } class B : A { public B() { V *= 10; } } class Priv { public readonly string S = "init"; }
struct S0 { public int X; } struct S1 { public int X = 5; public string T; public S1() { T = "ctor"; } }
class Throws { public Throws() { throw new InvalidOperationException("ctor"); } } class G<T> { public T V; public Type Ty = typeof(T); }
class CctorThrows { static CctorThrows() { throw new Exception("cctor"); } }

class P
{
    static T Make<T>() where T : new() => new T();
    static T MakeS<T>() where T : struct => new T();
    static T[] Many<T>(int n) where T : new() { var a = new T[n]; for (int i = 0; i < n; i++) a[i] = new T(); return a; }
    class Factory<T> where T : class, new()
    {
        public static readonly Func<T> F = () => new T(); public T Get() => F(); public static G<T> Wrap() => Make<G<T>>();
    }
    static string Try<T>() where T : new()
    {
        try { return Make<T>().ToString(); } catch (Exception e)
        {
            return e.GetType().Name + ": " + e.Message + " / " + e.InnerException?.GetType().Name;
        }
    }

    static void Main()
    {
        Console.WriteLine(Make<A>().V + " " + Make<B>().V + " " + Make<Priv>().S + " " + Make<S0>().X + " " + Make<S1>().X + Make<S1>().T
            + " " + MakeS<S1>().X + " " + default(S1).X + " " + (new S1[1])[0].X);
        Console.WriteLine(Make<int>() + " " + Make<DateTime>().Ticks + " " + Make<decimal>() + " " + Make<Guid>() + " "
            + Make<object>().GetType() + " " + Make<List<string>>().Count + " " + Make<DayOfWeek>() + " " + Make<(int, string)>() + " "
            + (Make<int?>() == null));
        Console.WriteLine(Many<A>(3)[2].V + Many<S1>(2)[1].X + " " + ReferenceEquals(Many<object>(2)[0], Many<object>(2)[1]) + " " + Many<G<string>>(2)[1].Ty);
        Console.WriteLine(new Factory<B>().Get().V + " " + Factory<A>.F().V + " " + Factory<A>.Wrap().Ty + " " + Factory<B>.Wrap().GetType());
        Console.WriteLine(Try<Throws>()); Console.WriteLine(Try<CctorThrows>()); Console.WriteLine(Try<CctorThrows>());
        Console.WriteLine(Activator.CreateInstance<B>().V + " " + Activator.CreateInstance<S1>().X + " " + Activator.CreateInstance<int>());
        G<G<string>> g = Make<G<G<string>>>(); g.V = Make<G<string>>(); Console.WriteLine(g.Ty + " " + g.V.Ty);
    }
}
