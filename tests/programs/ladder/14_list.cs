// List<int>: growing, indexing, removal, sorting, searching and enumeration.
using System;
using System.Collections.Generic;

class P
{
    static void Main()
    {
        var list = new List<int>();
        for (int i = 0; i < 20; i++) list.Add(i * 7 % 20);
        Console.WriteLine(list.Count);
        list.Sort();
        foreach (int x in list) Console.Write(x + " ");
        Console.WriteLine();
        list.RemoveAt(0);
        list.Remove(19);
        list.Insert(1, 100);
        list.RemoveAll(x => x % 2 == 1);
        list.Reverse();
        Console.WriteLine(string.Join(",", list));
        Console.WriteLine(list.IndexOf(100) + " " + list.Contains(4) + " " + list.Contains(5) + " " + list.Find(x => x < 10));
        int[] array = list.ToArray();
        Console.WriteLine(array.Length + " " + array[2]);
        list.Clear();
        Console.WriteLine(list.Count);
        try { Console.WriteLine(list[0]); }
        catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
    }
}
