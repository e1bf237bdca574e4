using System;

/// Loops over numbers and arrays; `compute.c` has the same.
static class Numeric
{
    sealed class Body
    {
        public double X, Y, Z, VX, VY, VZ, Mass;

        public Body(double x, double y, double z, double vx, double vy, double vz, double mass)
        {
            X = x; Y = y; Z = z; VX = vx; VY = vy; VZ = vz; Mass = mass;
        }
    }

    public static long NBody()
    {
        const double solar = 4 * Math.PI * Math.PI, year = 365.24;
        Body[] bodies =
        {
            new(0, 0, 0, 0, 0, 0, solar),
            new(4.84143144246472090, -1.16032004402742839, -1.03622044471123109e-1,
                1.66007664274403694e-3 * year, 7.69901118419740425e-3 * year, -6.90460016972063023e-5 * year, 9.54791938424326609e-4 * solar),
            new(8.34336671824457987, 4.12479856412430479, -4.03523417114321381e-1,
                -2.76742510726411120e-3 * year, 4.99852801234917238e-3 * year, 2.30417297573763929e-5 * year, 2.85885980666130812e-4 * solar),
            new(1.28943695621391310e1, -1.51111514016986312e1, -2.23307578892655734e-1,
                2.96460137564761618e-3 * year, 2.37847173959480950e-3 * year, -2.96589568540237556e-5 * year, 4.36624404335156298e-5 * solar),
            new(1.53796971148509165e1, -2.59193146099879641e1, 1.79258772950371181e-1,
                2.68067772490389322e-3 * year, 1.62824170038242295e-3 * year, -9.51592254519715870e-5 * year, 5.15138902046611451e-5 * solar),
        };
        double px = 0, py = 0, pz = 0;
        foreach (var b in bodies)
        {
            px += b.VX * b.Mass;
            py += b.VY * b.Mass;
            pz += b.VZ * b.Mass;
        }
        bodies[0].VX = -px / solar;
        bodies[0].VY = -py / solar;
        bodies[0].VZ = -pz / solar;
        for (int i = 0; i < 250_000; i++)
            Advance(bodies, 0.01);
        return (long)(Energy(bodies) * 1e12);
    }

    static void Advance(Body[] bodies, double dt)
    {
        for (int i = 0; i < bodies.Length; i++)
        {
            Body a = bodies[i];
            for (int j = i + 1; j < bodies.Length; j++)
            {
                Body b = bodies[j];
                double dx = a.X - b.X, dy = a.Y - b.Y, dz = a.Z - b.Z;
                double d2 = dx * dx + dy * dy + dz * dz;
                double mag = dt / (d2 * Math.Sqrt(d2));
                a.VX -= dx * b.Mass * mag;
                a.VY -= dy * b.Mass * mag;
                a.VZ -= dz * b.Mass * mag;
                b.VX += dx * a.Mass * mag;
                b.VY += dy * a.Mass * mag;
                b.VZ += dz * a.Mass * mag;
            }
        }
        foreach (var b in bodies)
        {
            b.X += dt * b.VX;
            b.Y += dt * b.VY;
            b.Z += dt * b.VZ;
        }
    }

    static double Energy(Body[] bodies)
    {
        double e = 0;
        for (int i = 0; i < bodies.Length; i++)
        {
            Body a = bodies[i];
            e += 0.5 * a.Mass * (a.VX * a.VX + a.VY * a.VY + a.VZ * a.VZ);
            for (int j = i + 1; j < bodies.Length; j++)
            {
                Body b = bodies[j];
                double dx = a.X - b.X, dy = a.Y - b.Y, dz = a.Z - b.Z;
                e -= a.Mass * b.Mass / Math.Sqrt(dx * dx + dy * dy + dz * dz);
            }
        }
        return e;
    }

