// One-dimensional arrays of ints, structs, bytes and references, array initializers, foreach, Length and jagged arrays.
// exit: 186
struct Pair { public short A; public byte B; }

class P
{
    static readonly int[] s_primes = { 2, 3, 5, 7, 11, 13 };
    static readonly byte[] s_bytes = { 1, 2, 250 };

    static int Main()
    {
        int r = 0;
        foreach (int p in s_primes) r += p;               // 41
        var squares = new long[10];
        for (int i = 0; i < squares.Length; i++) squares[i] = i * i;
        r += (int)squares[9];                             // 81
        var pairs = new Pair[3];
        pairs[1].A = -5;
        pairs[2].B = s_bytes[2];
        pairs[2].B += 10;                                 // wraps to 4
        r += pairs[1].A + pairs[2].B;                     // -1
        object[] objects = new object[] { new int[2], null, "x" };
        foreach (object o in objects) if (o == null) r += 7;
        r += ((int[])objects[0]).Length;                  // 2
        int[][] jagged = { new[] { 1 }, new[] { 1, 2 }, new int[0] };
        foreach (var row in jagged) foreach (var x in row) r += x;
        ref int slot = ref s_primes[0];
        slot = 50;
        return r + s_primes[0] + jagged.Length - 1;
    }
}
