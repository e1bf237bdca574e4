// Definitions of generic types as reflection shows them: members, bases, interfaces, constraints, nested and self-referring types.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

interface IShape<out T> where T : class { T Value { get; } void Draw(); }
interface IPair<A, B> : IEnumerable<A>, IComparable<IPair<A, B>> { (A, B) Both(); }
abstract class Root<K> { public K Key; protected static K Shared; public virtual K Get(K k) => k; public abstract void Must(); public void Plain<M>(M m, K k) { } }
class Middle<X, Y> : Root<List<Y>>, IShape<string> where X : struct
{
    public const int Number = 42;
    public const string Text = "text";
    public static readonly Dictionary<X, Y> Map = new();
    public X First; internal Y[] Second; private readonly List<X[]>[,] third;
    public Middle() { }
    public Middle(X x, Y y) { First = x; }
    static Middle() { }
    public string Value => "v";
    public Y this[X index, int n] { get => default; set { } }
    public event Action<X, Y> Changed;
    public void Draw() { Changed?.Invoke(default, default); }
    public override void Must() { }
    public override List<Y> Get(List<Y> k) => k;
    public ref X Ref(ref Y y, out X x, in int i) { x = default; return ref First; }
    public Z Convert<Z, W>(X x, Func<Y, Z> f, Dictionary<Z, W[]> d, Z[] zs) where Z : Y, new() where W : class => default;
    public static Middle<X, Y> Create(Middle<X, Y[]>[] others) => null;
    public class Inner<I> : Middle<X, I> { public X x; public Y y; public I i; public Middle<X, Y>.Inner<Y> Turn(Middle<X, I> m) => null; }
    public struct Value3 { public X V; public Y W; }
    public enum Color { Red, Green }
    public delegate Y Handler(X x, params Y[] rest);
}
struct Pair<A, B> : IEquatable<Pair<A, B>> { public A a; public B b; public bool Equals(Pair<A, B> other) => true; public static bool operator ==(Pair<A, B> l, Pair<A, B> r) => true; public static bool operator !=(Pair<A, B> l, Pair<A, B> r) => false; public override bool Equals(object o) => true; public override int GetHashCode() => 1; }
class Self<T> : IComparable<Self<T>> where T : Self<T> { public int CompareTo(Self<T> other) => 0; public T Me; }

