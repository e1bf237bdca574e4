// n-body, spectral norm, matrix product, mandelbrot, FFT and LU decomposition: exact bits of the results.
using System;
using System.Numerics;

struct Body { public double X, Y, Z, Vx, Vy, Vz, M; }

class P
{
    static double NBody(int n)
    {
        Body[] b = { new() { M = 39.47841760435743 },
            new() { X = 4.84143144246472090, Y = -1.16032004402742839, Z = -0.103622044471123109, Vx = 0.606326392995832,
                Vy = 2.81198684491626, Vz = -0.02521836165988763, M = 0.03769367487038949 },
            new() { X = 8.34336671824457987, Y = 4.12479856412430479, Z = -0.403523417114321381, Vx = -1.0107743461787924,
                Vy = 1.8256623712304119, Vz = 0.008415761376584154, M = 0.011286326131968767 } };
        for (int s = 0; s < n; s++)
        {
            for (int i = 0; i < b.Length; i++) for (int j = i + 1; j < b.Length; j++)
            {
                double dx = b[i].X - b[j].X, dy = b[i].Y - b[j].Y, dz = b[i].Z - b[j].Z, d2 = dx * dx + dy * dy + dz * dz, mag = 0.01 / (d2 * Math.Sqrt(d2));
                b[i].Vx -= dx * b[j].M * mag; b[i].Vy -= dy * b[j].M * mag; b[i].Vz -= dz * b[j].M * mag; b[j].Vx += dx * b[i].M * mag;
                b[j].Vy += dy * b[i].M * mag; b[j].Vz += dz * b[i].M * mag;
            }
            for (int i = 0; i < b.Length; i++) { ref Body x = ref b[i]; x.X += 0.01 * x.Vx; x.Y += 0.01 * x.Vy; x.Z += 0.01 * x.Vz; }
        }
        double e = 0; foreach (Body x in b) e += 0.5 * x.M * (x.Vx * x.Vx + x.Vy * x.Vy + x.Vz * x.Vz); return e + b[1].X;
    }
    static double A(int i, int j) => 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
    static double Spectral(int n)
    {
        double[] u = new double[n], v = new double[n], t = new double[n]; Array.Fill(u, 1);
        void Mul(double[] x, double[] y, bool tr)
        {
            for (int i = 0; i < n; i++) { double s = 0; for (int j = 0; j < n; j++) s += (tr ? A(j, i) : A(i, j)) * x[j]; y[i] = s; }
        }
        for (int k = 0; k < 5; k++) { Mul(u, t, false); Mul(t, v, true); Mul(v, t, false); Mul(t, u, true); } double uv = 0, vv = 0;
        for (int i = 0; i < n; i++) { uv += u[i] * v[i]; vv += v[i] * v[i]; } return Math.Sqrt(uv / vv);
    }
    static (double, float) Mat(int n)
    {
        var a = new double[n, n]; var b = new double[n, n]; var c = new double[n, n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) { a[i, j] = i * 0.5 + j; b[i, j] = i - j * 0.25; }
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++)
        {
            double s = 0; for (int k = 0; k < n; k++) s += a[i, k] * b[k, j]; c[i, j] = s;
        }
        float[] x = new float[n * n], y = new float[n * n], z = new float[n * n];
        for (int i = 0; i < n * n; i++) { x[i] = i % 17 / 3f; y[i] = i % 13 / 7f; }
        for (int i = 0; i < n; i++) for (int k = 0; k < n; k++)
        {
            float f = x[i * n + k]; for (int j = 0; j < n; j++) z[i * n + j] += f * y[k * n + j];
        }
        double tr = 0; float ft = 0; for (int i = 0; i < n; i++) { tr += c[i, n - 1 - i]; ft += z[i * n + i]; } return (tr, ft);
    }
    static int Mandel(int n)
    {
        int sum = 0;
        for (int py = 0; py < n; py++) for (int px = 0; px < n; px++)
        {
            double cr = 2.0 * px / n - 1.5, ci = 2.0 * py / n - 1, zr = 0, zi = 0; int k = 0;
            for (; k < 100 && zr * zr + zi * zi < 4; k++) (zr, zi) = (zr * zr - zi * zi + cr, 2 * zr * zi + ci); sum = sum * 3 + k;
        }
        return sum;
    }
    static double Fft(int n)
    {
        var a = new Complex[n]; for (int i = 0; i < n; i++) a[i] = new Complex(i % 7, i % 3);
        for (int i = 1, j = 0; i < n; i++)
        {
            int bit = n >> 1; for (; (j & bit) != 0; bit >>= 1) j ^= bit; j ^= bit; if (i < j) (a[i], a[j]) = (a[j], a[i]);
        }
        for (int len = 2; len <= n; len <<= 1)
        {
            Complex w = new(len == 2 ? -1 : len == 4 ? 0 : Math.Sqrt(1 - 1.0 / len), 1.0 / len);
            for (int i = 0; i < n; i += len)
            {
                Complex q = 1;
                for (int k = 0; k < len / 2; k++)
                {
                    Complex u = a[i + k], v = a[i + k + len / 2] * q; a[i + k] = u + v; a[i + k + len / 2] = u - v; q *= w;
                }
            }
        }
        double s = 0; foreach (Complex c in a) s = s * 0.5 + c.Real - c.Imaginary; return s;
    }
    static double Lu(int n)
    {
        var m = new double[n][];
        for (int i = 0; i < n; i++)
        {
            m[i] = new double[n]; for (int j = 0; j < n; j++) m[i][j] = (i * 31 + j * 17) % 23 + (i == j ? 10 : 0);
        }
        double det = 1;
        for (int k = 0; k < n; k++)
        {
            int p = k; for (int i = k + 1; i < n; i++) if (Math.Abs(m[i][k]) > Math.Abs(m[p][k])) p = i;
            if (p != k) { (m[p], m[k]) = (m[k], m[p]); det = -det; } det *= m[k][k] / 10;
            for (int i = k + 1; i < n; i++) { double f = m[i][k] /= m[k][k]; for (int j = k + 1; j < n; j++) m[i][j] -= f * m[k][j]; }
        }
        return det;
    }
    static string H(double d) => BitConverter.DoubleToInt64Bits(d).ToString("X16") + " " + d;

    static void Main()
    {
        Console.WriteLine(H(NBody(3000))); Console.WriteLine(H(Spectral(60))); var (d, f) = Mat(60);
        Console.WriteLine(H(d) + " " + BitConverter.SingleToInt32Bits(f).ToString("X")); Console.WriteLine(Mandel(80));
        Console.WriteLine(H(Fft(1024))); Console.WriteLine(H(Lu(40))); double pi = 0;
        for (int i = 0; i < 200000; i++) pi += (i % 2 == 0 ? 4.0 : -4.0) / (2 * i + 1); Console.WriteLine(H(pi)); float fs = 0;
        for (int i = 1; i < 50000; i++) fs += 1f / i; Console.WriteLine(fs.ToString("R")); double x = 0.1;
        for (int i = 0; i < 100; i++) x = Math.Sqrt(x + i) * 0.7 - Math.Floor(x) + x % 0.3; Console.WriteLine(H(x)); decimal m = 1;
        for (int i = 1; i < 200; i++) m = m * 1.0001m + 1m / i; Console.WriteLine(m); long gcd = 0;
        for (int i = 1; i < 300; i++) for (int j = 1; j < 60; j++)
        {
            int p = i * 7, q = j * 11; while (q != 0) (p, q) = (q, p % q); gcd += p;
        }
        Console.WriteLine(gcd);
    }
}
