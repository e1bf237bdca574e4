// Static abstract and virtual members: variance, defaults in derived interfaces, ambiguity by type arguments, shared code, delegates to them, generic methods of them.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

class Top { } class Middle : Top { } class Bottom : Middle { } struct Val { }

interface ITag { static abstract string Tag(); static abstract string Of<T>(); }
class PlainTag : ITag { public static string Tag() => "plain"; public static string Of<T>() => "plain of " + typeof(T); }
struct ValTag : ITag { public static string Tag() => "val"; public static string Of<T>() => "val of " + typeof(T); }
class GenTag<A> : ITag { public static string Tag() => $"gen<{typeof(A)}>"; public static string Of<T>() => $"gen<{typeof(A)}> of {typeof(T)}"; }
struct GenValTag<A> : ITag { public static string Tag() => $"genval<{typeof(A)}>"; public static string Of<T>() => $"genval<{typeof(A)}> of {typeof(T)}"; }

interface ISink<in T> { static abstract string Take(T t); }
class SinkOne : ISink<Top> { public static string Take(Top t) => "one/top"; }
class SinkTwo : ISink<Top>, ISink<Middle> { public static string Take(Top t) => "two/top"; public static string Take(Middle t) => "two/middle"; }
class SinkBase : ISink<Middle> { public static string Take(Middle t) => "base/middle"; }
class SinkDerived : SinkBase, ISink<Top> { public static string Take(Top t) => "derived/top"; }
class SinkGenBase<T> : ISink<T> { public static string Take(T t) => "genbase/" + typeof(T); }
class SinkGenDerived<T> : SinkGenBase<T>, ISink<T> { public static new string Take(T t) => "genderived/" + typeof(T); }
class SinkMixed<T> : SinkBase, ISink<T> { public static string Take(T t) => "mixed/" + typeof(T); }

interface IWithDefault { static virtual string Cookie() => "default"; }
struct DefS : IWithDefault { } class DefC : IWithDefault { }
struct OwnS : IWithDefault { public static string Cookie() => "own struct"; } class OwnC : IWithDefault { public static string Cookie() => "own class"; }
interface IWithDefault<T> { static virtual string Cookie() => $"default<{typeof(T)}>"; }
struct DefS<T> : IWithDefault<T> { } class DefC<T> : IWithDefault<T> { }
struct OwnS<T> : IWithDefault<T> { public static string Cookie() => $"own struct<{typeof(T)}>"; }
class OwnC<T> : IWithDefault<T> { public static string Cookie() => $"own class<{typeof(T)}>"; }

interface INumber0 { static abstract int Add(int v); }
interface IFilled : INumber0 { static int INumber0.Add(int v) => 1000 + v; }
class FilledC : IFilled { } struct FilledS : IFilled { }
interface INumber0<T> { static abstract string Add(T v); static virtual string Twice<U>(T v) => typeof(T) + "x2" + typeof(U); }
interface IFilled<T> : INumber0<T> { static string INumber0<T>.Add(T v) => typeof(T) + ":" + v; }
class FilledC<T> : IFilled<T> { } struct FilledS<T> : IFilled<T> { static string INumber0<T>.Twice<U>(T v) => "own " + typeof(T) + typeof(U); }

interface IPick<T> { static abstract (Type, Type) Pick(); }
interface IPicked<T, U> : IPick<U> { static (Type, Type) IPick<U>.Pick() => (typeof(T), typeof(U)); }
struct PickS<T, U> : IPicked<T[], U> { }
class PickC<T, U> : IPicked<List<T>, U[]> { }

interface ICounter { void Bump(); }
struct CountS<T> : ICounter { public int N; public void Bump() => N++; }
class CountC<T> : ICounter { public int N; public void Bump() => N++; }

interface IMonoid<TSelf> where TSelf : IMonoid<TSelf> { static abstract TSelf Zero { get; } static abstract TSelf operator +(TSelf a, TSelf b); static abstract implicit operator TSelf(int i); }
readonly struct Sum(int v) : IMonoid<Sum> { public readonly int V = v; public static Sum Zero => new(0); public static Sum operator +(Sum a, Sum b) => new(a.V + b.V); public static implicit operator Sum(int i) => new(i); public override string ToString() => "S" + V; }
class Cat : IMonoid<Cat> { public string V = ""; public static Cat Zero => new(); public static Cat operator +(Cat a, Cat b) => new() { V = a.V + b.V }; public static implicit operator Cat(int i) => new() { V = i.ToString() }; public override string ToString() => "C" + V; }

interface IEvent { static abstract event Action Fired; static abstract int Prop { get; set; } }
class Ev1 : IEvent { public static event Action Fired; public static int Prop { get; set; } public static void Go() => Fired?.Invoke(); }

interface IDiamond { static abstract string Who(); }
interface ILeft : IDiamond { static string IDiamond.Who() => "left"; }
interface IRight : IDiamond { static string IDiamond.Who() => "right"; }
interface IJoin : ILeft, IRight { static string IDiamond.Who() => "join"; }
class Joined : IJoin { } class JoinedOwn : ILeft, IRight { static string IDiamond.Who() => "class"; }
class JoinedBase : ILeft { } class JoinedLater : JoinedBase, IJoin { }

abstract class AbsStatic : ITag { public static string Tag() => "abs"; public static string Of<T>() => "abs " + typeof(T); }
class AbsChild : AbsStatic { } class AbsReimpl : AbsStatic, ITag { public static new string Tag() => "re"; }

