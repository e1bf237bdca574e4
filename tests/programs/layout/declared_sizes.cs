// StructLayout.Size: of explicit structs and of sequential types without references; others are laid out automatically and take none.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[StructLayout(LayoutKind.Sequential, Size = 500)] struct SequentialRefs { public string Text; public byte Tag; }
[StructLayout(LayoutKind.Sequential, Size = 500)] struct SequentialPlain { public long Number; public byte Tag; }
[StructLayout(LayoutKind.Sequential, Size = 9)] struct OddRefs { public string Text; public byte Tag; }
[StructLayout(LayoutKind.Explicit, Size = 500)] struct ExplicitRefs { [FieldOffset(0)] public string Text; [FieldOffset(8)] public byte Tag; }
[StructLayout(LayoutKind.Explicit, Size = 9)] struct ExplicitOdd { [FieldOffset(0)] public string Text; [FieldOffset(8)] public byte Tag; }
[StructLayout(LayoutKind.Explicit, Size = 33)] struct ExplicitPlain { [FieldOffset(0)] public long Number; [FieldOffset(4)] public int Half; }
struct Holder { public byte First; public SequentialRefs Inner; public byte Last; }

static class Program
{
    static void Main()
    {
        Console.WriteLine(Unsafe.SizeOf<SequentialRefs>() + " " + Unsafe.SizeOf<SequentialPlain>() + " " + Unsafe.SizeOf<OddRefs>());
        Console.WriteLine(Unsafe.SizeOf<ExplicitRefs>() + " " + Unsafe.SizeOf<ExplicitOdd>() + " " + Unsafe.SizeOf<ExplicitPlain>() + " " + Unsafe.SizeOf<Holder>());
        var array = new SequentialRefs[3];
        array[2].Text = "last"; array[1].Tag = 7;
        Console.WriteLine(array[2].Text + array[1].Tag + Unsafe.ByteOffset(ref array[0].Tag, ref array[1].Tag));
    }
}
