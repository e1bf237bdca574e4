// Types nested in generic types, with their own parameters, their names, statics, base classes from their parents and generic methods within.
using System;
using System.Collections.Generic;

class Outer<T>
{
    public class In
    {
        public T V; public string Show() => typeof(T).Name + V;
        public class Deep<U> : In
        {
            public U W; public string Both<X>() => $"{typeof(T).Name},{typeof(U).Name},{typeof(X).Name} {V} {W} {Name}";
        }
        public static string Name => typeof(In).ToString();
    }
    public struct Val<U, W> { public T A; public U B; public W C; public override string ToString() => $"{A}/{B}/{C} {typeof(Val<W, U>)}"; }
    public enum Mode { Off, On } public delegate U Fn<U>(T t); public interface IFace<U> { U Do(T t); }
    public class Impl : IFace<T>, IFace<List<T>> { T IFace<T>.Do(T t) => t; List<T> IFace<List<T>>.Do(T t) => new List<T> { t, t }; }
    public static U Apply<U>(Fn<U> f, T t) => f(t); public Outer<Outer<T>> Up() => new Outer<Outer<T>>();
    public override string ToString() => "Outer " + typeof(T);
    protected class Prot { public static int N = 1; }
    public class Child : Outer<T[]> { public static int Next() => ++Prot.N; public In Inner = new In(); }
    class Node { public T V; public Node Next; } Node _head; public void Push(T t) => _head = new Node { V = t, Next = _head };
    public IEnumerable<T> All() { for (Node n = _head; n != null; n = n.Next) yield return n.V; } public Type NodeType => typeof(Node);
}
class Sub : Outer<string>.In.Deep<int> { }
class Rec<T> : IComparable<Rec<T>> where T : Rec<T>
{
    public int K; public int CompareTo(Rec<T> o) => K.CompareTo(o.K); public virtual T Self => (T)this;
}
class RecA : Rec<RecA> { public string Hi = "A"; }
class M1<T> : M2<M1<T>, T> { } class M2<A, B> { public Type[] Ts => new[] { typeof(A), typeof(B), GetType() }; }

class P
{
    static void Main()
    {
        Console.WriteLine(new Outer<string>.In { V = "v" }.Show() + new Outer<int>.In { V = 1 }.Show() + new Outer<object>.In { V = 2 }.Show());
        Console.WriteLine(new Outer<string>.In.Deep<int> { V = "a", W = 1 }.Both<object>());
        Console.WriteLine(new Outer<int>.In.Deep<string> { V = 1, W = "b" }.Both<int>());
        Console.WriteLine(new Sub { V = "sub", W = 5 }.Both<Sub>() + new Sub { V = "x" }.Show());
        Console.WriteLine(new Outer<string>.Val<int, object> { A = "a", B = 1, C = 2 });
        Console.WriteLine(new Outer<int>.Val<string, List<int>> { A = 1 });
        Console.WriteLine(Outer<string>.Mode.On + " " + typeof(Outer<int>.Mode) + " " + (Outer<string>.Mode)7 + " "
            + ((object)Outer<string>.Mode.On).Equals(Outer<object>.Mode.On));
        Console.WriteLine(Outer<string>.Apply(s => s.Length, "four") + Outer<int>.Apply(s => "n" + s, 4) + Outer<object>.Apply<object>(s => s.GetType(), 4));
        object impl = new Outer<string>.Impl();
        Console.WriteLine(((Outer<string>.IFace<string>)impl).Do("i") + ((Outer<string>.IFace<List<string>>)impl).Do("i").Count
            + (impl is Outer<string>.IFace<object>) + (impl is Outer<object>.IFace<string>));
        Console.WriteLine(new Outer<string>().Up().Up() + " " + new Outer<int>().Up());
        Console.WriteLine(Outer<string>.Child.Next() + Outer<string>.Child.Next() + Outer<object>.Child.Next() + " "
            + new Outer<string>.Child().Inner.GetType() + " " + new Outer<string>.Child());
        var st = new Outer<string>(); st.Push("1"); st.Push("2"); var si = new Outer<int>(); si.Push(3);
        Console.WriteLine(string.Join(",", st.All()) + string.Join(",", si.All()) + st.NodeType + si.NodeType);
        var ra = new RecA { K = 1 };
        Console.WriteLine(ra.Self.Hi + ra.CompareTo(new RecA { K = 2 }) + Comparer<Rec<RecA>>.Default.Compare(ra, new RecA()));
        Console.WriteLine(string.Join<Type>(" ", new M1<string>().Ts) + " " + string.Join<Type>(" ", new M1<int>().Ts));
    }
}
