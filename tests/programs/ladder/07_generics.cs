// Generic classes, structs and methods over reference and value types, with constraints and static fields per instantiation.
// exit: 105
class Box<T>
{
    public T Value;
    public static int Made;
    public Box(T v) { Value = v; Made++; }
    public U Map<U>(System.Func<T, U> f) => f(Value);
}

interface IWeigh { int Weigh(); }
struct Light : IWeigh { public int Weigh() => 1; }
class Heavy : IWeigh { public int Weigh() => 50; }
struct Pair<A, B> { public A First; public B Second; public Pair(A a, B b) { First = a; Second = b; } }

class P
{
    static int Total<T>(T[] items) where T : IWeigh
    {
        int sum = 0;
        foreach (T t in items) sum += t.Weigh();
        return sum;
    }

    static void Swap<T>(ref T a, ref T b) { T t = a; a = b; b = t; }
    static T Make<T>() where T : new() => new T();
    static bool IsA<T>(object o) => o is T;

    static int Main()
    {
        int r = Total(new Light[3]) + Total(new IWeigh[] { new Light(), Make<Heavy>() });   // 54
        int a = 3, b = 4;
        string s = "s", t = "t";
        Swap(ref a, ref b);
        Swap(ref s, ref t);
        if ((object)s == (object)"t") r += a;                                               // 4
        new Box<string>("x"); new Box<object>(null); new Box<string>("y");
        r += Box<string>.Made * 10 + Box<object>.Made + new Box<int>(5).Map(x => x + 10);   // 20 1 15
        r += IsA<string>(s) ? 2 : 0;
        r += IsA<Box<int>>(new Box<long>(1)) ? 100 : 3;
        r += Make<int>() + default(Pair<string, long>).First?.Length ?? 6;
        return r;
    }
}
