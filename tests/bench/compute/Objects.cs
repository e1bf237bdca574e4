using System;
using System.Collections.Generic;
using System.Numerics;
using System.Text;

/// Calls, generics, allocation, strings, collections.
static class Objects
{
    static T Sum<T>(T[] values) where T : INumber<T>
    {
        T sum = T.Zero;
        foreach (T v in values)
            sum += v * v - T.One;
        return sum;
    }

    static T Horner<T>(T[] values, T x) where T : INumber<T>
    {
        T y = T.Zero;
        for (int i = values.Length - 1; i >= 0; i--)
            y = T.Max(y * x + values[i], T.Zero);
        return y;
    }

    public static long GenericMath()
    {
        int[] a = new int[10_000];
        double[] d = new double[10_000];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = i % 97;
            d[i] = i % 89 * 0.5;
        }
        long sum = 0;
        for (int r = 0; r < 400; r++)
            sum += Sum(a) + (long)Sum(d) + Horner(a, 3) + (long)(Horner(d, 0.25) * 1000);
        return sum;
    }

    abstract class Shape
    {
        public abstract double Area();
    }

    sealed class Square(double side) : Shape
    {
        public override double Area() => side * side;
    }

    sealed class Circle(double radius) : Shape
    {
        public override double Area() => radius * radius * 3.0;
    }

    class Box(double a, double b) : Shape
    {
        public override double Area() => a * b;
    }

    public static long Virtual()
    {
        Shape[] shapes = new Shape[1000];
        for (int i = 0; i < shapes.Length; i++)
            shapes[i] = (i * 7 % 3) switch { 0 => new Square(i), 1 => new Circle(i), _ => new Box(i, 2) };
        double sum = 0;
        for (int r = 0; r < 10_000; r++)
            foreach (Shape s in shapes)
                sum += s.Area();
        return (long)sum;
    }

    interface ICounter
    {
        int Next(int x);
    }

    sealed class AddOne : ICounter
    {
        public int Next(int x) => x + 1;
    }

    sealed class Twice : ICounter
    {
        int calls;
        public int Next(int x) => x * 2 + calls++ % 2;
    }

    struct Negate : ICounter
    {
        public int Next(int x) => -x;
    }

    public static long Interface()
    {
        ICounter[] counters = { new AddOne(), new Twice(), new Negate(), new AddOne() };
        int x = 0;
        for (int r = 0; r < 10_000_000; r++)
            x = counters[r & 3].Next(x);
        return x;
    }

    public static long Delegates()
    {
        int total = 0;
        Func<int, int> f = x => x * 3 + 1;
        Action<int> add = x => total += x;
        for (int i = 0; i < 10_000_000; i++)
            add(f(i));
        return total;
    }

    class Node
    {
        public int Value;
    }

    class Leaf : Node { }

    sealed class Inner : Node
    {
        public int Extra = 3;
    }

    sealed class Special : Leaf { }

    public static long Casts()
    {
        object[] things = new object[1024];
        for (int i = 0; i < things.Length; i++)
            things[i] = (i % 4) switch { 0 => new Leaf { Value = i }, 1 => new Inner { Value = 1 }, 2 => new Special(), _ => "text" };
        long sum = 0;
        for (int r = 0; r < 4000; r++)
        {
            foreach (object o in things)
            {
                if (o is Inner inner)
                    sum += inner.Extra;
                else if (o is Leaf leaf)
                    sum += leaf.Value & 1;
                else if (o is IComparable)
                    sum += ((string)o).Length;
            }
        }
        return sum;
    }

    public static long Strings()
    {
        long sum = 0;
        var sb = new StringBuilder();
        for (int r = 0; r < 200; r++)
        {
            sb.Clear();
            for (int i = 0; i < 1000; i++)
            {
                sb.Append(i);
                sb.Append(',');
                sb.Append("ab");
            }
            string s = sb.ToString();
            for (int i = 0; i < s.Length; i++)
                if (s[i] == ',')
                    sum += i;
            foreach (string part in s.Split(','))
                sum += part.Length;
            sum += s.IndexOf("999a", StringComparison.Ordinal);
        }
        return sum;
    }

    sealed class ByLastDigits : IComparer<int>
    {
        public int Compare(int a, int b) => (a % 10_000).CompareTo(b % 10_000);
    }

    public static long SortComparer()
    {
        int[] data = new int[200_000];
        uint seed = 12345;
        for (int i = 0; i < data.Length; i++)
        {
            seed = seed * 1664525 + 1013904223;
            data[i] = (int)(seed >> 8);
        }
        int[] copy = (int[])data.Clone();
        Array.Sort(copy);
        long sum = copy[1000];
        Array.Sort(data, new ByLastDigits());
        sum += data[500] % 10_000;
        Array.Sort(copy, (a, b) => b.CompareTo(a));
        return sum + copy[777];
    }

    public static long Dictionaries()
    {
        var numbers = new Dictionary<int, int>();
        var words = new Dictionary<string, int>();
        string[] keys = new string[1000];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = "key" + i;
        for (int i = 0; i < 1_000_000; i++)
        {
            int k = (int)((uint)i * 2654435761u >> 16);
            numbers.TryGetValue(k, out int v);
            numbers[k] = v + i;
        }
        for (int i = 0; i < 500_000; i++)
        {
            string k = keys[i * 7 % keys.Length];
            words.TryGetValue(k, out int v);
            words[k] = v + 1;
        }
        long sum = numbers.Count + words.Count;
        foreach (var (_, v) in numbers)
            sum += v;
        return sum + words["key77"];
    }

    public static long Lists()
    {
        long sum = 0;
        for (int r = 0; r < 20; r++)
        {
            var list = new List<int>();
            var names = new List<string>();
            for (int i = 0; i < 100_000; i++)
            {
                list.Add(i ^ r);
                names.Add("x");
            }
            foreach (int v in list)
                sum += v;
            for (int i = 0; i < list.Count; i++)
                sum += list[i] * 3;
            foreach (string s in names)
                sum += s.Length;
        }
        return sum;
    }

    sealed class Tree(Tree? left, Tree? right)
    {
        public int Check() => left == null ? 1 : 1 + left.Check() + right!.Check();
        public static Tree Make(int depth) => depth == 0 ? new Tree(null, null) : new Tree(Make(depth - 1), Make(depth - 1));
    }

    public static long BinaryTrees()
    {
        long sum = 0;
        Tree kept = Tree.Make(14);
        for (int depth = 4; depth <= 14; depth += 2)
            for (int i = 0; i < 1 << (14 - depth); i++)
                sum += Tree.Make(depth).Check();
        return sum + kept.Check();
    }

    sealed class Oops(int value) : Exception
    {
        public int Value => value;
    }

    static int Thrower(int depth, int value) => depth == 0 ? throw new Oops(value) : Thrower(depth - 1, value) + 1;

    public static long Exceptions()
    {
        long sum = 0;
        for (int i = 0; i < 5000; i++)
        {
            try
            {
                sum += Thrower(5, i);
            }
            catch (Oops e) when (e.Value % 2 == 0)
            {
                sum += e.Value;
            }
            catch (Oops)
            {
                sum++;
            }
        }
        return sum;
    }
}
