// Arrays longer than any may be: in one dimension, in one of several, through generic code and the class library. Lengths that are no lengths.
using System;
using System.Runtime.CompilerServices;
class P {
  static int big = int.MaxValue, negative = -1;
  static void Try(string name, Func<object> f) {
    try { Console.WriteLine(name + ": " + f()); } catch (Exception e) { Console.WriteLine(name + ": " + e.GetType().Name); }
  }
  [MethodImpl(MethodImplOptions.NoInlining)] static T[] Make<T>(int n) => new T[n];
  static void Main() {
    Try("longs", () => new long[int.MaxValue].Length);
    Try("bytes", () => new byte[int.MaxValue].Length);
    Try("one too many", () => new byte[Array.MaxLength + 1].Length);
    Try("not constant", () => new long[big].Length);
    Try("generic", () => Make<long>(big).Length);
    Try("shared", () => Make<string>(big).Length);
    Try("two dimensions", () => new int[big, 2].Length);
    Try("empty but long", () => new int[0, big].Length);
    Try("long but empty", () => new int[big, 0].Length);
    Try("empty", () => new int[0, 7].Length);
    Try("negative", () => new int[negative].Length);
    Try("negative dimension", () => new int[negative, 1].Length);
    Try("uninitialised", () => GC.AllocateUninitializedArray<byte>(int.MaxValue).Length);
    Try("by type", () => Array.CreateInstance(typeof(byte), int.MaxValue).Length);
    Try("2^40", () => new byte[1L << 40].Length);
    Try("minus one as long", () => { long n = negative; return new int[n].Length; });
    Try("2^32", () => { ulong n = 1UL << 32; return new int[n].Length; });
    Try("string", () => new string('c', big).Length);
  }
}
