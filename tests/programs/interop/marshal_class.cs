// Marshal: memory blocks, strings in several encodings, structures with SizeOf, OffsetOf, StructureToPtr, bit reads and writes, handles, SafeHandle, delegates as function pointers.
// unsafe
using System;
using System.Runtime.InteropServices;

struct Plain { public byte A; public int B; public short C; public double D; }
[StructLayout(LayoutKind.Sequential, Pack = 1)] struct Pk { public byte A; public long B; }
[StructLayout(LayoutKind.Explicit, Size = 20)] struct Ex { [FieldOffset(4)] public int X; [FieldOffset(12)] public float Y; }
class Buf : SafeHandle
{
    public static int Freed; public Buf(int n) : base(0, true) => SetHandle(Marshal.AllocHGlobal(n));
    public override bool IsInvalid => handle == 0;
    protected override bool ReleaseHandle() { Marshal.FreeHGlobal(handle); Freed++; return true; } public nint Ptr => handle;
}

unsafe class P
{
    static void Main()
    {
        nint p = Marshal.AllocHGlobal(64); for (int i = 0; i < 64; i++) Marshal.WriteByte(p, i, (byte)i);
        Console.WriteLine(Marshal.ReadInt32(p, 4).ToString("X") + Marshal.ReadInt16(p, 1).ToString("X")
            + Marshal.ReadInt64(p + 8).ToString("X") + Marshal.ReadByte(p, 63));
        Marshal.WriteInt64(p, 0, long.MinValue); Marshal.WriteInt32(p, 8, -5); Marshal.WriteIntPtr(p, 16, p);
        Console.WriteLine(Marshal.ReadInt64(p) + " " + *(int*)(p + 8) + (Marshal.ReadIntPtr(p, 16) == p));
        byte[] bytes = { 9, 8, 7, 6, 5 }; Marshal.Copy(bytes, 1, p, 3); byte[] back = new byte[4]; Marshal.Copy(p, back, 1, 3);
        Console.WriteLine(string.Join(",", back)); double[] ds = { 1.5, -2 }; Marshal.Copy(ds, 0, p, 2);
        Console.WriteLine(((double*)p)[1]); p = Marshal.ReAllocHGlobal(p, 200); Console.WriteLine(((double*)p)[0]); Marshal.FreeHGlobal(p);
        Console.WriteLine(Marshal.SizeOf<Plain>() + " " + Marshal.SizeOf<Pk>() + " " + Marshal.SizeOf<Ex>() + " " + Marshal.SizeOf(5)
            + Marshal.SizeOf<nint>() + " " + Marshal.OffsetOf<Plain>("D") + Marshal.OffsetOf<Pk>("B") + Marshal.OffsetOf<Ex>("Y"));
        nint q = Marshal.AllocCoTaskMem(64); Marshal.StructureToPtr(new Plain { A = 1, B = -2, C = 3, D = 4.5 }, q, false);
        Plain pl = Marshal.PtrToStructure<Plain>(q); Console.WriteLine($"{pl.A} {pl.B} {pl.C} {pl.D} {((Plain*)q)->C}");
        Marshal.FreeCoTaskMem(q);
        foreach (string s in new[] { "", "ascii", "ünï €😀" })
        {
            nint u8 = Marshal.StringToCoTaskMemUTF8(s), uni = Marshal.StringToHGlobalUni(s), ansi = Marshal.StringToHGlobalAnsi(s);
            Console.Write(Marshal.PtrToStringUTF8(u8) + "|" + Marshal.PtrToStringUni(uni) + "|" + Marshal.PtrToStringAnsi(ansi) + "|"
                + Marshal.PtrToStringUni(uni, s.Length / 2) + "|" + new string((char*)uni) + "|"
                + new ReadOnlySpan<byte>((void*)u8, 30).IndexOf((byte)0) + " ");
            Marshal.FreeCoTaskMem(u8); Marshal.FreeHGlobal(uni); Marshal.FreeHGlobal(ansi);
        }
        Console.WriteLine(Marshal.PtrToStringUTF8(0) == null); object o = "pinned target"; var h = GCHandle.Alloc(o);
        var ph = GCHandle.Alloc(new int[] { 1, 2, 3 }, GCHandleType.Pinned); var wh = GCHandle.Alloc(o, GCHandleType.Weak); GC.Collect();
        nint hp = GCHandle.ToIntPtr(h);
        Console.WriteLine(GCHandle.FromIntPtr(hp).Target + " " + ((int*)ph.AddrOfPinnedObject())[2] + wh.Target + h.IsAllocated
            + (GCHandle.FromIntPtr(hp) == h));
        ((int*)ph.AddrOfPinnedObject())[0] = 77; Console.WriteLine(((int[])ph.Target)[0]); h.Free(); ph.Free(); wh.Free();
        try { _ = h.Target; } catch (InvalidOperationException) { Console.WriteLine("freed"); }
        try
        {
            GCHandle.Alloc(new object[] { "x" }, GCHandleType.Pinned); Console.WriteLine("no");
        }
        catch (ArgumentException) { Console.WriteLine("not blittable"); }
        using (var b = new Buf(32))
        {
            *(long*)b.Ptr = 5; bool ok = false; b.DangerousAddRef(ref ok); b.Dispose();
            Console.Write(Buf.Freed + "" + b.IsClosed + *(long*)b.Ptr); b.DangerousRelease();
        }
        Console.WriteLine(Buf.Freed); byte* nm = (byte*)NativeMemory.AlignedAlloc(100, 64); Console.WriteLine((nuint)nm % 64);
        NativeMemory.Fill(nm, 100, 3); NativeMemory.Clear(nm + 10, 10); Console.WriteLine(nm[9] + nm[10] + nm[20]);
        NativeMemory.Copy(nm, nm + 10, 5); Console.WriteLine(nm[14] + nm[15]); NativeMemory.AlignedFree(nm);
        Span<byte> sp = new Span<byte>(NativeMemory.Alloc(16), 16); sp.Fill(9); Console.WriteLine(sp[15] + MemoryMarshal.Read<long>(sp));
        fixed (byte* f = sp) NativeMemory.Free(f);
        try { Marshal.SizeOf<string>(); } catch (ArgumentException) { Console.WriteLine("no size"); }
        Console.WriteLine(Marshal.GetExceptionForHR(unchecked((int)0x80070057)).GetType().Name
            + Marshal.GetHRForException(new ArgumentException()).ToString("X") + Marshal.SystemDefaultCharSize
            + Marshal.SystemMaxDBCSCharSize.CompareTo(0));
        Marshal.SetLastPInvokeError(42); Console.WriteLine(Marshal.GetLastPInvokeError());
    }
}
