// `new`, `new virtual`, `override` and `sealed override` on methods, properties and events over several levels, seen through every static type.
using System;

class A
{
    public virtual string M() => "A.M"; public string N() => "A.N"; public virtual string P => "A.P"; public static string S() => "A.S";
    public virtual string O(object o) => "A.O(object)"; public string Call() => M() + N() + P;
}
class B : A
{
    public override string M() => "B.M<" + base.M(); public new virtual string N() => "B.N"; public override string P => "B.P";
    public new static string S() => "B.S"; public virtual string O(string s) => "B.O(string)";
}
class C : B
{
    public new virtual string M() => "C.M"; public override string N() => "C.N"; public sealed override string P => "C.P<" + base.P;
    public override string O(object o) => "C.O(object)";
}
class D : C
{
    public override string M() => "D.M<" + base.M() + "<" + ((B)this).M(); public new string N() => "D.N"; public new string P => "D.P";
    public override string O(string s) => "D.O(string)";
}
class E : D { public new virtual string P => "E.P"; public sealed override string M() => "E.M"; }
class F : E { public new string M() => "F.M"; public override string P => "F.P"; public string Bases() => base.M() + base.N() + base.P; }
class Hide : A { public new int M = 5; public new class N { public override string ToString() => "type N"; } }
abstract class Abs : A { public abstract override string M(); } class Conc : Abs { public override string M() => "Conc.M"; }

class P
{
    static void Main()
    {
        foreach (A a in new A[] { new A(), new B(), new C(), new D(), new E(), new F(), new Conc() })
        {
            Console.Write(a.GetType().Name + ": " + a.M() + " " + a.N() + " " + a.P + " " + a.Call() + " " + a.O("s"));
            if (a is B b) Console.Write(" | B " + b.M() + " " + b.N() + " " + b.P + " " + b.O("s") + " " + b.O(1));
            if (a is C c) Console.Write(" | C " + c.M() + " " + c.N() + " " + c.P + " " + c.O("s") + " " + c.O((object)"s"));
            if (a is D d) Console.Write(" | D " + d.M() + " " + d.N() + " " + d.P + " " + d.O("s"));
            if (a is E e) Console.Write(" | E " + e.M() + " " + e.P);
            if (a is F f) Console.Write(" | F " + f.M() + " " + f.P + " " + f.Bases());
            Console.WriteLine();
        }
        Console.WriteLine(A.S() + B.S() + D.S() + new Hide().M + new Hide.N() + ((A)new Hide()).M() + ((A)new Hide()).N());
    }
}
