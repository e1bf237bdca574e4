// catch (T) in shared and unshared generic code, generic exception types, filters that use T, and type tests of the exception.
using System;
using System.Collections.Generic;

class Gen<T> : Exception { public T Value; public Gen(T v) : base(typeof(T).Name + "=" + v) { Value = v; } }
class Sub<T> : Gen<List<T>> { public Sub(T t) : base(new List<T> { t }) { } }
class My : ArgumentException { public My(string m) : base(m) { } }
class Catcher<E> where E : Exception
{
    public string Run(Action a)
    {
        try { a(); return "none"; } catch (E e)
        {
            return "E<" + typeof(E).Name + ">:" + e.GetType().Name;
        }
        catch (Exception e) { return "other:" + e.GetType().Name; } finally { Count++; }
    }
    public static int Count; public static bool Is(Exception e) => e is E;
    public virtual string Nested<F>(Action a) where F : Exception
    {
        try
        {
            try { a(); return "none"; } catch (F e) { return "F:" + e.GetType().Name; }
        }
        catch (E e) when (e is not F) { return "E:" + e.GetType().Name; } catch { return "neither"; }
    }
}
struct SCatch<E> where E : Exception
{
    public int N;
    public bool Try(Action a) { try { a(); return false; } catch (E) { N++; return true; } catch (Exception) when (N < 0) { return true; } }
}

class P
{
    static string C<E>(Action a) where E : Exception
    {
        try { a(); return "none"; } catch (E e) { return typeof(E).Name + " " + e.Message; }
    }
    static string Two<E, F>(Action a) where E : Exception where F : Exception
    {
        try { a(); return "none"; } catch (E e) when (e.Message.Length % 2 == 0) { return "E " + e.Message; } catch (F e) { return "F " + e.Message; }
    }
    static string G<T>(Action a)
    {
        try { a(); return "none"; } catch (Gen<T> g)
        {
            return "Gen<" + typeof(T).Name + "> " + g.Value;
        }
        catch (Gen<List<T>> g) { return "GenList " + g.Value.Count; } catch (Gen<T[]> g) when (g.Value is { Length: > 0 }) { return "arr " + g.Value[0]; }
    }
    static void Throw<E>() where E : Exception, new() { try { throw new E(); } finally { Console.Write("."); } }
    static void ThrowG<T>(T t) => throw new Gen<T>(t);
    static string S(Func<string> f) { try { return f(); } catch (Exception e) { return "escaped " + e.GetType().Name; } }
    static int Retry<E>(int n, Func<int, int> f) where E : Exception
    {
        for (int i = 0; ; i++) { try { return f(i); } catch (E) when (i < n) { } }
    }

    static void Main()
    {
        Action[] acts = { () => throw new My("my"), () => throw new ArgumentNullException("p"),
            () => throw new InvalidOperationException("io"), () => throw new Gen<string>("s"), () => throw new Gen<int>(5),
            () => throw new Gen<object>("o"), () => throw new Sub<string>("sub"), () => throw new Gen<string[]>(new[] { "arr" }),
            () => throw new Gen<int[]>(null), () => { object o = null; o.ToString(); }, () => { int z = 0; Console.Write(1 / z); },
            () => { } };
        foreach (Action a in acts)
        {
            Console.WriteLine(S(() => C<My>(a)) + "; " + S(() => C<ArgumentException>(a)) + "; " + S(() => C<Exception>(a)) + "; "
                + S(() => C<Gen<string>>(a)) + "; " + S(() => C<Gen<List<string>>>(a)) + "; " + S(() => C<NullReferenceException>(a))
                + "; " + S(() => C<ArithmeticException>(a)));
            Console.WriteLine("   " + S(() => Two<ArgumentException, My>(a)) + "; " + S(() => Two<Exception, Gen<int>>(a)) + "; "
                + S(() => G<string>(a)) + "; " + S(() => G<int>(a)) + "; " + S(() => G<object>(a)) + "; "
                + new Catcher<ArgumentException>().Run(a) + " " + new Catcher<Gen<string>>().Run(a) + " "
                + new Catcher<Exception>().Nested<SystemException>(a) + " " + new Catcher<Gen<int>>().Nested<ArgumentException>(a));
        }
        Console.WriteLine(Catcher<ArgumentException>.Count + " " + Catcher<Gen<string>>.Count + " " + Catcher<Exception>.Count
            + Catcher<Gen<string>>.Is(new Gen<string>("")) + Catcher<Gen<string>>.Is(new Gen<object>("")));
        Console.WriteLine(C<TimeoutException>(Throw<TimeoutException>) + S(() => C<TimeoutException>(Throw<Exception>))
            + C<Gen<double>>(() => ThrowG(2.5)) + C<Gen<P>>(() => ThrowG<P>(null)));
        var sc = new SCatch<ArgumentException>();
        Console.WriteLine(sc.Try(acts[0]) + " " + sc.Try(acts[1]) + " " + sc.N + S(() =>
        {
            var s2 = new SCatch<My>(); return "" + s2.Try(acts[1]);
        }) + S(() => "" + new SCatch<Gen<int>> { N = -1 }.Try(acts[2])));
        Console.WriteLine(Retry<ArgumentException>(3, i => i == 3 ? i * 10 : throw new My("r"))
            + S(() => "" + Retry<My>(2, i => throw new My("r"))) + S(() => "" + Retry<My>(2, i => throw new ArgumentException("r"))));
    }
}
