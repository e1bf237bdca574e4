// Arrays show the members of System.Array and their own.
using System; using System.Reflection; using System.Linq; using System.Collections.Generic;
class P {
  static void Dump(Type t) {
    Console.WriteLine("== " + t + " attrs=" + t.Attributes);
    foreach (var k in new[] { BindingFlags.Public | BindingFlags.Instance, BindingFlags.NonPublic | BindingFlags.Instance, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy, BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance | BindingFlags.NonPublic|BindingFlags.Static }) {
      Console.WriteLine(" props " + string.Join("; ", t.GetProperties(k).Select(p => p.ToString()).OrderBy(x => x, StringComparer.Ordinal)));
      Console.WriteLine(" fields " + string.Join("; ", t.GetFields(k).Select(p => p.ToString()).OrderBy(x => x, StringComparer.Ordinal)));
      Console.WriteLine(" events " + t.GetEvents(k).Length);
      var ms = t.GetMethods(k).Where(m => (k & BindingFlags.NonPublic) == 0 || m.DeclaringType == t).Select(m => m.ToString() + "/" + m.DeclaringType).OrderBy(x => x, StringComparer.Ordinal).ToArray();
      Console.WriteLine(" methods " + ms.Length + "\n    " + string.Join("\n    ", ms));
      Console.WriteLine(" ctors " + string.Join("; ", t.GetConstructors(k & ~BindingFlags.FlattenHierarchy).Select(p => p.ToString()).OrderBy(x => x, StringComparer.Ordinal)));
      var mm = t.GetMembers(k).Where(m => (k & BindingFlags.NonPublic) == 0 || m.DeclaringType == t).Select(m => m.MemberType + " " + m).OrderBy(x => x, StringComparer.Ordinal).ToArray();
      Console.WriteLine(" members " + string.Join("|", mm.Where(x => !x.StartsWith("Method") && !x.StartsWith("NestedType"))));
    }
  }
  static void Main() {
    Dump(typeof(int[])); Dump(typeof(string[,])); Dump(typeof(int[][])); Dump(typeof(Array));
    Console.WriteLine(typeof(int[]).GetProperty("Length").GetValue(new int[5]));
    Console.WriteLine(typeof(string[]).GetProperty("Rank").GetValue(new string[5]));
    Console.WriteLine(typeof(int[]).GetMethod("GetLength").Invoke(new int[7], new object[] { 0 }));
    Console.WriteLine(typeof(int[]).GetMethod("GetValue", new[] { typeof(int) }).Invoke(new int[] { 3, 4 }, new object[] { 1 }));
    Console.WriteLine(typeof(int[]).GetProperty("Length").DeclaringType + " " + typeof(int[]).GetProperty("Length").ReflectedType + " " + typeof(int[]).GetProperty("Length").PropertyType);
    Console.WriteLine(typeof(int[]).GetMethod("Clone").Invoke(new int[] { 3, 4 }, null));
    Console.WriteLine(typeof(int[]).GetMethod("ToString").DeclaringType);
    object o = new List<int>[2]; Console.WriteLine(o.GetType().GetProperty("LongLength").GetValue(o));
    foreach (var p in new[] { "Length", "LongLength", "Rank", "IsReadOnly", "IsFixedSize", "IsSynchronized", "SyncRoot" }) Console.WriteLine(p + "=" + o.GetType().GetProperty(p)?.GetValue(o));
    Console.WriteLine(typeof(int[]).GetMethod("Get").Invoke(new[] { 1, 2 }, new object[] { 1 }));
    Console.WriteLine(typeof(int[]).GetMember("Length").Length + " " + typeof(int[]).GetMember("Get*").Length);
  }
}
