// base calls: skipping levels, properties, indexers, events, in lambdas, iterators and async methods, to generic and abstract parents.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;

class A
{
    protected string _n = "A"; public virtual string M(int n) => "A" + n; public virtual int Prop { get => 1; set => _n += value; }
    public virtual string this[string s] => "A[" + s + "]"; public virtual event Action E { add { _n += "+"; } remove { _n += "-"; } }
    public override string ToString() => "A:" + _n; public virtual T Gen<T>(T t) => t; public virtual ref string Ref() => ref _n;
    public virtual void Out(out int x, ref int y, in int z) { x = y + z; y++; }
}
class B : A { }
class C : B
{
    public override string M(int n) => n == 0 ? "C0" : "C" + n + base.M(n - 1) + M(n - 1);
    public override int Prop { get => base.Prop + 10; set { base.Prop = value * 2; base.Prop++; } }
    public override string this[string s] => base[s + "C"];
    public override event Action E { add { base.E += value; base.E += value; } remove { base.E -= value; } }
    public override string ToString() => "C<" + base.ToString() + ">";
    public Func<int, string> Lambda() => n => base.M(n) + ((A)this).M(0); public Func<int, string> Group() => base.M;
    public IEnumerable<string> Iter() { for (int i = 0; i < 2; i++) yield return base.M(i) + base.ToString(); }
    public async Task<string> Async() { string s = base.M(1); await Task.Yield(); return s + base.M(2) + base.ToString(); }
    public override T Gen<T>(T t) { Func<T, T> f = base.Gen; return f(base.Gen(t)); }
    public override ref string Ref() { ref string r = ref base.Ref(); r += "!"; return ref r; }
    public override void Out(out int x, ref int y, in int z) { base.Out(out x, ref y, z); base.Out(out int k, ref y, x); x += k; }
}
class D : C
{
    public override string M(int n) => "D" + base.M(n);
    public string Local() { string L(int i) => i == 0 ? base.M(0) : L(i - 1) + i; return L(2); }
    public override int GetHashCode() => 42 + (base.GetHashCode() == base.GetHashCode() ? 0 : 1);
    public override bool Equals(object o) => base.Equals(o) || o is D;
}
abstract class T1<T> { public virtual string Show(T t) => typeof(T).Name + t; public abstract string Abs(); }
class T2<T> : T1<List<T>>
{
    public override string Show(List<T> l) => "T2" + base.Show(l) + l.Count; public override string Abs() => "abs";
}
class T3 : T2<string>
{
    public override string Show(List<string> l) => "T3" + base.Show(l); public override string Abs() => base.Abs() + "3";
}
struct S
{
    public int X;
    public override string ToString() => "S" + X + base.ToString() + base.Equals(this) + (base.GetHashCode() == base.GetHashCode());
}

class P
{
    static async Task Main()
    {
        foreach (C c in new[] { new C(), new D() })
        {
            Console.WriteLine(c.M(2) + " " + c.Prop + " " + c["x"] + " " + c); c.Prop = 4; c.E += () => { }; c.E -= null;
            Console.WriteLine(c + " " + c.Lambda()(3) + " " + c.Group()(4) + " " + string.Join("|", c.Iter()) + " " + await c.Async());
            Console.WriteLine(c.Gen(5) + c.Gen("g") + c.Ref() + c.Ref()); int y = 1; c.Out(out int x, ref y, 10);
            Console.WriteLine(x + " " + y);
        }
        Console.WriteLine(new D().Local() + new D().GetHashCode() + new D().Equals(new D()) + new D().Equals(null));
        Console.WriteLine(new T3().Show(new List<string> { "a" }) + new T3().Abs() + ((T1<List<string>>)new T3()).Show(new List<string>())
            + new T2<int>().Show(new List<int>()));
        Console.WriteLine(new S { X = 3 }); A b = new B(); Console.WriteLine(b.M(1) + b.Prop + b["y"]);
    }
}
