// exit: 134
// Hidden and async methods that every caller inlines, so that no function of theirs is left in the program.
using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
class P {
  static int n;
  static async Task<int> Small(int x) { await Task.Yield(); if (x > 2) throw new InvalidOperationException("small"); return x; }
  static async Task<int> Sync(int x) { if (x > 2) throw new ArgumentException("sync"); return x; }
  static async Task Outer(int x) { try { await Small(x); } catch (InvalidOperationException e) { throw new Exception("o", e); } }
  static async Task Outer2(int x) { await Sync(x); }
  [StackTraceHidden] static void Hide(int x) => Deep(x);
  static void Deep(int x) { if (x > n) throw new FormatException("deep"); }
  [MethodImpl(MethodImplOptions.NoInlining)] static void No(int x) => Hide(x);
  static async Task Main() {
    try { No(3); } catch (Exception e) { Console.WriteLine(e); }
    try { await Outer(3); } catch (Exception e) { Console.WriteLine(e); }
    try { await Outer2(3); } catch (Exception e) { Console.WriteLine(e); }
    try { int.Parse("x"); } catch (Exception e) { Console.WriteLine(e.GetType()); }
    string s = null; try { Console.WriteLine(s.Length); } catch (Exception e) { Console.WriteLine(e.GetType()); }
    No(7);
  }
}
