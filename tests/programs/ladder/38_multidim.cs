// Multi-dimensional arrays: access, bounds, lengths, initializers, foreach, arrays of structs.
using System;

struct Cell { public int V; public string S; }

class P
{
    static void Main()
    {
        var m = new int[3, 4];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 4; j++) m[i, j] = i * 10 + j;
        Console.WriteLine(m.Length + " " + m.Rank + " " + m.GetLength(0) + " " + m.GetLength(1) + " " + m.GetUpperBound(1));
        foreach (int x in m) Console.Write(x + " ");
        Console.WriteLine();
        string[,] names = { { "a", "b" }, { "c", null } };
        Console.WriteLine(names[1, 0] + (names[1, 1] ?? "-"));
        var cells = new Cell[2, 2, 2];
        cells[1, 0, 1].V = 5;
        cells[1, 0, 1].S = "five";
        ref Cell c = ref cells[1, 0, 1];
        c.V++;
        Console.WriteLine(cells[1, 0, 1].V + cells[1, 0, 1].S + cells[0, 0, 0].V);
        try { m[1, 4] = 0; }
        catch (IndexOutOfRangeException) { Console.WriteLine("out of range"); }
        try { m[-1, 0] = 0; }
        catch (IndexOutOfRangeException) { Console.WriteLine("out of range"); }
        try { ((object[,])names)[0, 0] = 1; }
        catch (ArrayTypeMismatchException) { Console.WriteLine("mismatch"); }
        Console.WriteLine(m.GetType() + " " + names.GetType() + " " + cells.GetType());
        Array.Clear(m);
        Console.WriteLine(m[2, 3]);
    }
}
