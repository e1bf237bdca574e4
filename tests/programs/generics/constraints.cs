// Constraints: unmanaged with pointers, Enum, Delegate, another type parameter, interfaces together, notnull, class, struct.
// unsafe
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

interface IA { string A(); } interface IB { string B(); }
class AB : IA, IB { public virtual string A() => "A"; public string B() => "B"; public override string ToString() => "AB"; }
class AB2 : AB { public override string A() => base.A() + "2"; }
struct SAB : IA, IB { int _n; public string A() => "s" + ++_n; public string B() => "t" + ++_n; }
enum Small : byte { X = 200, Y } [Flags] enum Fl : long { A = 1, B = 2, Big = 1L << 40 }

unsafe class P
{
    static string Hex<T>(T t) where T : unmanaged
    {
        byte* p = (byte*)&t; string s = ""; for (int i = 0; i < sizeof(T); i++) s += p[i].ToString("X2"); return s;
    }
    static T[] Fill<T>(int n, T v) where T : unmanaged
    {
        T* p = stackalloc T[n]; for (int i = 0; i < n; i++) p[i] = v; return new Span<T>(p, n).ToArray();
    }
    static T FromBytes<T>(params byte[] b) where T : unmanaged { fixed (byte* p = b) return *(T*)p; }
    static string EnumInfo<T>(T e) where T : struct, Enum
        => $"{e} {Enum.GetName(e)} {e.HasFlag(default(T))} {string.Join("|", Enum.GetNames<T>())} {Unsafe.SizeOf<T>()} {Convert.ToInt64(e)} {e.CompareTo(default(T)) > 0}";
    static T Combine<T>(T a, T b) where T : Delegate => (T)Delegate.Combine(a, b);
    static void Add<T, U>(List<T> l, U u) where U : T => l.Add(u);
    static string Both<T>(T t) where T : IA, IB => t.A() + t.B() + t.A();
    static string Klass<T>(T a, T b) where T : class => (a == b) + (a ?? b)?.ToString();
    static string Base<T>(T t) where T : AB => t.A() + t.B() + t;
    static int Dist<T>(ref T a, ref T b) where T : unmanaged => (int)((T*)Unsafe.AsPointer(ref b) - (T*)Unsafe.AsPointer(ref a));
    static bool NotNull<T>(T t) where T : notnull => t.GetHashCode() == t.GetHashCode();
    static U Conv<T, U>(T t) where T : U => t;
    class Multi<K, V, C> where K : notnull, IComparable<K> where C : ICollection<V>, new()
    {
        readonly SortedDictionary<K, C> _d = new();
        public void Add(K k, V v) { if (!_d.TryGetValue(k, out C c)) _d[k] = c = new C(); c.Add(v); }
        public override string ToString() { string s = ""; foreach (var (k, c) in _d) s += k + ":" + string.Join(",", c) + ";"; return s; }
    }

    static void Main()
    {
        Console.WriteLine(Hex(0x01020304) + Hex((byte)5) + Hex(1.0) + Hex('A') + Hex(Small.Y) + Hex((1, (short)2)).Substring(0, 12)
            + Hex(true) + Hex(7L).Substring(8));
        Console.WriteLine(string.Join(",", Fill(3, 2.5)) + string.Join(",", Fill(2, Small.X)) + Fill(4, (1L, 2L))[3]);
        Console.WriteLine(FromBytes<int>(1, 0, 0, 1) + " " + FromBytes<(byte, byte)>(8, 9) + FromBytes<Half>(0, 0x3c));
        Console.WriteLine(EnumInfo(Small.Y)); Console.WriteLine(EnumInfo(Fl.Big | Fl.A)); Console.WriteLine(EnumInfo(DayOfWeek.Friday));
        Action<int> a = x => Console.Write("a" + x); a = Combine(a, x => Console.Write("b" + x)); a(1);
        Func<int> f = Combine<Func<int>>(() => 1, () => 2); Console.WriteLine(f()); var lo = new List<object>(); Add(lo, "s");
        Add(lo, new AB()); Add<object, int>(lo, 5); var lc = new List<IComparable>(); Add(lc, 3); Add(lc, "c");
        Console.WriteLine(string.Join(",", lo) + string.Join(",", lc));
        Console.WriteLine(Both(new AB()) + Both(new AB2()) + Both(new SAB()));
        Console.WriteLine(Klass("a", "a") + Klass<object>(1, 1) + Klass<string>(null, null) + Base(new AB2()) + Base<AB>(new AB2()));
        int[] arr = new int[10]; fixed (int* pin = arr) Console.WriteLine(Dist(ref arr[2], ref arr[7]));
        Console.WriteLine(NotNull(1) + "" + NotNull("x"));
        Console.WriteLine(Conv<string, object>("up") + "" + Conv<int, IFormattable>(5) + Conv<AB2, AB>(new AB2()).A() + Conv<int, int>(3));
        var m = new Multi<string, int, List<int>>(); m.Add("b", 1); m.Add("a", 2); m.Add("b", 3);
        var m2 = new Multi<int, string, HashSet<string>>(); m2.Add(2, "x"); m2.Add(2, "x"); m2.Add(1, "y"); Console.WriteLine(m + " " + m2);
    }
}
