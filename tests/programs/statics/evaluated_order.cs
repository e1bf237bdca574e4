// What a static constructor does and when, where evaluating it at compile time would show.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

static class Log { public static readonly List<string> Lines = new(); public static int N; public static int Note(string s, int v) { Lines.Add(s); return v; } }
class Loud { public static readonly int X = Log.Note("Loud", 5); }
class Precise { public static readonly int X; static Precise() { X = Log.Note("Precise", 6); } public static void Touch() { } }
class Quiet { public static readonly int X; static Quiet() { X = 7; } public static void Touch() { } }
class CountsOthers { public static readonly int X = ++Log.N; }
class ReadsMutable { public static readonly int X = Config.Level * 2; public static readonly int[] Array = { Config.Levels[0] }; }
class Config { public static int Level = 3; public static readonly int[] Levels = { 1, 2 }; public static readonly int Fixed = 9; public static readonly string Name = "config"; public static readonly Item Item = new(4, 5); }
class Item { public readonly int Fixed; public int Changing; public Item(int f, int c) { Fixed = f; Changing = c; } }
class ReadsReadonly { public static readonly int X = Config.Fixed + Config.Name.Length + Config.Levels.Length + Config.Item.Fixed; }
class ReadsChanging { public static readonly int X = Config.Item.Changing; }
class A { public static readonly int X = B.Y + 1; public static int Z = 10; }
class B { public static readonly int Y = A.X + 1; }
class Self { public static readonly int First = Second + 1; public static readonly int Second = 5; public static readonly int Third = Read(); static int Read() => First * 10 + Second + Third; }
class Half
{
    public static int Done; public static readonly int[] Numbers = { 1, 2 }; public static int After = 3;
    static Half() { Done = 1; Numbers[0] = 9; After = Numbers[int.Parse("2")]; }
}
class Divides { public static readonly int X = 10 / Zero.Value; }
class Zero { public static readonly int Value = 0; }
class Overflows { public static readonly int X = checked(int.MaxValue + Big.One); }
class Big { public static readonly int One = 1; }
class Casts { public static readonly string X = (string)Boxed.Value; }
class Boxed { public static readonly object Value = 5; }
class Nulls { public static readonly int X = Texts.None.Length; }
class Texts { public static readonly string None = null; public static readonly string Some = "some"; }
class Endless { public static readonly int X = Spin(); static int Spin() { int n = 0; for (long i = 0; i < 3_000_000; i++) n += (int)i & 3; return n; } }
class Recursive { public static readonly int X = Down(3000); static int Down(int n) => n == 0 ? 0 : 1 + Down(n - 1); }
class Catches { public static readonly string X = Try(); static string Try() { try { return Texts.None.ToString(); } catch (NullReferenceException) { return "caught"; } finally { Trail = "finally"; } } public static string Trail; }
class Finally { public static readonly int X = Run(); static int Run() { int n = 1; try { try { n += 2; return n; } finally { n *= 10; Seen = n; } } finally { Seen++; } } public static int Seen; }
class Loops { public static readonly int X = Run(); static int Run() { int n = 0; for (int i = 0; i < 5; i++) { try { if (i == 3) continue; n += i; } finally { n += 100; } } foreach (var s in new List<string> { "a", "b" }) n += s.Length; return n; } }
class WithThread { [ThreadStatic] public static int Mine; public static readonly int X; static WithThread() { Mine = 5; X = 1; } }
class Environs { public static readonly int Cpus = Environment.ProcessorCount; public static readonly bool Is64 = Environment.Is64BitProcess; public static readonly string Line = Environment.NewLine; }
class Random { public static readonly Guid Id = Guid.NewGuid(); public static readonly int Hash = "text".GetHashCode(); public static readonly long Time = DateTime.UtcNow.Ticks; }
class Identity { public static readonly object Lock = new(); public static readonly object Same = Lock; public static readonly int Hash = RuntimeHelpers.GetHashCode(Lock); }
class Base { public static readonly string Name = "base"; public static string Virtual = new Derived().Who(); public virtual string Who() => "Base"; }
class Derived : Base { public static readonly string Own = Name + "/derived"; public override string Who() => "Derived" + (Own ?? "null"); }
class Generic<T> { public static readonly int Id = Counter.Next(); public static readonly string Name = typeof(T).Name; public static readonly T[] One = new T[1]; public static readonly bool Ref = !typeof(T).IsValueType; }
static class Counter { static int n; public static int Next() => ++n; }
class Outer<T> { public class Inner { public static readonly T[] Items = { default, default }; public static readonly int Length = Items.Length + Outer<T>.Extra; } public static readonly int Extra = 100; }
interface IHas { static readonly int[] Values = { 4, 5, 6 }; static virtual int Get() => Values[1]; }
struct Has : IHas { public static readonly Has Default = new() { V = 3 }; public int V; public int Grow() => ++V; }
class Floats { public static readonly double Sum = 0.1 + 0.2, Third = 1f / 3, Root = Math.Sqrt(2), Big = 1e308 * 10, Sine = Math.Sin(1), NotANumber = Big - Big; public static readonly float Single = 16777216f + 1f; public static readonly int Cut = (int)3.99, Huge = (int)Big, None = (int)NotANumber; public static readonly byte Small = unchecked((byte)300.7); public static readonly uint Negative = unchecked((uint)-1.5); }
class Shifts { public static readonly int A = 1 << 33, B = -8 >> 1, C = (int)(unchecked((uint)-8) >> 1), D = int.MinValue / 3, E = -7 % 3; public static readonly long F = 1L << 65; public static readonly ulong G = ulong.MaxValue / 3; public static readonly sbyte H = unchecked((sbyte)200); public static readonly char I = (char)('a' + 1); }

