// Enum ToString, Parse, HasFlag, flags and names.
using System;

enum Color { Red, Green = 5, Blue }
[Flags] enum Access : byte { None = 0, Read = 1, Write = 2, Both = 3, Execute = 128 }
enum Big : long { Min = long.MinValue, Max = long.MaxValue }

class P
{
    static void Main()
    {
        Console.WriteLine(Color.Red + " " + Color.Blue + " " + (Color)7 + " " + (int)Color.Blue);
        Console.WriteLine((Access.Read | Access.Write) + " " + (Access.Read | Access.Execute) + " " + (Access)64 + " " + default(Access));
        Console.WriteLine(Big.Min + " " + Big.Max.ToString("D") + " " + Color.Green.ToString("X"));
        Console.WriteLine(Enum.Parse<Color>("Green") + " " + Enum.Parse<Access>("Read, Execute") + " " + Enum.Parse<Color>("blue", true));
        Console.WriteLine(Enum.TryParse("Purple", out Color c) + " " + c + " " + Enum.TryParse("6", out c) + " " + c);
        Console.WriteLine(Access.Both.HasFlag(Access.Write) + " " + Access.Read.HasFlag(Access.Write));
        foreach (Color x in Enum.GetValues<Color>()) Console.Write(x + "=" + (int)x + " ");
        Console.WriteLine(Enum.GetName(Color.Green) + Enum.IsDefined((Color)1));
        object o = Color.Blue;
        Console.WriteLine(o + " " + o.Equals(Color.Blue) + " " + o.Equals(6) + $" {Color.Blue,6}|");
    }
}
