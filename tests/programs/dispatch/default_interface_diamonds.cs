// Default interface methods: most specific override in diamonds, re-abstraction, class wins, base(T)-like helpers, private and static members, ambiguity at run time.
#pragma warning disable CS0649
using System;

interface I { string M() => "I.M " + X; int X => 1; string Tag { get => "tag"; } } interface L : I { string I.M() => "L.M " + X; }
interface R : I { int I.X => 2; } interface LR : L, R { } interface Both : L, R { string I.M() => "Both.M " + X; int I.X => 3; }
interface Abst : I { abstract string I.M(); }
class C0 : I { } class C1 : L { } class C2 : R { } class C3 : L, R { } class C4 : LR { } class C5 : Both { } class C6 : Both, L, R, I { }
class C7 : L { public string M() => "C7.M"; } class C8 : L, I { string I.M() => "C8:I.M"; public int X => 8; }
class C9 : Abst { string I.M() => "C9"; } class C10 : C1, R { } class C11 : C7, Both { } class C12 : C0, Both { public int X => 12; }
struct S1 : L { public int N; } struct S2 : Both { public int X => ++Count; public static int Count; int I.X => 50 + Count; }
interface IState
{
    int Get(); void Set(int v); void Inc() { Set(Get() + 1); Log(); } private void Log() => s_log += Get() + ","; static string s_log = "";
    static string Log2 => s_log;
}
class State : IState { int _v; public int Get() => _v; public void Set(int v) => _v = v; }
struct SState : IState { int _v; public int Get() => _v; public void Set(int v) => _v = v; }
interface IG<T> { string Who(T t) => $"IG<{typeof(T).Name}>({t})"; }
interface IG2<T> : IG<T>, IG<T[]> { string IG<T[]>.Who(T[] t) => $"IG2[]<{typeof(T).Name}>{t.Length}"; } class G1 : IG<int>, IG<string> { }
class G2<T> : IG2<T> { string IG<T>.Who(T t) => "G2 " + t; } class G3 : IG2<string> { }
interface IEv
{
    event Action E { add => Console.Write("default add "); remove { } }
    int this[int i] { get => i * 2; set => Console.Write("set" + i + "=" + value + " "); }
}
class Ev : IEv { }
interface IFmt { string ToString(); sealed string Fmt() => "fmt " + ToString(); }
class Fmt : IFmt { public override string ToString() => "Fmt!"; }

class P
{
    static string G<T>(T t) where T : I => t.M() + "/" + t.X;
    static void Incs<T>(ref T t) where T : IState { t.Inc(); t.Inc(); }

    static void Main()
    {
        foreach (I i in new I[] { new C0(), new C1(), new C2(), new C3(), new C4(), new C5(), new C6(), new C7(), new C8(), new C9(),
            new C10(), new C11(), new C12(), new S1(), new S2() }) Console.WriteLine(i.GetType().Name
            + " " + i.M() + " " + i.X + " " + i.Tag + " " + G(i));
        Console.WriteLine(G(new C3()) + G(new C5()) + G(new C8()) + G(new S1()) + G(new S2()) + new S2().X); IState st = new State();
        st.Inc(); st.Inc(); Console.WriteLine(st.Get() + IState.Log2); var ss = new SState(); Incs(ref ss);
        Console.WriteLine(ss.Get() + " " + IState.Log2); IState bs = new SState(); bs.Inc(); bs.Inc(); Console.WriteLine(bs.Get());
        var cs = new State(); Incs(ref cs); Console.WriteLine(cs.Get());
        var g1 = new G1();
        Console.WriteLine(((IG<int>)g1).Who(5) + ((IG<string>)g1).Who("s") + ((IG<string>)new G2<string>()).Who("t")
            + ((IG<string[]>)new G2<string>()).Who(new string[3]) + ((IG<int[]>)new G2<int>()).Who(new int[2])
            + ((IG<string>)new G3()).Who("u") + ((IG<string[]>)new G3()).Who(new string[1]));
        IEv ev = new Ev(); ev.E += () => { }; ev[3] = ev[4]; ev[1]++; Console.WriteLine(((IFmt)new Fmt()).Fmt());
        Func<string> d = ((I)new C3()).M, d2 = ((I)new S1()).M; Console.WriteLine(d() + d2());
    }
}
