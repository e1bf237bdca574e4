// Covariant return types: through every static type, over several levels, with generics, properties and interfaces.
using System;
using System.Collections.Generic;

class Animal
{
    public virtual Animal Self() => this; public virtual object Prop => "animal";
    public virtual IEnumerable<object> Seq() { yield return "a"; } public virtual Animal Clone() => new Animal();
    public override string ToString() => GetType().Name;
}
class Cat : Animal
{
    public override Cat Self() => this; public override string Prop => "cat" + base.Prop;
    public override List<object> Seq() => new List<object> { "c" }; public override Cat Clone() => new Cat();
    public string Meow() => "meow";
}
class Lion : Cat { public override Lion Self() { Count++; return this; } public int Count; public override Cat Clone() => new Lion(); }
class Cub : Lion
{
    public override Cub Self() => (Cub)base.Self(); public override Cub Clone() => new Cub { Age = 1 }; public int Age;
    public override string Prop => "cub" + base.Prop;
}
abstract class Builder<T> { public abstract Builder<T> Add(T t); public virtual object Build() => "base"; }
class ListBuilder<T> : Builder<T>
{
    protected readonly List<T> L = new(); public override ListBuilder<T> Add(T t) { L.Add(t); return this; }
    public override List<T> Build() => L; public int N => L.Count;
}
class StrBuilder : ListBuilder<string>
{
    public override StrBuilder Add(string s) { base.Add(s + "!"); return this; } public string Join() => string.Join(",", L);
}
interface IFac { object Make(); Animal Self(); }
class Fac : Animal, IFac { public virtual object Make() => "o"; Animal IFac.Self() => new Cat(); }
class Fac2 : Fac, IFac { public override string Make() => "s"; }

class P
{
    static void Main()
    {
        foreach (Animal a in new[] { new Animal(), new Cat(), new Lion(), new Cub() })
        {
            Console.Write(a.Self() + " " + a.Prop + " " + string.Join("", a.Seq()) + " " + a.Clone());
            if (a is Cat c) Console.Write(" " + c.Self().Meow() + c.Prop.Length + c.Seq().Count + c.Clone().Meow());
            if (a is Lion l) Console.Write(" " + l.Self().Count + l.Clone());
            if (a is Cub u) Console.Write(" " + u.Self().Age + u.Clone().Age + u.Count);
            Func<Animal> f = a.Self; Console.WriteLine(" " + ReferenceEquals(f(), a));
        }
        Builder<string> b = new StrBuilder(); b.Add("x").Add("y");
        Console.WriteLine(((StrBuilder)b).Add("z").Join() + b.Build() + new ListBuilder<int>().Add(1).Add(2).N + new ListBuilder<int>().Add(1).Build().Count);
        IFac fac = new Fac2();
        Console.WriteLine(fac.Make() + "" + fac.Self() + ((Fac)fac).Make() + ((Fac2)fac).Make().Length + ((Animal)fac).Self());
        Func<string> fs = new Fac2().Make; Func<object> fo = ((Fac)fac).Make; Console.WriteLine(fs() + fo());
    }
}