static class P
{
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
    static string Describe(Type t) => t.IsGenericParameter ? $"{t.Name}#{t.GenericParameterPosition}" : t.ToString();
    static void Show(Type t)
    {
        Console.WriteLine($"== {t} name={t.Name} full={t.FullName} def={t.IsGenericTypeDefinition} open={t.ContainsGenericParameters} gen={t.IsGenericType} ctor={t.IsConstructedGenericType} base={t.BaseType} nested={t.IsNested} decl={t.DeclaringType}");
        Console.WriteLine($"   value={t.IsValueType} enum={t.IsEnum} iface={t.IsInterface} class={t.IsClass} abs={t.IsAbstract} sealed={t.IsSealed} attrs={t.Attributes}");
        foreach (var a in t.GetGenericArguments().Where(a => a.IsGenericParameter))
            Console.WriteLine($"   arg {Describe(a)} {a.GenericParameterAttributes} decl={a.DeclaringType} [{string.Join("; ", a.GetGenericParameterConstraints().Select(c => c.ToString()))}] base={a.BaseType} {a.IsGenericTypeParameter} {a.IsGenericMethodParameter}");
        if (t.BaseType is { IsGenericType: true } b)
            Console.WriteLine($"   base {b} def={b.IsGenericTypeDefinition} open={b.ContainsGenericParameters} args=[{string.Join(",", b.GetGenericArguments().Select(Describe))}] gdef={b.GetGenericTypeDefinition()} same={b == b.GetGenericTypeDefinition()}");
        foreach (var i in t.GetInterfaces().OrderBy(i => i.ToString(), StringComparer.Ordinal))
            Console.WriteLine($"   interface {i} def={i.IsGenericTypeDefinition} open={i.ContainsGenericParameters}");
        foreach (var m in t.GetMembers(All | BindingFlags.DeclaredOnly).OrderBy(m => m.ToString() + m.MemberType, StringComparer.Ordinal))
            Console.WriteLine($"   {m.MemberType} {m} | {m.Name} in {m.DeclaringType} of {m.ReflectedType}");
        foreach (var m in t.GetMethods().OrderBy(m => m.ToString() + m.DeclaringType, StringComparer.Ordinal))
            Console.WriteLine($"   method {m} in {m.DeclaringType} gen={m.IsGenericMethodDefinition} open={m.ContainsGenericParameters} ({string.Join(", ", m.GetParameters().Select(p => $"{p.ParameterType} {p.Name} {p.Attributes}"))}) -> {m.ReturnType} {m.Attributes}");
        foreach (var f in t.GetFields(All).OrderBy(f => f.ToString(), StringComparer.Ordinal))
            Console.WriteLine($"   field {f} in {f.DeclaringType} type={Describe(f.FieldType)} {f.Attributes} {(f.IsLiteral ? f.GetRawConstantValue() : "")}");
        foreach (var p in t.GetProperties(All).OrderBy(p => p.ToString(), StringComparer.Ordinal))
            Console.WriteLine($"   property {p} {p.PropertyType} get={p.GetMethod} set={p.SetMethod} [{string.Join(",", p.GetIndexParameters().Select(i => i.ToString()))}]");
        foreach (var e in t.GetEvents(All)) Console.WriteLine($"   event {e} {e.EventHandlerType} {e.AddMethod}");
        foreach (var c in t.GetConstructors(All).OrderBy(c => c.ToString(), StringComparer.Ordinal)) Console.WriteLine($"   ctor {c} {c.Attributes}");
    }
    static void Try(string what, Func<object> f)
    {
        try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} {e.Message}"); }
    }
    static void Main()
    {
        Show(typeof(IShape<>)); Show(typeof(IPair<,>)); Show(typeof(Root<>)); Show(typeof(Middle<,>)); Show(typeof(Middle<,>.Inner<>));
        Show(typeof(Middle<,>.Value3)); Show(typeof(Middle<,>.Color)); Show(typeof(Middle<,>.Handler)); Show(typeof(Pair<,>)); Show(typeof(Self<>));
        Show(typeof(Middle<int, string>.Inner<long>));
        var create = typeof(Middle<,>).GetMethod("Create");
        var arg = create.GetParameters()[0].ParameterType.GetElementType();
        Console.WriteLine($"{arg} def={arg.IsGenericTypeDefinition} {arg == typeof(Middle<,>)} {arg.GetGenericTypeDefinition() == typeof(Middle<,>)} ret={create.ReturnType == typeof(Middle<,>)}");
        Console.WriteLine(typeof(Middle<,>).GetField("First").FieldType == typeof(Middle<,>).GetGenericArguments()[0]);
        Console.WriteLine(typeof(Middle<,>).GetMethod("Get").GetBaseDefinition());
        Console.WriteLine(typeof(Middle<,>).GetMethod("Get").GetBaseDefinition().DeclaringType);
        var conv = typeof(Middle<,>).GetMethod("Convert");
        foreach (var a in conv.GetGenericArguments()) Console.WriteLine($"{a} {a.GenericParameterAttributes} {a.DeclaringMethod} [{string.Join("; ", a.GetGenericParameterConstraints().Select(Describe))}] {a.DeclaringType}");
        Try("invoke open", () => typeof(Middle<,>).GetMethod("Create").Invoke(null, new object[] { null }));
        Try("create open", () => Activator.CreateInstance(typeof(Middle<,>)));
        Try("field open", () => typeof(Middle<,>).GetField("Map").GetValue(null));
        Try("const open", () => typeof(Middle<,>).GetField("Number").GetValue(null));
        Try("ctor open", () => typeof(Middle<,>).GetConstructor(Type.EmptyTypes).Invoke(null));
        var closed = typeof(Middle<int, string>);
        Console.WriteLine(closed.GetMethod("Convert"));
        Console.WriteLine(typeof(IShape<string>).IsAssignableFrom(typeof(Middle<,>)));
        Console.WriteLine(typeof(IEnumerable).IsAssignableFrom(typeof(IPair<,>)));
        Console.WriteLine(typeof(Root<>).IsAssignableFrom(typeof(Middle<,>)));
        Console.WriteLine(typeof(object).IsAssignableFrom(typeof(Middle<,>)));
        Console.WriteLine(typeof(ValueType).IsAssignableFrom(typeof(Pair<,>)));
        Console.WriteLine(typeof(Middle<,>).IsSubclassOf(typeof(object)));
        Console.WriteLine(typeof(Middle<,>.Inner<>).BaseType.BaseType);
        var def = closed.GetGenericTypeDefinition();
        Console.WriteLine(def.GetMethod("Get").MetadataToken == closed.GetMethod("Get").MetadataToken);
        Console.WriteLine(def.GetMethod("Get") == closed.GetMethod("Get"));
        foreach (var m in def.GetMethods().Where(m => m.IsGenericMethod).OrderBy(m => m.Name)) Console.WriteLine($"{m} {m.GetGenericMethodDefinition() == m}");
    }
}
