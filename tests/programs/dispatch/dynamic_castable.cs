// IDynamicInterfaceCastable: implementations chosen at run time, in generic forms too.
using System;
using System.Runtime.InteropServices;
class Castable<I, Impl> : IDynamicInterfaceCastable
{
    public RuntimeTypeHandle GetInterfaceImplementation(RuntimeTypeHandle t) => t.Equals(typeof(I).TypeHandle) ? typeof(Impl).TypeHandle : default;
    public bool IsInterfaceImplemented(RuntimeTypeHandle t, bool thrown) => t.Equals(typeof(I).TypeHandle);
}
interface IAsk { string Ask(); int Num(int a, string b) => a + b.Length; }
interface IAsk<T> { T Give(T t); }
[DynamicInterfaceCastableImplementation] interface IAskA : IAsk { string IAsk.Ask() => "A " + GetType().Name; int IAsk.Num(int a, string b) => a * 10 + b.Length; }
[DynamicInterfaceCastableImplementation] interface IAskG<T> : IAsk { string IAsk.Ask() => "G " + typeof(T); }
interface IAskPlain : IAsk { string IAsk.Ask() => "plain"; }
[DynamicInterfaceCastableImplementation] interface IAskChild : IAskPlain { }
[DynamicInterfaceCastableImplementation] interface IGive<T> : IAsk<T> { T IAsk<T>.Give(T t) { Console.Write(typeof(T)); return t; } }
class P
{
    static void Main()
    {
        var a = (IAsk)(object)new Castable<IAsk, IAskA>(); Console.WriteLine(a.Ask() + a.Num(4, "xyz"));
        Console.WriteLine(((IAsk)(object)new Castable<IAsk, IAskG<int>>()).Ask() + ((IAsk)(object)new Castable<IAsk, IAskG<string>>()).Ask());
        Console.WriteLine(((IAsk)(object)new Castable<IAsk, IAskChild>()).Ask());
        try { ((IAsk)(object)new Castable<IAsk, IAskPlain>()).Ask(); } catch (InvalidOperationException) { Console.WriteLine("not an implementation"); }
        object o = new Castable<IAsk<string>, IGive<string>>(); Console.WriteLine(o is IAsk<string> s ? s.Give("given") : "no"); Console.WriteLine(o is IAsk); Console.WriteLine(o is IAsk<int>);
        try { var x = (IAsk)o; } catch (InvalidCastException) { Console.WriteLine("no cast"); }
    }
}
