// Dispatch over variant interfaces: exact before variant, order of declaration, inherited implementations, generic virtual, default bodies, delegates as interfaces' members.
using System;
using System.Collections.Generic;

class A { } class B : A { } class C : B { }
interface IOut<out T> { string Do(); } interface IIn<in T> { string Do(T t); }
interface IDef<in T> { string Name(T t) => "default<" + typeof(T).Name + ">"; }
class OutBC : IOut<B>, IOut<C> { string IOut<B>.Do() => "B"; string IOut<C>.Do() => "C"; }
class OutCB : IOut<C>, IOut<B> { string IOut<B>.Do() => "B"; string IOut<C>.Do() => "C"; }
class OutBase : IOut<C> { public virtual string Do() => "base C"; } class OutDer : OutBase, IOut<B> { string IOut<B>.Do() => "derived B"; }
class OutDer2 : OutBase { public override string Do() => "override"; }
class InAB : IIn<A>, IIn<B> { string IIn<A>.Do(A a) => "as A"; string IIn<B>.Do(B b) => "as B"; }
class InObj : IIn<object> { public string Do(object o) => "as object " + o?.GetType().Name; }
class InDer : InAB, IIn<object> { string IIn<object>.Do(object o) => "as object in derived"; }
class Def : IDef<object>, IDef<A> { string IDef<A>.Name(A a) => "own A"; } class Def2 : IDef<object> { }
struct SOut : IOut<string> { public string Do() => "struct"; }
class Gen<T> : IOut<T>, IIn<T>
{
    public string Do() => "Gen<" + typeof(T).Name + ">"; public string Do(T t) => "Gen takes <" + typeof(T).Name + ">";
}
interface IMid<out T> : IOut<T> where T : class { }
class Mid : IMid<C>, IOut<List<string>> { string IOut<C>.Do() => "mid C"; string IOut<List<string>>.Do() => "mid list"; }

class P
{
    static string O<T>(object o) => o is IOut<T> x ? x.Do() : "-";
    static string I<T>(object o, T t) => o is IIn<T> x ? x.Do(t) : "-";

    static void Main()
    {
        foreach (object o in new object[] { new OutBC(), new OutCB(), new OutBase(), new OutDer(), new OutDer2(), new SOut(), new Gen<C>(),
            new Gen<string>(), new Gen<int>(), new Mid() }) Console.WriteLine(o.GetType().Name
            + ": " + O<object>(o) + " " + O<A>(o) + " " + O<B>(o) + " " + O<C>(o) + " " + O<string>(o) + " " + O<IEnumerable<char>>(o)
            + " " + O<int>(o) + " " + O<IEnumerable<object>>(o));
        foreach (object o in new object[] { new InAB(), new InObj(), new InDer(), new Gen<A>(), new Gen<object>(), new Gen<int>(),
            new Gen<IComparable>() }) Console.WriteLine(o.GetType().Name
            + ": " + I(o, new A()) + " " + I(o, new B()) + " " + I(o, new C()) + " " + I(o, "s") + " " + I<object>(o, 1) + " " + I(o, 5));
        Console.WriteLine(((IDef<A>)new Def()).Name(null) + ((IDef<B>)new Def()).Name(null) + ((IDef<object>)new Def()).Name(null)
            + ((IDef<string>)new Def()).Name(null) + ((IDef<A>)new Def2()).Name(null) + ((IDef<string>)new Def2()).Name(null));
        for (int i = 0; i < 3; i++) foreach (IOut<object> x in new IOut<object>[] { new OutBC(), new Gen<string>(), new SOut(),
            new OutDer(), new Mid() }) Console.Write(x.Do()
            + ",");
        Console.WriteLine(); Func<string> f = ((IOut<object>)new Gen<C>()).Do; Func<C, string> g = ((IIn<C>)new Gen<A>()).Do;
        Console.WriteLine(f() + g(null));
    }
}
