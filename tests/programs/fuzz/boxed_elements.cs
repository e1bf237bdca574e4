// Elements of arrays that only the runtime boxes.
using System; using System.Collections;
public struct S { public int a; public override string ToString() => "S!" + a; }
public interface I { string Hi(); }
public struct S2 : I { public int a; public string Hi() => "hi" + a; public override string ToString() => "S2!" + a; }
enum E : byte { A, B }
static class P {
  static Array arr = new S[2]; static Array arr2 = new S2[2];static Array arr3 = new E[2];
  static void Main() {
    foreach (object o in (IEnumerable)arr) Console.WriteLine(o.ToString());
    foreach (object o in (IEnumerable)arr2) Console.WriteLine(((I)o).Hi());
    Console.WriteLine(arr3.GetValue(1));
  }
}
