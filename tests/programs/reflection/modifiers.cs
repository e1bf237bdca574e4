// Custom modifiers by reflection: init-only setters, `in` parameters of virtual methods, readonly references, volatile fields, unmanaged constraints, generic types and their definitions.
// unsafe
using System;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
class Init
{
    public int A { get; init; }
    public required string R { get; set; }
    public ref readonly int RR => ref x;
    public ref int Plain => ref x;
    int x; public volatile int V; public static volatile object SV; public readonly int N;
    public virtual void In(in int i, int plain, in string s) { }
    public ref readonly int Both(in int i) => ref x;
    public string this[in int i] { get => ""; init { } }
}
class Gen<T> { public T Value { get; init; } public volatile T[] Items; public virtual ref readonly T At(in T t, int[] a) => throw null; public void Un<U>() where U : unmanaged { } }
record Point(int X, int Y);
interface IRead { ref readonly int M(in long l); }
unsafe class Fp { public delegate* unmanaged[Cdecl]<int> F; }
static class P
{
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    static string J(Type[] r, Type[] o) => "[" + string.Join(",", r.Select(t => t.ToString())) + "|" + string.Join(",", o.Select(t => t.ToString())) + "]";
    static string J(ParameterInfo p) => J(p.GetRequiredCustomModifiers(), p.GetOptionalCustomModifiers());
    static void Main()
    {
        foreach (var t in new[] { typeof(Init), typeof(Gen<int>), typeof(Gen<string>), typeof(Gen<>), typeof(Point), typeof(IRead), typeof(Fp) })
        {
            Console.WriteLine(t);
            foreach (var m in t.GetMethods(All).OrderBy(m => m.ToString(), StringComparer.Ordinal)) Console.WriteLine($"  {m} ret{J(m.ReturnParameter)} {string.Join(" ", m.GetParameters().Select(J))}");
            foreach (var p in t.GetProperties(All).OrderBy(m => m.ToString(), StringComparer.Ordinal)) Console.WriteLine($"  {p} {J(p.GetRequiredCustomModifiers(), p.GetOptionalCustomModifiers())} init={p.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))}");
            foreach (var f in t.GetFields(All).OrderBy(m => m.ToString(), StringComparer.Ordinal)) Console.WriteLine($"  {f} {J(f.GetRequiredCustomModifiers(), f.GetOptionalCustomModifiers())}");
        }
        var i = new Init { R = "r", A = 3 };
        typeof(Init).GetProperty("A").SetValue(i, 9);
        Console.WriteLine(i.A);
    }
}
