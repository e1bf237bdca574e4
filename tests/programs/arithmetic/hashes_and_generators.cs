// Long integer computations with wrap-around: SHA-256, FNV, xorshift, Mersenne-like mixing, modular powers.
using System;
using System.Security.Cryptography;
using System.Text;

class P
{
    static uint Rot(uint x, int n) => (x >> n) | (x << (32 - n));

    static string Sha256(byte[] data)
    {
        uint[] k = new uint[64], h = new uint[8];
        int found = 0;
        for (int n = 2; found < 64; n++)
        {
            bool prime = true; for (int d = 2; d * d <= n; d++) if (n % d == 0) { prime = false; break; }
            if (!prime) continue;
            if (found < 8) h[found] = Frac(Math.Sqrt(n));
            k[found++] = Frac(Math.Cbrt(n));
        }
        byte[] m = new byte[(data.Length + 72) / 64 * 64]; data.CopyTo(m, 0); m[data.Length] = 0x80;
        ulong bits = (ulong)data.Length * 8; for (int i = 0; i < 8; i++) m[m.Length - 1 - i] = (byte)(bits >> (8 * i));
        uint[] w = new uint[64];
        for (int o = 0; o < m.Length; o += 64)
        {
            for (int i = 0; i < 16; i++) w[i] = (uint)(m[o + 4 * i] << 24 | m[o + 4 * i + 1] << 16 | m[o + 4 * i + 2] << 8 | m[o + 4 * i + 3]);
            for (int i = 16; i < 64; i++) w[i] = w[i - 16] + (Rot(w[i - 15], 7) ^ Rot(w[i - 15], 18) ^ (w[i - 15] >> 3)) + w[i - 7]
                + (Rot(w[i - 2], 17) ^ Rot(w[i - 2], 19) ^ (w[i - 2] >> 10));
            uint a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], hh = h[7];
            for (int i = 0; i < 64; i++)
            {
                uint t1 = hh + (Rot(e, 6) ^ Rot(e, 11) ^ Rot(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i],
                    t2 = (Rot(a, 2) ^ Rot(a, 13) ^ Rot(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                hh = g; g = f; f = e; e = d + t1; d = c; c = b; b = a; a = t1 + t2;
            }
            h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += hh;
        }
        var sb = new StringBuilder(); foreach (uint x in h) sb.Append(x.ToString("x8")); return sb.ToString();
    }

    static uint Frac(double d) => (uint)((d - Math.Floor(d)) * 4294967296.0);

    static void Main()
    {
        foreach (string s in new[] { "", "abc", new string('a', 1000), "The quick brown fox" })
            Console.WriteLine(Sha256(Encoding.UTF8.GetBytes(s)));
        ulong x = 88172645463325252; long sum = 0;
        for (int i = 0; i < 100000; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; sum += (long)x >> 3; } Console.WriteLine(x + " " + sum);
        uint fnv = 2166136261; ulong fnv64 = 14695981039346656037;
        for (int i = 0; i < 50000; i++) { fnv = (fnv ^ (byte)i) * 16777619; fnv64 = (fnv64 ^ (byte)(i >> 3)) * 1099511628211; }
        Console.WriteLine(fnv + " " + fnv64);
        int lcg = 12345; for (int i = 0; i < 100000; i++) lcg = lcg * 1103515245 + 12345; Console.WriteLine(lcg);
        long m = 1000000007, p = 1, bse = 3;
        for (long e = 1234567890123; e > 0; e /= 2) { if (e % 2 == 1) p = p * bse % m; bse = bse * bse % m; } Console.WriteLine(p);
        short s16 = 1; sbyte s8 = 1; for (int i = 0; i < 1000; i++) { s16 = (short)(s16 * 31 + i); s8 = (sbyte)(s8 * 7 - i); }
        Console.WriteLine(s16 + " " + s8);
        uint a32 = 1, b32 = 0; for (int i = 0; i < 100000; i++) { a32 = (a32 + (uint)i % 251) % 65521; b32 = (b32 + a32) % 65521; }
        Console.WriteLine(b32 << 16 | a32);
        double z = 0.5; for (int i = 0; i < 1000; i++) z = 3.99 * z * (1 - z); Console.WriteLine(z.ToString("R")); float y = 0.5f;
        for (int i = 0; i < 1000; i++) y = 3.99f * y * (1 - y); Console.WriteLine(y.ToString("R"));
    }
}
