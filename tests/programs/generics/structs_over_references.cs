// Generic structs over reference types: methods that need the exact type, interfaces on the boxed and the constrained path, equality, nesting.
using System;
using System.Collections;
using System.Collections.Generic;

interface IShow { string Show(); } interface ISet<T> { void Set(T t); T Get(); }
struct Cell<T> : IShow, ISet<T>, IEquatable<Cell<T>>, IEnumerable<T>
{
    public T V; public int N;
    public string Show() => $"{typeof(T).Name} {V} {N} {new T[1].GetType().Name} {V is T}"; public void Set(T t) { V = t; N++; }
    public T Get() => V;
    public bool Equals(Cell<T> o) => EqualityComparer<T>.Default.Equals(V, o.V);
    public override bool Equals(object o) => o is Cell<T> c && Equals(c);
    public override int GetHashCode() => V is null ? 0 : EqualityComparer<T>.Default.GetHashCode(V);
    public override string ToString() => "Cell<" + typeof(T).Name + ">";
    public IEnumerator<T> GetEnumerator() { for (int i = 0; i < 3; i++) yield return V; }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public Cell<U> Map<U>(Func<T, U> f) => new Cell<U> { V = f(V), N = N }; public static Cell<T> Of(T t) => new Cell<T> { V = t };
    public readonly Type[] Types<U>() => new[] { typeof(T), typeof(U), typeof(Cell<U>), typeof(Cell<T>) };
    public ref T Ref(ref Cell<T> self) => ref self.V; public Func<string> Del() { var copy = this; return () => copy.Show() + typeof(T); }
}
struct Duo<A, B>
{
    public Cell<A> X; public Cell<B> Y; public string Show() => X.Show() + "|" + Y.Show();
    public Duo<B, A> Flip() => new Duo<B, A> { X = Y, Y = X };
}

class P
{
    static string Gen<T>(T t) where T : IShow => t.Show();
    static string SetGet<C, T>(ref C c, T t) where C : struct, ISet<T> { c.Set(t); c.Set(t); return c.Get() + ""; }
    static string Boxed<T>(object o, T t) { var s = (ISet<T>)o; s.Set(t); return s.Get() + " " + ((IShow)o).Show() + " " + o; }

    static void Main()
    {
        var s = Cell<string>.Of("str"); var o = Cell<object>.Of("obj"); var i = Cell<int>.Of(7);
        Console.WriteLine(s.Show() + "; " + o.Show() + "; " + i.Show());
        Console.WriteLine(Gen(s) + "; " + Gen(o) + "; " + Gen(i) + "; " + Gen<IShow>(s));
        Console.WriteLine(SetGet(ref s, "new") + s.N + SetGet(ref o, (object)5) + o.N + SetGet(ref i, 3) + i.N);
        Console.WriteLine(Boxed<string>(s, "boxed") + s.V + "; " + Boxed<object>(o, "boxed") + o.V + "; " + Boxed(i, 99) + i.V);
        Console.WriteLine(s.Equals(Cell<string>.Of("new")) + " " + s.Equals((object)Cell<object>.Of("new")) + " "
            + o.Equals(Cell<object>.Of(5)) + " " + ((object)s).Equals(s) + (s.GetHashCode() == Cell<string>.Of("new").GetHashCode()));
        Console.WriteLine(string.Join(",", s) + string.Join(",", i) + string.Join(",", (IEnumerable<string>)s)
            + string.Join(",", (IEnumerable<object>)(object)new List<string> { "l" }));
        Console.WriteLine(s.Map(x => x.Length).Show() + s.Map(x => (object)x).Show() + i.Map(x => x.ToString()).Map(x => x + "!").Show());
        Console.WriteLine(string.Join<Type>(" ", s.Types<object>()) + " " + string.Join<Type>(" ", i.Types<string>()));
        s.Ref(ref s) = "by ref"; Console.WriteLine(s.V + " " + s.Del()() + o.Del()()); var d = new Duo<string, object> { X = s, Y = o };
        Console.WriteLine(d.Show() + "; " + d.Flip().Show() + "; " + new Duo<int, Duo<string, int>>().Flip().Y.Show());
        var dict = new Dictionary<Cell<string>, Cell<int>> { [Cell<string>.Of("k")] = i };
        Console.WriteLine(dict[Cell<string>.Of("k")].V + " " + dict.ContainsKey(default) + dict.GetType().Name);
        Func<string> f = s.Show; s.V = "later"; Console.WriteLine(f()); var arr = new Cell<string>[3]; arr[1].Set("elem");
        ((ISet<string>)arr[1]).Set("lost"); Console.WriteLine(arr[1].Show() + Array.IndexOf(arr, Cell<string>.Of("elem")));
        Cell<string>? n = s; Console.WriteLine(n.Value.Show() + n?.ToString() + ((object)n).GetType());
        var deep = Cell<Cell<Cell<string>>>.Of(Cell<Cell<string>>.Of(s)); deep.V.V.Set("deep");
        Console.WriteLine(deep.V.V.Show() + deep.Show() + (deep.Equals(Cell<Cell<Cell<string>>>.Of(Cell<Cell<string>>.Of(Cell<string>.Of("deep"))))));
    }
}
