// Reflection over default interface methods and over interface methods that make them abstract again, which have no implementation of their own.
using System;
using System.Reflection;

interface IBase
{
    string Name() => "base";
    int Twice(int x) => 2 * x;
}

interface IAbstract : IBase
{
    abstract string IBase.Name();
}

interface ISpecial : IBase
{
    int IBase.Twice(int x) => 3 * x;
}

class Plain : IBase { }

class Named : IAbstract
{
    public string Name() => "named";
}

class Both : IAbstract, ISpecial
{
    string IBase.Name() => "both";
}

class P
{
    const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static void Try(string what, Func<object> action)
    {
        try
        {
            Console.WriteLine(what + " " + action());
        }
        catch (Exception e)
        {
            Exception inner = e is TargetInvocationException { InnerException: { } i } ? i : e;
            Console.WriteLine(what + " " + inner.GetType().Name);
        }
    }

    static void Main()
    {
        IBase[] objects = { new Plain(), new Named(), new Both() };
        foreach (IBase o in objects) Console.WriteLine(o.Name() + " " + o.Twice(7));
        MethodInfo name = typeof(IBase).GetMethod("Name");
        MethodInfo twice = typeof(IBase).GetMethod("Twice");
        var open = name.CreateDelegate<Func<IBase, string>>();
        foreach (IBase o in objects)
        {
            Try(o.GetType().Name, () => name.Invoke(o, null));
            Try(o.GetType().Name, () => twice.Invoke(o, new object[] { 21 }));
            Try(o.GetType().Name, () => open(o));
            Try(o.GetType().Name, () => twice.CreateDelegate<Func<int, int>>(o)(5));
        }
        foreach (Type type in new[] { typeof(IAbstract), typeof(ISpecial) })
            foreach (MethodInfo m in type.GetMethods(All))
            {
                Console.WriteLine(type.Name + ": " + m.Name + " " + m.IsAbstract + " " + m.IsVirtual + " " + m.IsFinal);
                object[] arguments = m.GetParameters().Length == 0 ? null : new object[] { 4 };
                Try("invoke", () => m.Invoke(new Both(), arguments));
            }
    }
}
