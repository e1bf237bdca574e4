// typeof(T), is T, as T, casts, arrays, defaults and nested generics of T in every kind of shared method.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;
using System.Linq;

class Tester<T>
{
    public static string Static(object o) => $"{typeof(T).Name} {o is T} {typeof(List<T[]>)} {new T[2].GetType()} {default(T) == null}";
    public string Instance(object o) { try { T t = (T)o; return "cast " + t; } catch (Exception e) { return e.Message; } }
    public virtual string Virtual(object o) => o is T[] a ? "array of " + a.Length : o is List<T> l ? "list of "
        + l.Count : o is IEnumerable<T> e ? "seq of " + e.Count() : o is KeyValuePair<T, int> ? "pair" : "none";
    public static string Method<U>(object o)
        => $"{typeof(T).Name},{typeof(U).Name} {o is Dictionary<T, U>} {o is Dictionary<U, T>} {typeof(Func<T, U>).Name} {o is T}{o is U} {typeof(Dictionary<T, List<U>>[])}";
    public IEnumerable<object> Iterator(params object[] os)
    {
        foreach (object o in os) if (o is T t) yield return t; yield return typeof(T);
    }
    public Func<object, bool> Lambda() => o => o is T;
    public Func<object, string> Capture(T t) => o => o is T x ? x.Equals(t) + " " + typeof(T).Name : "no";
    public struct Nested { public T V; public string Show(object o) => typeof(T).Name + " " + (o is T) + " " + (o is Nested); }
    public T[,] Matrix(int n) => new T[n, n];
}

static class Plain
{
    public static string Is<T>(object o) => o is T ? "T" : o is T[] ? "T[]" : o is IList<T> ? "IList" : o is Tester<T> ? "Tester" : "-";
    public static T As<T>(object o) where T : class => o as T;
    public static Type Type<T>() => typeof(T);
    public static Type Deep<T>(int n)
        => n == 0 ? typeof(T) : n == 1 ? Type<List<T>>() : n == 2 ? Type<Dictionary<string, T[]>>() : Type<Tester<List<T>>.Nested>();
    public static string Switch<T>(object o)
        => o switch { null => "null", T[] a => "T[" + a.Length + "]", T t => "T=" + t, List<T> => "List<T>", _ => o.GetType().Name };
}

class P
{
    static readonly object[] s_objects = { null, "s", 1, 2L, new object(), new string[1], new int[2], new object[3],
        new List<string> { "a" }, new List<int>(), new Dictionary<string, int>(), new Dictionary<string, object>(),
        new KeyValuePair<string, int>("k", 1), new Tester<string>(), DayOfWeek.Friday, new string[1][] };

    static void All<T>()
    {
        Console.WriteLine("== " + typeof(T));
        var t = new Tester<T>();
        foreach (object o in s_objects)
        {
            Console.WriteLine(Tester<T>.Static(o) + "; " + t.Instance(o) + "; " + t.Virtual(o) + "; " + Tester<T>.Method<string>(o) + "; "
                + Tester<T>.Method<int>(o));
            Console.WriteLine("   " + t.Lambda()(o) + " " + (o is T same ? t.Capture(same)(o) : "other") + " "
                + new Tester<T>.Nested().Show(o) + " " + Plain.Is<T>(o) + " " + Plain.Switch<T>(o));
        }
        Console.WriteLine(string.Join(",", t.Iterator(s_objects)) + " " + t.Matrix(2).GetType() + " " + Plain.Deep<T>(0) + Plain.Deep<T>(1)
            + Plain.Deep<T>(2) + Plain.Deep<T>(3));
    }

    static void Main()
    {
        All<string>();
        All<object>();
        All<int>();
        All<string[]>();
        All<List<string>>();
        All<IEnumerable<string>>();
        All<DayOfWeek>();
        All<KeyValuePair<string, int>>();
        Console.WriteLine((Plain.As<string>("x") ?? "null") + (Plain.As<string>(1) ?? "null")
            + (Plain.As<List<string>>(s_objects[8])?.Count) + (Plain.As<object[]>(new string[4]).Length));
    }
}