class P
{
    static string Tag<T>() where T : ITag => T.Tag() + "/" + ((Func<string>)T.Tag)();
    static string Of<T, U>() where T : ITag => T.Of<U>() + "/" + ((Func<string>)T.Of<U>)();
    static string Take<T, U>() where T : ISink<U> { Func<U, string> f = T.Take; return T.Take(default) + "/" + f(default); }
    static string Cookie<T>() where T : IWithDefault => T.Cookie(); static string Cookie<T, U>() where T : IWithDefault<U> => T.Cookie();
    static int Add<T>(int v) where T : INumber0 { Func<int, int> f = T.Add; return T.Add(v) + f(v); }
    static string Add<T, U>(U v) where T : INumber0<U> { Func<U, string> f = T.Add; return T.Add(v) + f(v) + T.Twice<T>(v) + T.Twice<int>(v); }
    static (Type, Type) Pick<T, U>() where T : IPick<U> { Func<(Type, Type)> f = T.Pick; if (f() != T.Pick()) throw new Exception(); return f(); }
    static void Bump<T>(ref T t, ref CountS<T> s) where T : ICounter { t.Bump(); s.Bump(); Action a = t.Bump; a(); Action b = s.Bump; b(); }
    static T Fold<T>(params int[] xs) where T : IMonoid<T> { T acc = T.Zero; foreach (int x in xs) acc += x; return acc; }
    static string Nested<T>() where T : ITag => Tag<GenTag<T>>() + Of<GenValTag<T>, List<T>>();
    static string Who<T>() where T : IDiamond => T.Who();
    static int Ev<T>() where T : IEvent { int n = 0; Action a = () => n++; T.Fired += a; Ev1.Go(); T.Fired -= a; Ev1.Go(); T.Prop += 5; T.Prop++; return n * 100 + T.Prop; }
    static IEnumerable<string> Lazy<T>() where T : ITag { yield return T.Tag(); foreach (var s in new[] { 1, 2 }.Select(i => T.Of<T>() + i)) yield return s; }
    class Holder<T> where T : ITag { public static readonly string Cached = T.Tag() + T.Of<T>(); public virtual string V<U>() => T.Of<U>(); }
    class Holder2<T> : Holder<T> where T : ITag { public override string V<U>() => "2" + T.Of<U[]>() + base.V<U>(); }

    static void Main()
    {
        Console.WriteLine(Tag<PlainTag>() + Tag<ValTag>() + Tag<GenTag<Top>>() + Tag<GenTag<int>>() + Tag<GenValTag<Top>>() + Tag<GenValTag<string>>());
        Console.WriteLine(Of<PlainTag, Top>() + Of<PlainTag, Val>() + Of<ValTag, Top>() + Of<ValTag, Val>());
        Console.WriteLine(Of<GenTag<Top>, Top>() + Of<GenTag<Top>, Val>() + Of<GenValTag<Top>, Top>() + Of<GenValTag<Val>, Val>());
        Console.WriteLine(Take<SinkOne, Top>() + Take<SinkOne, Bottom>());
        Console.WriteLine(Take<SinkTwo, Top>() + Take<SinkTwo, Middle>() + Take<SinkTwo, Bottom>());
        Console.WriteLine(Take<SinkDerived, Top>() + Take<SinkDerived, Middle>() + Take<SinkDerived, Bottom>());
        Console.WriteLine(Take<SinkGenDerived<Top>, Top>() + Take<SinkGenDerived<Top>, Middle>() + Take<SinkGenDerived<Middle>, Middle>());
        Console.WriteLine(Take<SinkMixed<Top>, Top>() + Take<SinkMixed<Top>, Middle>() + Take<SinkMixed<Middle>, Middle>() + Take<SinkMixed<Bottom>, Middle>());
        Console.WriteLine(Cookie<DefS>() + Cookie<DefC>() + Cookie<OwnS>() + Cookie<OwnC>());
        Console.WriteLine(Cookie<DefS<Top>, Top>() + Cookie<DefC<Top>, Top>() + Cookie<OwnS<Top>, Top>() + Cookie<OwnC<Top>, Top>() + Cookie<DefC<int>, int>());
        Console.WriteLine(Add<FilledC>(1) + " " + Add<FilledS>(2)); Console.WriteLine(Add<FilledC<string>, string>("s") + Add<FilledS<string>, string>("t") + Add<FilledS<int>, int>(3));
        Console.WriteLine(Pick<PickS<Top, Middle>, Middle>() + " " + Pick<PickC<Top, Middle>, Middle[]>() + Pick<PickS<int, Val>, Val>());
        CountS<object> s1 = default; CountS<CountS<object>> s2 = default; Bump(ref s1, ref s2); var c1 = new CountC<object>(); CountS<CountC<object>> c2 = default; Bump(ref c1, ref c2);
        Console.WriteLine($"{s1.N} {s2.N} {c1.N} {c2.N}"); Console.WriteLine(Fold<Sum>(1, 2, 3) + " " + Fold<Cat>(1, 2, 3)); Console.WriteLine(Nested<PlainTag>() + Nested<GenTag<string>>());
        Console.WriteLine(Who<Joined>() + Who<JoinedOwn>() + Who<JoinedLater>()); Console.WriteLine(Ev<Ev1>());
        Console.WriteLine(Tag<AbsChild>() + Tag<AbsReimpl>() + Of<AbsReimpl, int>()); Console.WriteLine(string.Join(",", Lazy<GenTag<string>>()));
        Console.WriteLine(Holder<PlainTag>.Cached + Holder<GenTag<string>>.Cached + Holder<GenValTag<int>>.Cached);
        Holder<GenTag<string>> h = new Holder2<GenTag<string>>(); Console.WriteLine(h.V<int>() + h.V<string>());
    }
}
