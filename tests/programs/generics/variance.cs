// Variance in conversions, type tests and calls: covariant and contravariant interfaces and delegates, nested, over arrays, never over value types.
using System;
using System.Collections.Generic;
using System.Linq;

class Animal { public virtual string Name => "animal"; } class Cat : Animal { public override string Name => "cat"; }
class Lion : Cat { public override string Name => "lion"; }
interface IOut<out T> { T Get(); string Tell(); } interface IIn<in T> { string Put(T t); } interface IBoth<in A, out R> { R Do(A a); }
interface IInv<T> { T Id(T t); }
class Source<T> : IOut<T> where T : new() { public T Get() => new T(); public string Tell() => "source of " + typeof(T).Name; }
class Sink<T> : IIn<T> { public string Put(T t) => typeof(T).Name + " takes " + t.GetType().Name; }
class Two : IOut<Cat>, IOut<string>
{
    Cat IOut<Cat>.Get() => new Lion(); string IOut<Cat>.Tell() => "cat side"; string IOut<string>.Get() => "str";
    string IOut<string>.Tell() => "string side";
}
class Conv : IBoth<object, Cat>, IInv<Cat> { public Cat Do(object o) => o as Cat ?? new Cat(); public Cat Id(Cat c) => c; }
class Nested : IOut<IOut<Cat>>, IIn<IIn<Animal>>
{
    public IOut<Cat> Get() => new Source<Cat>(); public string Tell() => "nested"; public string Put(IIn<Animal> t) => t.Put(new Lion());
}

class P
{
    static string Test<T>(object o) => o is T ? "1" : "0";
    static string All(object o) => Test<IOut<Animal>>(o) + Test<IOut<Cat>>(o) + Test<IOut<Lion>>(o) + Test<IOut<object>>(o)
        + Test<IOut<string>>(o) + Test<IOut<int>>(o) + Test<IIn<Animal>>(o) + Test<IIn<Cat>>(o) + Test<IIn<Lion>>(o) + Test<IIn<object>>(o)
        + Test<IIn<int>>(o) + Test<IBoth<string, Animal>>(o) + Test<IBoth<int, Cat>>(o) + Test<IInv<Cat>>(o) + Test<IInv<Animal>>(o)
        + Test<IOut<IOut<Animal>>>(o) + Test<IOut<IOut<object>>>(o) + Test<IIn<IIn<Cat>>>(o) + Test<IIn<IIn<object>>>(o)
        + Test<IEnumerable<object>>(o) + Test<IEnumerable<Animal>>(o) + Test<IReadOnlyList<Animal>>(o) + Test<IList<Animal>>(o)
            + Test<IList<object>>(o) + Test<IEnumerable<int>>(o) + Test<IEnumerable<uint>>(o) + Test<IEnumerable<ValueType>>(o)
            + Test<IEnumerable<DayOfWeek>>(o) + Test<Func<Animal>>(o) + Test<Func<object>>(o) + Test<Action<Lion>>(o)
            + Test<Action<object>>(o) + Test<Func<Lion, Animal>>(o) + Test<Func<int>>(o) + Test<Comparison<Lion>>(o);

    static void Main()
    {
        Func<Lion> fl = () => new Lion(); Action<Animal> aa = a => { }; Func<object, Cat> foc = o => new Cat(); Func<int> fi = () => 1;
        object[] os = { new Source<Cat>(), new Source<Lion>(), new Source<object>(), new Source<int>(), new Sink<Cat>(),
            new Sink<object>(), new Sink<int>(), new Two(), new Conv(), new Nested(), new List<Cat>(), new Cat[1], new Lion[1],
            new string[1], new object[1], new int[1], new uint[1], new DayOfWeek[1], new List<int>(), new List<DayOfWeek>(), fl, aa, foc,
            fi, new Comparison<Cat>((a, b) => 0), new Cat[1][], new List<Lion[]>(), new HashSet<Cat>(), Enumerable.Empty<Lion>(),
            new Cat[1].Select(c => c) };
        foreach (object o in os) Console.WriteLine(All(o));
        IOut<Animal> src = new Source<Lion>(); Console.WriteLine(src.Get().Name + " " + src.Tell()); IOut<object> so = src;
        Console.WriteLine(so.Get() + " " + so.Tell()); IIn<Lion> sink = new Sink<Animal>(); Console.WriteLine(sink.Put(new Lion()));
        sink = new Sink<object>(); Console.WriteLine(sink.Put(new Lion()));
        IOut<Animal> two = new Two(); Console.WriteLine(two.Get().Name + " " + two.Tell()); IOut<string> two2 = (IOut<string>)two;
        Console.WriteLine(two2.Get() + " " + two2.Tell()); IBoth<Lion, Animal> conv = new Conv();
        Console.WriteLine(conv.Do(new Lion()).Name); IOut<IOut<Animal>> nest = new Nested();
        Console.WriteLine(nest.Get().Get().Name + nest.Tell()); IIn<IIn<object>> nin = new Nested();
        Console.WriteLine(nin.Put(new Sink<object>()));
        Func<object> fo = fl; Action<Lion> al = aa; al(new Lion()); Func<Lion, Animal> fla = foc;
        Console.WriteLine(fo() + " " + fla(new Lion()).Name + " " + fo.GetType()); IEnumerable<object> seq = new List<string> { "a", "b" };
        Console.WriteLine(string.Join("-", seq.Select(x => x.ToString())) + seq.First());
        IComparer<object> cmp = Comparer<object>.Create((a, b) => string.CompareOrdinal(b.ToString(), a.ToString()));
        var list = new List<string> { "x", "z", "y" }; list.Sort(cmp); Console.WriteLine(string.Join("", list));
        try { object o = (IOut<Lion>)(object)new Source<Cat>(); } catch (InvalidCastException e) { Console.WriteLine(e.Message); }
        try { object o = (IEnumerable<object>)(object)new int[1]; } catch (InvalidCastException e) { Console.WriteLine(e.Message); }
        IReadOnlyList<Animal> ro = new Lion[] { new Lion() }; Console.WriteLine(ro[0].Name + ro.Count);
        IList<Animal> il = new Lion[] { new Lion() };
        try { il[0] = new Cat(); } catch (ArrayTypeMismatchException) { Console.WriteLine("mismatch"); }
    }
}
