// All comparisons on float and double with NaN, infinities and zeros, as values and as branches, straight and negated.
using System;

class P
{
    static string B(double a, double b)
    {
        string r = "";
        if (a < b) r += "<"; if (a <= b) r += "{"; if (a > b) r += ">"; if (a >= b) r += "}"; if (a == b) r += "="; if (a != b) r += "#";
        if (!(a < b)) r += "1"; if (!(a <= b)) r += "2"; if (!(a > b)) r += "3"; if (!(a >= b)) r += "4"; if (!(a == b)) r += "5";
        if (!(a != b)) r += "6";
        bool lt = a < b, le = a <= b, gt = a > b, ge = a >= b, eq = a == b, ne = a != b;
        r += (lt ? 1 : 0) + (le ? 2 : 0) + (gt ? 4 : 0) + (ge ? 8 : 0) + (eq ? 16 : 0) + (ne ? 32 : 0);
        bool nlt = !(a < b), nle = !(a <= b), ngt = !(a > b), nge = !(a >= b);
        return r + "/" + ((nlt ? 1 : 0) + (nle ? 2 : 0) + (ngt ? 4 : 0) + (nge ? 8 : 0)) + (a < b == b > a);
    }

    static string B(float a, float b)
    {
        string r = "";
        while (a < b) { r += "w"; break; }
        do { if (a >= b) r += "g"; } while (double.IsNaN(a) && r.Length > 5);
        for (; !(a >= b);) { r += "n"; break; }
        return r + (a < b ? 1 : 2) + (a > b ? 1 : 2) + (a <= b ? 1 : 2) + (a >= b ? 1 : 2) + (a == b ? 1 : 2) + (a != b ? 1 : 2)
            + (a < b || a > b) + (a <= b && a >= b);
    }

    static void Main()
    {
        double[] v = { double.NaN, double.NegativeInfinity, -1, -double.Epsilon, -0.0, 0.0, double.Epsilon, 1, double.PositiveInfinity };
        foreach (double a in v) { foreach (double b in v) Console.Write(B(a, b) + " "); Console.WriteLine(); }
        foreach (double a in v) { foreach (double b in v) Console.Write(B((float)a, (float)b) + " "); Console.WriteLine(); }
        foreach (double a in v)
        {
            foreach (double b in v) Console.Write($"{a.CompareTo(b)}{(a.Equals(b) ? "e" : "n")}{Math.Max(a, b)},{Math.Min(a, b)},{Math.Sign(double.IsNaN(a) ? 0 : a)} ");
            Console.WriteLine();
        }
        Console.WriteLine(double.NaN.GetHashCode() == (-double.NaN).GetHashCode());
        Console.WriteLine(0.0.GetHashCode() == (-0.0).GetHashCode());
        Array.Sort(v, (a, b) => -a.CompareTo(b));
        Console.WriteLine(string.Join(" ", v));
        double x = double.NaN; int loops = 0;
        double y = x; while (!(x == y)) { if (++loops == 3) x = y = 1; }
        Console.WriteLine(loops);
        switch (x) { case double.NaN: Console.WriteLine("nan"); break; case > 0: Console.WriteLine("positive"); break; }
        Console.WriteLine((v[8] is double.NaN) + " " + (v[4] is 0.0) + " " + (x is < 0 or > 0));
    }
}
