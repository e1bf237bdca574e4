// Rebuild: csc -target:exe -deterministic -debug:portable -unsafe -optimize+ -pathmap:$PWD=/sample -nostdlib -out:sample.dll sample.cs
//          with -r: of the framework's System.Private.CoreLib, System.Runtime, System.Runtime.InteropServices, System.Console and
//          System.Collections. The tests know line numbers of this file.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

[assembly: CLSCompliant(false)]

namespace Sample;

public enum Color : byte { Red = 1, Green }

[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class MarkAttribute : Attribute
{
    public MarkAttribute(object value, params Type[] types) { }
    public Color Color { get; set; }
    public string Text;
}

[Mark(Color.Green, typeof(List<int>), typeof(Dictionary<,>), Color = Color.Red, Text = "é")]
[Mark(new object[] { 1, "two", 3.0, null, new[] { 'c' } })]
public interface IShape<in T, out U> where U : class, new()
{
    U Area(T scale);
    event Action<int> Changed;
    string this[int i, string s] { get; set; }
    static abstract int Count { get; }
}

[StructLayout(LayoutKind.Explicit, Size = 16, Pack = 4)]
public unsafe struct Overlay
{
    [FieldOffset(0)] public long L;
    [FieldOffset(4)] public fixed byte Bytes[8];
    [FieldOffset(0), MarshalAs(UnmanagedType.Bool)] public bool B;
}

public static unsafe class Program
{
    const string Name = "sample";
    static readonly byte[] Data = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
    [ThreadStatic] static int[,] grid;

    [DllImport("libc", EntryPoint = "getpid", SetLastError = true)]
    static extern int GetPid();

    class Nested<T> where T : IComparable<T>
    {
        public T Max(params T[] items)
        {
            T best = items[0];
            foreach (T item in items)
                if (item.CompareTo(best) > 0) best = item;
            return best;
        }
    }

    static int Switch(string s) => s switch { "a" => 1, "b" => 2, "c" => 3, "d" => 4, "e" => 5, "f" => 6, "g" => 7, _ => 0 };

    static IEnumerable<int> Numbers(int n)
    {
        for (int i = 0; i < n; i++) yield return i * i;
    }

    static int Main(string[] args)
    {
        try
        {
            delegate* unmanaged[Cdecl]<int, int> f = null;
            fixed (byte* p = Data) Console.WriteLine(p[1] + (f == null ? 1 : f(2)));
            grid = new int[2, 3];
            return args.Length switch { 0 => 10, 1 => 11, 2 => 12, 3 => 13, _ => Switch(args[0]) };
        }
        catch (Exception e) when (e.Message.Length > 3)
        {
            Console.WriteLine(Name + "\ud83d\ude00");
        }
        catch (InvalidOperationException)
        {
            throw;
        }
        finally
        {
            foreach (int n in Numbers(3)) Console.WriteLine(new Nested<int>().Max(n, 1, 2));
        }
        return 0;
    }
}
