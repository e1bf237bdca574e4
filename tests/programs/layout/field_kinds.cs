// Instance, static, readonly, volatile and const fields of every type, initializers in order, hidden fields, fields by ref and compound assignment.
using System;

class A
{
    public sbyte SB = -1; public byte B = 255; public short S = -2; public ushort US = 65534; public int I = -3;
    public uint UI = 0xfffffffd; public long L = -4; public ulong UL = ulong.MaxValue - 4; public nint NI = -5; public nuint NU = 5;
    public float F = 1.5f; public double D = -2.5; public decimal M = 3.5m; public bool T = true; public char C = 'c';
    public string Str = "str"; public object O = 7; public int[] Arr = { 1, 2 }; public DateTime Dt = new DateTime(2020, 2, 29);
    public Half H = (Half)0.5; public Int128 Big = Int128.MaxValue; public DayOfWeek E = DayOfWeek.Friday; public int? N = null;
    public (int, string) Tup = (1, "t");
    public volatile int V = 9; public readonly long RO; public const string K = "const" + "ant"; public const long KL = 1L << 40;
    public const double KD = 1 / 3.0; public const char KC = 'k'; public const DayOfWeek KE = DayOfWeek.Monday;
    public const decimal KM = 1.25m; public const string KN = null;
    public int Name = 1; public A() { RO = L * 2; }
    public override string ToString()
        => $"{SB} {B} {S} {US} {I} {UI} {L} {UL} {NI} {NU} {F} {D} {M} {T} {C} {Str} {O} {Arr.Length} {Dt:yyyy-MM-dd} {H} {Big} {E} {N.HasValue} {Tup} {V} {RO}";
}
class B2 : A { public new string Name = "hidden"; public string Both() => Name + base.Name + ((A)this).Name; }
class Order
{
    static string s_log = ""; static int Log(string s) { s_log += s + " "; return s_log.Length; } public int X = Log("x"), Y = Log("y");
    public static int S = Log("s"); public Order() : this(Log("arg")) { Log("ctor"); } public Order(int i) { Log("ctor" + i); }
    public static string Get() => s_log;
}
class BaseCalls { public static string Log = ""; public BaseCalls() { Virt(); } public virtual void Virt() => Log += "base "; }
class DerivedCalls : BaseCalls
{
    string _f = "init"; string _g; public DerivedCalls() { _g = "ctor"; Virt(); }
    public override void Virt() => Log += (_f ?? "null") + "," + (_g ?? "null") + " ";
}

class P
{
    static sbyte s_sb; static ulong s_ul = 1; static float s_f; static char s_c; static string s_s; static (int A, long B) s_t;
    static decimal s_m; static int? s_n; static bool s_b; static volatile string s_v = "v";
    static void Main()
    {
        var a = new A(); Console.WriteLine(a); Console.WriteLine($"{A.K} {A.KL} {A.KD} {A.KC} {A.KE} {A.KM} {A.KN == null}");
        a.SB *= -128; a.B += 2; a.S <<= 15; a.US ^= 0xff; a.I %= 2; a.UI >>= 4; a.L |= 1; a.UL &= 0xf0; a.NI -= 1; a.NU *= a.NU; a.F /= 4;
        a.D += a.F; a.M *= a.M; a.T ^= true; a.C++; a.Str += a.C; a.O = a.O + "!"; a.Arr[1] += 5; a.Dt += TimeSpan.FromDays(1); a.Big -= 1;
        a.E++; a.N = a.N ?? 3; a.N += 2; a.Tup.Item1--; a.V++; Console.WriteLine(a);
        var b = new B2(); b.Name += "!"; ((A)b).Name = 5; Console.WriteLine(b.Both() + b.ToString().Length); new Order();
        Console.WriteLine(Order.Get()); new DerivedCalls(); Console.WriteLine(BaseCalls.Log);
        s_sb--; s_ul <<= 63; s_f = s_f / 0; s_c += 'A'; s_s += s_c; s_t.B = s_t.A - 1; s_m -= 0.1m; s_n ??= 4; s_b |= s_n > 3; s_v += s_b;
        Console.WriteLine($"{s_sb} {s_ul} {s_f} {s_c} {s_s} {s_t} {s_m} {s_n} {s_b} {s_v}");
        A none = null; try { none.I++; } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { none.Dt = DateTime.MinValue; } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { Console.WriteLine(none.Tup); } catch (NullReferenceException) { Console.WriteLine("null"); }
        Console.WriteLine(none?.I.ToString() ?? "none");
    }
}
