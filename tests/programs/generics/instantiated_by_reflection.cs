// Instantiations that only reflection makes: their arguments come through fields, parameters, results, arrays and other instantiations.
using System;
using System.Collections.Generic;
using System.Reflection;

class Amber { public override string ToString() => "amber"; }
class Basalt { }
class Chalk { }
class Dolomite { }
struct Emery { public int Grade; public override string ToString() => $"emery {Grade}"; }
class Flint { }
class Gypsum { }

interface IStone { static abstract string Kind(); static virtual int Hardness() => 3; }
class Marble : IStone { public static string Kind() => "marble"; }
class Slate : IStone { public static string Kind() => "slate"; public static int Hardness() => 5; }
interface ILayer<T> : IStone { static string IStone.Kind() => $"layer of {typeof(T).Name}"; }
class Stratum<T> : ILayer<T> { }

class Quarry<T> where T : IStone
{
    public static string Describe() => T.Kind() + " " + T.Hardness();
    public static string ByDelegate() { Func<string> f = T.Kind; return f(); }
}

class Crate<T>
{
    static int made;
    public T Content;
    public Crate() { made++; }
    public string Label() => $"crate {made} of {typeof(T).Name}, lists {typeof(List<T>).Name}: {Content}";
    public string Both<U>(U other) => typeof(T).Name + "+" + typeof(U).Name + " " + typeof(Pair<T, U>).GetGenericArguments().Length + other;
    public virtual string Virtual<U>() => "crate " + typeof(T[]).Name + typeof(U[,]).Name;
}

class Chest<T> : Crate<T>
{
    public override string Virtual<U>() => "chest " + typeof(T).Name + typeof(U).Name;
}

class Pair<A, B>
{
    public override string ToString() => typeof(A).Name + "/" + typeof(B).Name;
}

interface IRequest<R> { }
class Ask : IRequest<string> { }
class Count : IRequest<Gypsum> { }
abstract class Handling { public abstract string Handle(object request); }
class Handling<Q, R> : Handling where Q : IRequest<R>
{
    public override string Handle(object request) => $"{typeof(Q).Name} gives {typeof(R).Name}: {request is Q}";
}

static class Held
{
    public static readonly Type Readonly = typeof(Amber);
    public static Type Written;
    public static readonly Type[] Several = { typeof(Basalt), typeof(Chalk) };
    static Held() { Written = typeof(Dolomite); }
}

class Workshop
{
    readonly Type material;
    public Workshop(Type material) { this.material = material; }
    public object Make(Type box) => Activator.CreateInstance(box.MakeGenericType(material));
}

class Program
{
    static Type Chosen(bool first) => first ? typeof(Emery) : typeof(Flint);
    static Type Boxed(Type inner) => typeof(Crate<>).MakeGenericType(inner);
    static string Label(Type t) => (string)t.GetMethod("Label").Invoke(Activator.CreateInstance(t), null);
    static Type Inner<T>() => typeof(Pair<T, Flint>);
    static string Nested<T>() => Activator.CreateInstance(typeof(Chest<>).MakeGenericType(Inner<T>())).GetType().GetGenericArguments()[0].ToString();

    static string Dispatch(object request)
    {
        foreach (var i in request.GetType().GetInterfaces())
            if (i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
            {
                var type = typeof(Handling<,>).MakeGenericType(request.GetType(), i.GetGenericArguments()[0]);
                return ((Handling)Activator.CreateInstance(type)).Handle(request);
            }
        return "none";
    }

    static void Main()
    {
        Console.WriteLine(Label(Boxed(Held.Readonly)));
        Console.WriteLine(Label(Boxed(Held.Written)));
        foreach (var t in Held.Several)
            Console.WriteLine(Label(Boxed(t)));
        Console.WriteLine(Label(Boxed(Chosen(true))));
        Console.WriteLine(Label(Boxed(Chosen(false))));
        Console.WriteLine(new Workshop(typeof(Gypsum)).Make(typeof(Chest<>)).GetType().Name);

        // A type that is instantiated is an argument itself.
        var stratum = typeof(Stratum<>).MakeGenericType(typeof(Amber));
        foreach (var stone in new[] { typeof(Marble), typeof(Slate), stratum })
        {
            var quarry = typeof(Quarry<>).MakeGenericType(stone);
            foreach (var name in new[] { "Describe", "ByDelegate" })
                Console.WriteLine(name + " " + quarry.GetMethod(name).Invoke(null, null));
        }
        Console.WriteLine(Nested<Amber>());
        Console.WriteLine(Nested<Basalt>());

        // Generic methods of types made at run time.
        foreach (var open in new[] { typeof(Crate<>), typeof(Chest<>) })
        {
            var type = open.MakeGenericType(typeof(Chalk));
            var box = Activator.CreateInstance(type);
            var both = typeof(Crate<>).MakeGenericType(typeof(Chalk)).GetMethod("Both").MakeGenericMethod(Held.Readonly);
            Console.WriteLine(both.Invoke(box, new object[] { new Amber() }));
            var virt = type.GetMethod("Virtual").MakeGenericMethod(new Type[] { Chosen(false) });
            Console.WriteLine(virt.Invoke(box, null));
        }

        // Arguments that only the objects know, paired by a constraint.
        Console.WriteLine(Dispatch(new Ask()));
        Console.WriteLine(Dispatch(new Count()));
    }
}
