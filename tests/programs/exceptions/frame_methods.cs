// Methods of stack frames as objects: StackFrame.GetMethod, StackTrace.GetFrames, DiagnosticMethodInfo, Exception.TargetSite.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

[AttributeUsage(AttributeTargets.All)]
class NoteAttribute(string text) : Attribute
{
    public string Text => text;
}

class Generic<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Static() => Show.Caller("static");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Instance<U>(U value, Dictionary<T, List<U>> map, T[] array, ref U r) => Show.Caller("instance");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Generic() => Show.Caller("constructor");

    public class Nested<V>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Method(T t, V v) => Show.Caller("nested");
    }
}

struct Value
{
    public int X;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Method() => Show.Caller("struct");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override string ToString()
    {
        Show.Caller("override");
        return "";
    }
}

interface IDefault
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Method() => Show.Caller("default interface method");
}

interface IExplicit
{
    void Method();
}

abstract class Base
{
    public abstract void Abstract();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public virtual void Virtual() => Show.Caller("base virtual");
}

class Derived : Base, IDefault, IExplicit
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Abstract() => Show.Caller("abstract");

    [MethodImpl(MethodImplOptions.NoInlining)]
    void IExplicit.Method() => Show.Caller("explicit");
}

static class StaticCtor
{
    public static int Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static StaticCtor()
    {
        Show.Caller("static constructor");
        Value = Environment.TickCount;
    }
}

static class Show
{
    static string Of(MethodBase m)
    {
        if (m == null)
            return "null";
        string parameters = string.Join(", ", m.GetParameters().Select(p => p.ToString()));
        return $"{m.MemberType} {m} of {m.DeclaringType}; {m.Name}({parameters}) {m.Attributes} {m.IsGenericMethodDefinition} {m.ContainsGenericParameters}";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Caller(string what)
    {
        var frame = new StackFrame(1);
        Console.WriteLine($"{what}: {Of(frame.GetMethod())}");
        var info = DiagnosticMethodInfo.Create(frame);
        Console.WriteLine($"    {info.Name} | {info.DeclaringTypeName} | {info.DeclaringAssemblyName.Split(',')[0]}");
        var text = frame.ToString();
        Console.WriteLine($"    {text[..text.IndexOf(" at offset")]}|{text[text.IndexOf(" in file")..].TrimEnd()}");
    }

    public static void Target(Exception e)
    {
        Console.WriteLine($"target: {Of(e.TargetSite)}");
        foreach (StackFrame f in new StackTrace(e).GetFrames())
            if (f.GetMethod().DeclaringType.Assembly == typeof(Show).Assembly)
                Console.WriteLine("    " + Of(f.GetMethod()));
    }
}

class Program
{
    static IEnumerable<int> Iterator()
    {
        Show.Caller("iterator");
        yield return 1;
    }

    static async Task Async(int n)
    {
        Show.Caller("async");
        await Task.Yield();
        Show.Caller("async continued");
    }

    static async IAsyncEnumerable<int> AsyncIterator()
    {
        await Task.Yield();
        Show.Caller("async iterator");
        yield return 1;
    }

