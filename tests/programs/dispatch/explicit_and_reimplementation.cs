// Explicit implementations, inherited ones, reimplementation in derived classes, new slots and interface inheritance.
using System;

interface I { string M(); } interface J : I { string N(); new string M(); } interface K { string M(); }
class A : I { string I.M() => "A:I.M"; public string M() => "A.M"; }
class B : A { public new string M() => "B.M"; } class C : A, I { public new string M() => "C.M"; }
class D : C { public new virtual string M() => "D.M"; } class E : D, I { public override string M() => "E.M"; }
class V : I { public virtual string M() => "V.M"; } class W : V { public override string M() => "W.M<" + base.M(); }
class X : W, I { string I.M() => "X:I.M"; } class Y : X { public override string M() => "Y.M"; } class Z : Y, I { }
class JK : J, K
{
    string I.M() => "JK:I"; string J.M() => "JK:J"; string K.M() => "JK:K"; public string M() => "JK";
    public string N() => "N" + ((I)this).M() + ((J)this).M();
}
class JK2 : JK, I { public new string M() => "JK2"; }
abstract class Abs : I, K { public abstract string M(); } class Conc : Abs { public override string M() => "Conc"; }
class Conc2 : Conc, K { string K.M() => "Conc2:K"; }
class NotYet { public string M() => "NotYet.M"; } class Late : NotYet, I { } class Late2 : Late { public new string M() => "Late2.M"; }
class Late3 : Late2, I { } class PrivV { protected virtual string M() => "prot"; public string Pub() => M(); }
class PrivI : PrivV, I { string I.M() => "I+" + M(); protected override string M() => "over"; }
interface IProp { int V { get; set; } event Action E; string this[int i] { get; } }
class Prop : IProp
{
    int IProp.V { get; set; } = 3; public int V => 7; Action _e;
    event Action IProp.E { add { _e += value; Console.Write("add "); } remove { _e -= value; Console.Write("remove "); } }
    string IProp.this[int i] => "ix" + i; public void Fire() => _e?.Invoke();
}

class P
{
    static string S(object o) => (o is I i ? "I=" + i.M() : "") + (o is J j ? " J=" + j.M() + "," + j.N() : "") + (o is K k ? " K=" + k.M() : "");
    static string G<T>(T t) where T : I => t.M();

    static void Main()
    {
        foreach (object o in new object[] { new A(), new B(), new C(), new D(), new E(), new V(), new W(), new X(), new Y(), new Z(),
            new JK(), new JK2(), new Conc(), new Conc2(), new Late(), new Late2(), new Late3(), new PrivI() }) Console.WriteLine(o.GetType()
            .Name
            + " " + S(o));
        Console.WriteLine(new A().M() + new B().M() + new E().M() + ((D)new E()).M() + ((C)new E()).M() + ((V)new X()).M() + new JK().M()
            + new JK2().M() + new PrivI().Pub());
        Console.WriteLine(G(new A()) + G(new B()) + G(new C()) + G(new E()) + G(new Z()) + G<I>(new X()) + G(new JK2()) + G(new Late3()));
        IProp p = new Prop(); p.V += 10; Action h = () => Console.Write("fired "); p.E += h; ((Prop)p).Fire(); p.E -= h; ((Prop)p).Fire();
        Console.WriteLine(p.V + " " + ((Prop)p).V + p[4]);
    }
}
