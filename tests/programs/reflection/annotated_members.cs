// Members that annotated code accesses: `DynamicallyAccessedMembers` on parameters, generic parameters, results and types, `DynamicDependency`.
// The code that reflects does not name the types, and the types' members are used nowhere else.
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;

const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

Container.Register<IGreeter, Greeter>();
Container.Register(typeof(Clock), typeof(Clock));
Container.Register(typeof(IBox<>), typeof(Box<>));
Console.WriteLine(((IGreeter)Container.Make(typeof(IGreeter))).Greet("world"));
Console.WriteLine(((IBox<string>)Container.Make(typeof(IBox<string>))).Describe());
Console.WriteLine(((IBox<int>)Container.Make(typeof(IBox<int>))).Describe());

Describe(typeof(Described));
Describe(Pick(1));
Describe(Pick(2));
DescribeOf<Shared<string>>.Run();
DescribeAll<Shared<Uri>>();
new Holder<Held>().Show();
Console.WriteLine(Call("Target", "Run"));
foreach (var plugin in new Plugin[] { new First(), new Second() })
    Console.WriteLine(plugin.Properties());

static void Describe([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
{
    foreach (var m in type.GetMethods(Own).OrderBy(m => m.Name))
        Console.WriteLine($"{type.Name}.{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType.Name + " " + p.Name))})");
    var instance = RuntimeHelpersMake(type);
    foreach (var p in type.GetProperties(Own).OrderBy(p => p.Name))
        Console.WriteLine($"{type.Name}.{p.Name} = {p.GetValue(instance)}");
}

static object RuntimeHelpersMake(Type type) => System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);

[return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.PublicProperties)]
static Type Pick(int which)
{
    Type chosen;
    if (which == 1) chosen = typeof(PickedFirst);
    else chosen = which == 2 ? typeof(PickedSecond) : typeof(object);
    return chosen;
}

static void DescribeAll<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>()
{
    foreach (var m in typeof(T).GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(m => m.Name, StringComparer.Ordinal))
        Console.WriteLine($"{m.MemberType} {m.Name}");
}

[DynamicDependency("Run", "Target", "annotated_members")]
[DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, "Target", "annotated_members")]
static object Call(string type, string method)
{
    var t = Assembly.GetExecutingAssembly().GetType(type)!;
    return t.GetMethod(method)!.Invoke(Activator.CreateInstance(t, 20), [22])!;
}

interface IGreeter { string Greet(string name); }
class Greeter(Clock clock) : IGreeter { public string Greet(string name) => $"hello {name} at {clock.Now}"; }
class Clock { public int Now => 12; }
interface IBox<T> { string Describe(); }
class Box<T>(Clock clock) : IBox<T> { public string Describe() => $"box of {typeof(T).Name} at {clock.Now}"; }

static class Container
{
    static readonly Dictionary<Type, Registration> s_registered = [];

    record Registration([property: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type Implementation);

    public static void Register<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>()
        where TImplementation : TService => Register(typeof(TService), typeof(TImplementation));

    public static void Register(Type service, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type implementation) =>
        s_registered[service] = new Registration(implementation);

    [UnconditionalSuppressMessage("", "IL2055"), UnconditionalSuppressMessage("", "IL3050")]
    public static object Make(Type service)
    {
        if (!s_registered.TryGetValue(service, out var found))
        {
            found = s_registered[service.GetGenericTypeDefinition()];
            return New(found.Implementation.MakeGenericType(service.GenericTypeArguments));
        }
        return New(found.Implementation);
    }

    static object New([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
    {
        var ctor = type.GetConstructors().Single();
        return ctor.Invoke(ctor.GetParameters().Select(p => Make(p.ParameterType)).ToArray());
    }
}

class Described { public int Number => 7; public string Text(int n, string s) => s + n; private void Hidden() { } }
class PickedFirst { public string Name => "first"; public void Do() { } }
class PickedSecond { public string Name => "second"; public void Undo(long l) { } }
class Shared<T> { public T Value { get; set; } public void Take(T value) { } internal int Inner; }
static class DescribeOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] T>
{
    public static void Run()
    {
        foreach (var m in typeof(T).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(m => m.Name))
            Console.WriteLine($"{typeof(T).Name} {m.Name} {m.ReturnType.Name}");
    }
}
class Held { public int A { get; set; } = 3; }
class Holder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    public void Show()
    {
        var made = Activator.CreateInstance(typeof(T));
        Console.WriteLine(string.Join(",", typeof(T).GetProperties().Select(p => $"{p.Name}={p.GetValue(made)}")));
    }
}
class Target(int x) { public int Run(int y) => x + y; }

[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
abstract class Plugin
{
    public string Properties() => GetType().Name + ": " + string.Join(",", GetType().GetProperties().OrderBy(p => p.Name).Select(p => $"{p.Name}={p.GetValue(this)}"));
}
class First : Plugin { public int Size => 1; public string Title => "one"; }
class Second : Plugin { public double Weight => 2.5; }