static class Program
{
    static string Catch<T>(Func<T> f)
    {
        try { return f().ToString(); }
        catch (TypeInitializationException e) { return e.TypeName + "<-" + e.InnerException.GetType().Name; }
        catch (Exception e) { return e.GetType().Name; }
    }
    static void Main()
    {
        Console.WriteLine("start " + Log.Lines.Count);
        Precise.Touch(); Quiet.Touch();
        Console.WriteLine(string.Join(",", Log.Lines) + Quiet.X + Precise.X);
        Log.N = 10; Console.WriteLine(CountsOthers.X + " " + Log.N);
        Config.Level = 50; Config.Levels[0] = 60; Config.Item.Changing = 70;
        Console.WriteLine(ReadsMutable.X + " " + ReadsMutable.Array[0] + " " + ReadsReadonly.X + " " + ReadsChanging.X);
        Console.WriteLine(A.X + " " + B.Y + " " + A.Z);
        Console.WriteLine(Self.First + " " + Self.Second + " " + Self.Third);
        Console.WriteLine(Catch(() => Half.Done) + Catch(() => Half.Numbers[0]) + Catch(() => Half.After));
        Console.WriteLine(Catch(() => Divides.X) + Catch(() => Divides.X) + Zero.Value + Catch(() => Overflows.X) + Catch(() => Casts.X) + Boxed.Value + Catch(() => Nulls.X) + Texts.Some);
        try { _ = Divides.X; } catch (TypeInitializationException e1) { try { _ = Divides.X; } catch (TypeInitializationException e2) { Console.WriteLine(ReferenceEquals(e1, e2) + " " + ReferenceEquals(e1.InnerException, e2.InnerException)); } }
        Console.WriteLine(Endless.X + " " + Recursive.X + Catches.X + Catches.Trail + Finally.X + " " + Finally.Seen + " " + Loops.X);
        Console.WriteLine(WithThread.X + " " + WithThread.Mine);
        var t = new Thread(() => Console.WriteLine(WithThread.X + " " + WithThread.Mine)); t.Start(); t.Join();
        Console.WriteLine((Environs.Cpus == Environment.ProcessorCount) + " " + Environs.Is64 + Environs.Line.Length + (Random.Id != Guid.Empty) + (Random.Hash == "text".GetHashCode()) + (Random.Time > new DateTime(2020, 1, 1).Ticks));
        Console.WriteLine(ReferenceEquals(Identity.Lock, Identity.Same) + " " + (Identity.Hash == RuntimeHelpers.GetHashCode(Identity.Same)));
        Console.WriteLine(Base.Virtual + Derived.Own);
        Console.WriteLine(Generic<int>.Id + Generic<string>.Name + Generic<object>.Id + Generic<string>.Id + Generic<int>.Id + Generic<int>.Ref + Generic<string>.Ref + ReferenceEquals(Generic<object>.One, Generic<string>.One) + Generic<string>.One.GetType());
        Console.WriteLine(Outer<int>.Inner.Length + Outer<string>.Inner.Length + Outer<string>.Inner.Items.GetType().Name + Shared<string>() + Shared<object>() + Shared<int>());
        Console.WriteLine(IHas.Values[2] + " " + Has.Default.Grow() + Has.Default.Grow() + Has.Default.V);
        Console.WriteLine(Floats.Sum.ToString("R") + " " + Floats.Third + " " + Floats.Root + " " + Floats.Big + " " + Floats.Sine + " " + Floats.NotANumber + " " + Floats.Single + " " + Floats.Cut + " " + Floats.Huge + " " + Floats.None + " " + Floats.Small + " " + Floats.Negative);
        Console.WriteLine(Shifts.A + " " + Shifts.B + " " + Shifts.C + " " + Shifts.D + " " + Shifts.E + " " + Shifts.F + " " + Shifts.G + " " + Shifts.H + Shifts.I);
        RuntimeHelpers.RunClassConstructor(typeof(Quiet).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Loud).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Generic<long>).TypeHandle);
        Console.WriteLine(string.Join(",", Log.Lines) + Loud.X + Generic<byte>.Id);
        var field = typeof(Config).GetField("Fixed"); Console.WriteLine(field.GetValue(null) + " " + typeof(Config).GetField("Level").GetValue(null));
        try { field.SetValue(null, 1); Console.WriteLine("set"); } catch (FieldAccessException) { Console.WriteLine("FieldAccessException " + Config.Fixed); }
        typeof(Config).GetField("Level").SetValue(null, 77); Console.WriteLine(Config.Level + " " + typeof(Config).GetField("Level").GetValue(null));
    }
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Shared<T>() => Outer<T>.Inner.Length + Outer<T>.Extra + Generic<T>.One.Length;
}
