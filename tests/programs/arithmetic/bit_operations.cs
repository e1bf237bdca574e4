// BitOperations, Rotate, byte swaps, BinaryPrimitives, BitConverter and bit tricks on all widths.
using System;
using System.Buffers.Binary;
using System.Numerics;

class P
{
    static void Main()
    {
        foreach (uint v in new uint[] { 0, 1, 2, 3, 0x80, 0xff00, 0x80000000, 0x12345678, uint.MaxValue })
            Console.WriteLine($"{v:X}: {BitOperations.PopCount(v)} {BitOperations.LeadingZeroCount(v)} {BitOperations.TrailingZeroCount(v)} {BitOperations.Log2(v)} {BitOperations.IsPow2(v)} {BitOperations.RoundUpToPowerOf2(v)} {BitOperations.RotateLeft(v, 5):X} {BitOperations.RotateRight(v, 37):X} {BitOperations.RotateLeft(v, -1):X} {BinaryPrimitives.ReverseEndianness(v):X} {BitOperations.Crc32C(7, v):X} {uint.RotateLeft(v, 32)}");
        foreach (ulong v in new ulong[] { 0, 1, 0x8000000000000000, 0x123456789ABCDEF0, 0x00ff00ff00ff00ff, ulong.MaxValue, 1UL << 32, (1UL << 32) - 1 })
            Console.WriteLine($"{v:X}: {BitOperations.PopCount(v)} {BitOperations.LeadingZeroCount(v)} {BitOperations.TrailingZeroCount(v)} {BitOperations.Log2(v)} {BitOperations.IsPow2(v)} {BitOperations.RoundUpToPowerOf2(v)} {BitOperations.RotateLeft(v, 5):X} {BitOperations.RotateRight(v, 69):X} {BinaryPrimitives.ReverseEndianness(v):X} {BitOperations.Crc32C(7, v):X}");
        foreach (short v in new short[] { 0, 1, -1, short.MinValue, 0x1234 })
            Console.WriteLine($"{short.PopCount(v)} {short.LeadingZeroCount(v)} {short.TrailingZeroCount(v)} {short.RotateLeft(v, 3)} {BinaryPrimitives.ReverseEndianness(v)} {byte.PopCount((byte)v)} {byte.LeadingZeroCount((byte)v)} {byte.RotateRight((byte)v, 3)} {sbyte.RotateLeft((sbyte)v, 1)} {ushort.TrailingZeroCount((ushort)v)} {int.LeadingZeroCount(v)} {BitOperations.TrailingZeroCount((int)v)} {BitOperations.TrailingZeroCount((long)v)}");
        Span<byte> b = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(b, 0x01020304); BinaryPrimitives.WriteUInt16LittleEndian(b[4..], 0xA1B2);
        BinaryPrimitives.WriteDoubleBigEndian(b[6..], 1.5);
        Console.WriteLine(Convert.ToHexString(b) + " " + BinaryPrimitives.ReadInt64LittleEndian(b).ToString("X") + " "
            + BinaryPrimitives.ReadUInt32BigEndian(b[1..]).ToString("X") + " " + BinaryPrimitives.ReadInt16BigEndian(b[5..]) + " "
            + BinaryPrimitives.ReadDoubleBigEndian(b[6..]));
        Console.WriteLine(BinaryPrimitives.TryReadInt64BigEndian(b[10..], out long l) + " " + l);
        try { BinaryPrimitives.ReadInt64BigEndian(b[9..]); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(BitConverter.ToString(BitConverter.GetBytes(-2.5)) + " "
            + BitConverter.ToInt32(new byte[] { 1, 2, 3, 4, 5 }, 1).ToString("X") + " "
            + BitConverter.DoubleToUInt64Bits(-0.0).ToString("X") + " " + BitConverter.Int32BitsToSingle(0x7f800001));
        uint x = 0xdeadbeef; ulong y = 0xcafebabedeadbeef; int k = 13;
        Console.WriteLine($"{(x << k) | (x >> (32 - k)):X} {(x >> k) | (x << -k):X} {(y << k) | (y >> (64 - k)):X} {x & (x - 1):X} {x & (uint)-(int)x:X} {x ^ (x >> 16):X} {(x & 0xff00ff00) >> 8 | (x & 0x00ff00ff) << 8:X} {~x:X} {(byte)(~x & 0xff):X} {y & ~0xffUL:X}");
        uint crc = ~0u;
        foreach (char c in "123456789") { crc ^= c; for (int i = 0; i < 8; i++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1)); }
        Console.WriteLine((~crc).ToString("X"));
    }
}
