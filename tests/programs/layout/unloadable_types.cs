// Types that cannot be laid out: methods that name them throw TypeLoadException, the rest of the program runs.
using System; using System.Runtime.InteropServices; using System.Runtime.CompilerServices;
[StructLayout(LayoutKind.Explicit)] class BadA { [FieldOffset(0)] public object O; [FieldOffset(4)] public object P; }
[StructLayout(LayoutKind.Explicit)] struct BadB { [FieldOffset(0)] public object O; [FieldOffset(0)] public long P; }
struct BadG<T> { public T V; }
struct Rec1 { public static Rec1 S; public BadG<int> G; }
[InlineArray(2)] struct Ok2 { int a; }
class Uses { public BadB B; } class UsesS { public static BadB B; }
class P {
  static void Try(string n, Action a) { try { a(); Console.WriteLine(n + " ok"); } catch (Exception e) { Console.WriteLine(n + " " + e.GetType().Name); } }
  [MethodImpl(MethodImplOptions.NoInlining)] static void A() { var x = new BadA(); Console.WriteLine(x); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void B() { BadB b = default; b.P = 1; Console.WriteLine(b.P); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void C() { Console.WriteLine(new Uses()); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void D() { Console.WriteLine(typeof(BadG<BadB>).Name); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void E() { Console.WriteLine(UsesS.B.P); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void F() { Console.WriteLine(new BadB[1].Length); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void G() { Console.WriteLine(new Rec1().G.V); }
  static void Main() { Try("A", A); Try("B", B); Try("C", C); Try("D", D); Try("E", E); Try("F", F); Try("G", G); }
}
