// fannkuch, sieve, n-queens, sorting by hand, knapsack, edit distance, sudoku, life, LZ compression, base conversion and big factorials.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

class P
{
    static (int, int) Fannkuch(int n)
    {
        int[] p = Enumerable.Range(0, n).ToArray(), q = new int[n], c = new int[n]; int max = 0, chk = 0, r = n, k = 0;
        while (true)
        {
            for (; r != 1; r--) c[r - 1] = r; Array.Copy(p, q, n); int flips = 0;
            for (int f; (f = q[0]) != 0; flips++) Array.Reverse(q, 0, f + 1); max = Math.Max(max, flips);
            chk += k % 2 == 0 ? flips : -flips;
            for (; ; r++)
            {
                if (r == n) return (chk, max); int t = p[0]; for (int i = 0; i < r; i++) p[i] = p[i + 1]; p[r] = t; if (--c[r] > 0) break;
            }
            k++;
        }
    }
    static int Queens(int n, int row, int cols, int d1, int d2)
    {
        if (row == n) return 1; int count = 0;
        for (int free = ~(cols | d1 | d2) & ((1 << n) - 1); free != 0; free &= free - 1)
        {
            int bit = free & -free; count += Queens(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1);
        }
        return count;
    }
    static void Quick<T>(T[] a, int lo, int hi, Func<T, T, bool> less)
    {
        while (lo < hi)
        {
            T p = a[(lo + hi) >>> 1]; int i = lo, j = hi;
            while (i <= j) { while (less(a[i], p)) i++; while (less(p, a[j])) j--; if (i <= j) { (a[i], a[j]) = (a[j], a[i]); i++; j--; } }
            if (j - lo < hi - i) { Quick(a, lo, j, less); lo = i; } else { Quick(a, i, hi, less); hi = j; }
        }
    }
    static int[] Merge(int[] a)
    {
        if (a.Length < 2) return a; int[] l = Merge(a[..(a.Length / 2)]), r = Merge(a[(a.Length / 2)..]), o = new int[a.Length];
        for (int i = 0, j = 0, k = 0; k < o.Length; k++) o[k] = j == r.Length || i < l.Length && l[i] <= r[j] ? l[i++] : r[j++]; return o;
    }
    static void Heap(int[] a)
    {
        void Sift(int i, int n)
        {
            for (int c; (c = 2 * i + 1) < n; i = c)
            {
                if (c + 1 < n && a[c + 1] > a[c]) c++; if (a[i] >= a[c]) return; (a[i], a[c]) = (a[c], a[i]);
            }
        }
        for (int i = a.Length / 2; i >= 0; i--) Sift(i, a.Length);
        for (int n = a.Length - 1; n > 0; n--) { (a[0], a[n]) = (a[n], a[0]); Sift(0, n); }
    }
    static void Radix(uint[] a)
    {
        var t = new uint[a.Length];
        for (int s = 0; s < 32; s += 8)
        {
            var c = new int[257]; foreach (uint x in a) c[(x >> s & 255) + 1]++; for (int i = 0; i < 256; i++) c[i + 1] += c[i];
            foreach (uint x in a) t[c[x >> s & 255]++] = x; (a, t) = (t, a);
        }
    }
    static int Edit(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1]; for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++) for (int j = 1; j <= b.Length; j++) d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
            d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
        return d[a.Length, b.Length];
    }
    static bool Sudoku(int[] g)
    {
        int best = -1, opts = 10, mask = 0;
        for (int i = 0; i < 81; i++) if (g[i] == 0)
        {
            int used = 0;
            for (int k = 0; k < 9; k++) used |= 1 << g[i / 9 * 9 + k] | 1 << g[k * 9 + i % 9] | 1 << g[(i / 27 * 3 + k / 3) * 9 + i % 9 / 3 * 3 + k % 3];
            int n = 9 - System.Numerics.BitOperations.PopCount((uint)used & 0x3fe); if (n < opts) { opts = n; best = i; mask = used; }
        }
        if (best < 0) return true; for (int v = 1; v < 10; v++) if ((mask >> v & 1) == 0) { g[best] = v; if (Sudoku(g)) return true; }
        g[best] = 0; return false;
    }
    static int Life(int n, int gens)
    {
        var a = new bool[n, n]; for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) a[i, j] = (i * 7 + j * 13 + i * j) % 5 < 2;
        for (int g = 0; g < gens; g++)
        {
            var b = new bool[n, n];
            for (int i = 0; i < n; i++) for (int j = 0; j < n; j++)
            {
                int c = 0;
                for (int di = -1; di < 2; di++) for (int dj = -1; dj < 2; dj++) if ((di | dj) != 0 && a[(i + di + n) % n, (j + dj + n) % n]) c++;
                b[i, j] = c == 3 || c == 2 && a[i, j];
            }
            a = b;
        }
        int s = 0; foreach (bool x in a) s = s * 2 + (x ? 3 : 1); return s;
    }
    static byte[] Lz(byte[] s)
    {
        var o = new List<byte>(); var last = new Dictionary<int, int>();
        for (int i = 0; i < s.Length;)
        {
            int key = i + 2 < s.Length ? s[i] << 16 | s[i + 1] << 8 | s[i + 2] : -1;
            if (key >= 0 && last.TryGetValue(key, out int p) && i - p < 256)
            {
                int n = 3; while (n < 255 && i + n < s.Length && s[p + n] == s[i + n]) n++; o.Add(255); o.Add((byte)(i - p));
                o.Add((byte)n); last[key] = i; i += n;
            }
            else { if (key >= 0) last[key] = i; o.Add(0); o.Add(s[i++]); }
        }
        return o.ToArray();
    }
    static byte[] UnLz(byte[] s)
    {
        var o = new List<byte>();
        for (int i = 0; i < s.Length;) if (s[i] == 255)
        {
            for (int k = 0; k < s[i + 2]; k++) o.Add(o[^s[i + 1]]); i += 3;
        }
        else { o.Add(s[i + 1]); i += 2; }
        return o.ToArray();
    }
    static string Fact(int n)
    {
        var d = new List<int> { 1 };
        for (int i = 2; i <= n; i++)
        {
            int c = 0; for (int k = 0; k < d.Count; k++) { c += d[k] * i; d[k] = c % 10000; c /= 10000; }
            while (c > 0) { d.Add(c % 10000); c /= 10000; }
        }
        var sb = new StringBuilder().Append(d[^1]); for (int k = d.Count - 2; k >= 0; k--) sb.Append(d[k].ToString("D4"));
        return sb.ToString();
    }

    static void Main()
    {
        Console.WriteLine(Fannkuch(7) + " " + Queens(8, 0, 0, 0, 0)); uint r = 1;
        uint[] rnd = Enumerable.Range(0, 5000).Select(_ => r = r * 1664525 + 1013904223).ToArray();
        int[] a = rnd.Select(x => (int)x).ToArray(), b = (int[])a.Clone(), c = (int[])a.Clone();
        string[] s = rnd.Take(500).Select(x => (x % 1000).ToString("X")).ToArray(); Quick(a, 0, a.Length - 1, (x, y) => x < y);
        b = Merge(b); Heap(c); Quick(s, 0, s.Length - 1, (x, y) => string.CompareOrdinal(x, y) < 0); Radix(rnd);
        Console.WriteLine(a.SequenceEqual(b) + "" + a.SequenceEqual(c) + a[2500] + " " + s[250] + rnd[2500] + s.SequenceEqual(s.Order(StringComparer.Ordinal)));
        var sieve = new bool[100000]; int primes = 0;
        for (int i = 2; i < sieve.Length; i++)
        {
            if (sieve[i]) continue; primes++; for (long j = (long)i * i; j < sieve.Length; j += i) sieve[j] = true;
        }
        Console.WriteLine(primes); Console.WriteLine(Edit("kitten sitting on the mat", "sitting kitten at the mall") + " " + Life(40, 30));
        int[] g = "530070000600195000098000060800060003400803001700020006060000280000419005000080079".Select(ch => ch - '0').ToArray();
        Console.WriteLine(Sudoku(g) + string.Concat(g));
        byte[] src = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => "item " + i % 17 + ", ")));
        byte[] z = Lz(src); Console.WriteLine(z.Length + " " + UnLz(z).SequenceEqual(src) + Fact(60));
        int[] w = { 12, 7, 11, 8, 9, 6, 5, 14 }, v = { 24, 13, 23, 15, 16, 11, 9, 28 }; int[] best = new int[51];
        for (int i = 0; i < w.Length; i++) for (int k = 50; k >= w[i]; k--) best[k] = Math.Max(best[k], best[k - w[i]] + v[i]);
        Console.WriteLine(best[50]); long coll = 0;
        for (int i = 1; i < 3000; i++)
        {
            long n = i; int st = 0; while (n != 1) { n = (n & 1) == 0 ? n / 2 : 3 * n + 1; st++; } coll = coll * 3 + st;
        }
        Console.WriteLine(coll); int[,] dist = new int[30, 30];
        for (int i = 0; i < 30; i++) for (int j = 0; j < 30; j++) dist[i, j] = i == j ? 0 : (i * 17 + j * 31) % 50 + 1;
        for (int k = 0; k < 30; k++) for (int i = 0; i < 30; i++) for (int j = 0; j < 30; j++) dist[i, j] = Math.Min(dist[i, j], dist[i, k] + dist[k, j]);
        Console.WriteLine(dist.Cast<int>().Sum()); ulong fib = 0, fp = 1; for (int i = 0; i < 93; i++) (fib, fp) = (fp, fib + fp);
        Console.WriteLine(fib); int bits = 0;
        for (uint i = 0; i < 100000; i++) bits += System.Numerics.BitOperations.PopCount(i ^ (i >> 1)); Console.WriteLine(bits);
        string rom = "";
        foreach (int n in new[] { 1994, 3999, 4, 49 })
        {
            int k = n;
            foreach (var (val, sym) in new[] { (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I") }) while (k >= val) { rom += sym; k -= val; }
            rom += " ";
        }
        Console.WriteLine(rom);
    }
}
