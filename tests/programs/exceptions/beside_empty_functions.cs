// Functions whose code vanishes, since all that they do is to call through a null pointer, beside functions that handle exceptions.
// unsafe
using System;
unsafe class P {
  static int Empty0() { delegate*<int> f = null; return f(); }
  static string Handles0(string s) { try { try { throw new Exception("a"); } finally { s += "f"; } } catch (Exception e) { s += e.Message; } return s; }
  static int Empty1() { delegate*<int> f = null; return f(); }
  static string Handles1(string s) { try { try { throw new Exception("b"); } finally { s += "f"; } } catch (Exception e) { s += e.Message; } return s; }
  static int Empty2() { delegate*<int> f = null; return f(); }
  static string Handles2(string s) { try { try { throw new Exception("c"); } finally { s += "f"; } } catch (Exception e) { s += e.Message; } return s; }
  static int Z() { delegate*<int> f = null; return f(); }
  static void Main(string[] args) {
    Func<int>[] empties = { Empty0, Empty1, Empty2, Z, () => { delegate*<int> f = null; return f(); } };
    Func<string, string>[] handlers = { Handles0, Handles1, Handles2, s => { try { throw new Exception("d"); } catch (Exception e) { return s + e.Message; } } };
    foreach (var h in handlers) Console.WriteLine(h("x"));
    if (args.Length > 5) foreach (var e in empties) e();
  }
}