    static double A(int i, int j) => 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);

    static void MultiplyAv(double[] v, double[] to)
    {
        for (int i = 0; i < v.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < v.Length; j++)
                sum += A(i, j) * v[j];
            to[i] = sum;
        }
    }

    static void MultiplyAtv(double[] v, double[] to)
    {
        for (int i = 0; i < v.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < v.Length; j++)
                sum += A(j, i) * v[j];
            to[i] = sum;
        }
    }

    public static long SpectralNorm()
    {
        const int n = 600;
        double[] u = new double[n], v = new double[n], t = new double[n];
        Array.Fill(u, 1.0);
        for (int i = 0; i < 10; i++)
        {
            MultiplyAv(u, t);
            MultiplyAtv(t, v);
            MultiplyAv(v, t);
            MultiplyAtv(t, u);
        }
        double vbv = 0, vv = 0;
        for (int i = 0; i < n; i++)
        {
            vbv += u[i] * v[i];
            vv += v[i] * v[i];
        }
        return (long)(Math.Sqrt(vbv / vv) * 1e12);
    }

    public static long Fannkuch()
    {
        const int n = 9;
        int[] p = new int[n], q = new int[n], s = new int[n];
        int sign = 1, maxflips = 0, sum = 0;
        for (int i = 0; i < n; i++)
            p[i] = q[i] = s[i] = i;
        while (true)
        {
            int q0 = p[0];
            if (q0 != 0)
            {
                for (int i = 1; i < n; i++)
                    q[i] = p[i];
                int flips = 1;
                while (true)
                {
                    int qq = q[q0];
                    if (qq == 0)
                    {
                        sum += sign * flips;
                        if (flips > maxflips)
                            maxflips = flips;
                        break;
                    }
                    q[q0] = q0;
                    if (q0 >= 3)
                    {
                        int i = 1, j = q0 - 1;
                        do
                        {
                            int t = q[i];
                            q[i] = q[j];
                            q[j] = t;
                            i++;
                            j--;
                        } while (i < j);
                    }
                    q0 = qq;
                    flips++;
                }
            }
            if (sign == 1)
            {
                (p[0], p[1]) = (p[1], p[0]);
                sign = -1;
            }
            else
            {
                (p[1], p[2]) = (p[2], p[1]);
                sign = 1;
                for (int i = 2; i < n; i++)
                {
                    int sx = s[i];
                    if (sx != 0)
                    {
                        s[i] = sx - 1;
                        break;
                    }
                    if (i == n - 1)
                        return sum * 1000L + maxflips;
                    s[i] = i;
                    int t = p[0];
                    for (int j = 0; j <= i; j++)
                        p[j] = p[j + 1];
                    p[i + 1] = t;
                }
            }
        }
    }

    public static long Matrix()
    {
        const int n = 256;
        double[][] a = new double[n][], b = new double[n][], c = new double[n][];
        for (int i = 0; i < n; i++)
        {
            a[i] = new double[n];
            b[i] = new double[n];
            c[i] = new double[n];
            for (int j = 0; j < n; j++)
            {
                a[i][j] = i - j;
                b[i][j] = i + j;
            }
        }
        for (int i = 0; i < n; i++)
        {
            double[] row = c[i], left = a[i];
            for (int k = 0; k < n; k++)
            {
                double x = left[k];
                double[] right = b[k];
                for (int j = 0; j < row.Length; j++)
                    row[j] += x * right[j];
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                sum += c[i][j];
        return (long)sum;
    }

    public static long Mandelbrot()
    {
        const int n = 300;
        long sum = 0;
        for (int y = 0; y < n; y++)
        {
            for (int x = 0; x < n; x++)
            {
                double cr = 2.0 * x / n - 1.5, ci = 2.0 * y / n - 1.0, zr = 0, zi = 0, tr = 0, ti = 0;
                int i = 0;
                while (i < 100 && tr + ti <= 4.0)
                {
                    zi = 2 * zr * zi + ci;
                    zr = tr - ti + cr;
                    tr = zr * zr;
                    ti = zi * zi;
                    i++;
                }
                sum += i;
            }
        }
        return sum;
    }

    public static long Sieve()
    {
        const int n = 4_000_000;
        bool[] composite = new bool[n + 1];
        int count = 0;
        for (int i = 2; i <= n; i++)
        {
            if (composite[i])
                continue;
            count++;
            for (long j = (long)i * i; j <= n; j += i)
                composite[j] = true;
        }
        return count;
    }

    static readonly uint[] K = RoundConstants();

    static uint[] RoundConstants()
    {
        // Fractions of the cube roots of the first 64 primes.
        uint[] k = new uint[64];
        int n = 0;
        for (int p = 2; n < 64; p++)
        {
            bool prime = true;
            for (int d = 2; d * d <= p; d++)
                prime &= p % d != 0;
            if (prime)
            {
                double root = Math.Cbrt(p);
                k[n++] = (uint)((root - Math.Floor(root)) * 4294967296.0);
            }
        }
        return k;
    }

    static uint Rotate(uint x, int n) => (x >> n) | (x << (32 - n));

    static void Compress(uint[] state, ReadOnlySpan<byte> block, uint[] w)
    {
        for (int i = 0; i < 16; i++)
            w[i] = (uint)(block[i * 4] << 24 | block[i * 4 + 1] << 16 | block[i * 4 + 2] << 8 | block[i * 4 + 3]);
        for (int i = 16; i < 64; i++)
        {
            uint s0 = Rotate(w[i - 15], 7) ^ Rotate(w[i - 15], 18) ^ (w[i - 15] >> 3);
            uint s1 = Rotate(w[i - 2], 17) ^ Rotate(w[i - 2], 19) ^ (w[i - 2] >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 64; i++)
        {
            uint s1 = Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25);
            uint t1 = h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i];
            uint s0 = Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22);
            uint t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g; g = f; f = e; e = d + t1; d = c; c = b; b = a; a = t1 + t2;
        }
        state[0] += a; state[1] += b; state[2] += c; state[3] += d;
        state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    }

    public static long Sha256()
    {
        byte[] data = new byte[1 << 20];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(i * 31 + (i >> 8));
        uint[] state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
        uint[] w = new uint[64];
        for (int r = 0; r < 4; r++)
            for (int at = 0; at < data.Length; at += 64)
                Compress(state, data.AsSpan(at, 64), w);
        return state[0] ^ state[7];
    }
}