    static int Property
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            Show.Caller("getter");
            return 1;
        }
        [MethodImpl(MethodImplOptions.NoInlining)]
        set => Show.Caller("setter");
    }

    int this[int i]
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            Show.Caller("indexer");
            return i;
        }
    }

    event Action Event
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        add => Show.Caller("event");
        remove { }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Program operator +(Program a, Program b)
    {
        Show.Caller("operator");
        return a;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static explicit operator int(Program p)
    {
        Show.Caller("conversion");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Overloaded(int x) => Show.Caller("overload");

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Overloaded(string x) => Show.Caller("overload");

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Odd(in int a, out string b, params object[] d)
    {
        b = null;
        Show.Caller("odd");
    }

    [Note("on a frame"), Description("described")]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Attributed([Note("parameter")] int x = 7)
    {
        MethodBase m = new StackTrace().GetFrame(0).GetMethod();
        Console.WriteLine(m.GetCustomAttribute<NoteAttribute>().Text + " " + m.GetCustomAttribute<DescriptionAttribute>().Description);
        ParameterInfo p = m.GetParameters()[0];
        Console.WriteLine(p.GetCustomAttribute<NoteAttribute>().Text + " " + p.DefaultValue);
        Console.WriteLine(m.Equals(typeof(Program).GetMethod("Attributed", BindingFlags.NonPublic | BindingFlags.Static)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Log(string text)
    {
        // As loggers do: the first frame of another class.
        var skip = typeof(Show);
        foreach (StackFrame f in new StackTrace(0).GetFrames())
        {
            MethodBase m = f.GetMethod();
            if (m.DeclaringType != skip && m.Name != nameof(Log))
            {
                Console.WriteLine($"[{m.DeclaringType.Name}.{m.Name}] {text}");
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Throw<T>(T t, int n) => throw new InvalidOperationException("thrown");

    static async Task ThrowAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown");
    }

    static void Invoked() => Show.Caller("invoked");

    static void Main()
    {
        Generic<string>.Static();
        Generic<int>.Static();
        int i = 0;
        string s = "";
        new Generic<string>().Instance(i, null, null, ref i);
        new Generic<int>().Instance(s, null, null, ref s);
        new Generic<int>.Nested<string>().Method(1, "");
        new Generic<string>.Nested<int>().Method("", 1);
        default(Value).Method();
        object boxed = default(Value);
        boxed.ToString();
        Derived derived = new();
        ((IDefault)derived).Method();
        ((IExplicit)derived).Method();
        derived.Abstract();
        derived.Virtual();
        if (StaticCtor.Value == 1)
            Console.WriteLine();
        foreach (int x in Iterator())
            i += x;
        Async(1).Wait();
        Task.Run(async () =>
        {
            await foreach (int x in AsyncIterator())
                i += x;
        }).Wait();
        _ = Property;
        Property = 2;
        Program program = new();
        _ = program[1];
        program.Event += () => { };
        _ = program + program;
        _ = (int)program;
        Overloaded(1);
        Overloaded("");
        Odd(1, out s);
        Attributed();
        Log("text");
        Action lambda = () => Show.Caller("lambda");
        lambda();
        int captured = 1;
        Action closure = [MethodImpl(MethodImplOptions.NoInlining)] () => { captured++; Show.Caller("closure"); };
        closure();
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Local<T>(T t) => Show.Caller("local");
        Local(1);
        Local("");
        var thread = new Thread(() => Show.Caller("thread"));
        thread.Start();
        thread.Join();
        try
        {
            Throw("", 1);
        }
        catch (Exception e)
        {
            Show.Target(e);
            Console.WriteLine(e.Source);
        }
        try
        {
            Throw(1, 1);
        }
        catch (Exception e) when (e.TargetSite.Name == "Throw")
        {
            Show.Target(e);
        }
        try
        {
            ThrowAsync().Wait();
        }
        catch (AggregateException e)
        {
            Show.Target(e.InnerException);
        }
        try
        {
            _ = new List<int>()[3];
        }
        catch (Exception e)
        {
            Console.WriteLine(e.TargetSite.DeclaringType.Assembly == typeof(object).Assembly);
            Console.WriteLine(e.Source);
        }
        Console.WriteLine(new Exception().TargetSite == null);
        Console.WriteLine(new Exception().Source == null);
        Console.WriteLine(new StackTrace(new StackFrame("file.cs", 3, 4)).ToString().TrimEnd());
        Console.WriteLine(new StackFrame("file.cs", 3, 4).GetMethod());
        Console.WriteLine(new StackFrame(1000).GetMethod() == null);
        Console.WriteLine(new StackFrame(1000));
        Action invoked = Invoked;
        Console.WriteLine(DiagnosticMethodInfo.Create(invoked).Name + DiagnosticMethodInfo.Create(lambda).DeclaringTypeName);
        typeof(Program).GetMethod("Invoked", BindingFlags.NonPublic | BindingFlags.Static).Invoke(null, null);
        foreach (StackFrame f in new StackTrace().GetFrames())
            Console.WriteLine(f.HasMethod() + f.GetMethod().Name);
    }
}
