// A filter that reads and changes locals of a method with over-aligned vector locals and stackalloc of variable size.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

class P
{
    static string s_log = "";
    [MethodImpl(MethodImplOptions.NoInlining)] static void Throw(int n) { if (n >= 0) throw new InvalidOperationException("n" + n); }
    [MethodImpl(MethodImplOptions.NoInlining)] static bool Note(string s, bool r) { s_log += s + ";"; return r; }
    [MethodImpl(MethodImplOptions.NoInlining)] static Vector256<int> Make(int n) => Vector256.Create(n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7);
    [MethodImpl(MethodImplOptions.NoInlining)] static void Touch(ref Vector256<int> v, Span<int> s) { v += Make(1); s[0]++; }

    static int Work(int n, string tag)
    {
        Vector256<int> v = Make(n); Vector512<double> w = Vector512.Create(n + 0.5); int x = n; string local = tag;
        Span<int> buf = stackalloc int[n + 3]; buf.Fill(n);
        try { x += 10; Touch(ref v, buf); local += "+"; Throw(n); return -1; }
        catch (InvalidOperationException e) when (Note(e.Message + v[7] + local + x, false) || ++x < 0) { return -2; }
        catch (InvalidOperationException) when (Note("x" + (x += 5) + (v = v * 2)[0] + w[3], x % 2 == 0))
        {
            Touch(ref v, buf); return x * 1000 + v[1] + buf[0];
        }
        finally { Touch(ref v, buf); s_log += "fin" + v[0] + buf[0] + " "; }
    }

    static int Loop(int k)
    {
        int r = 0;
        for (int i = 0; i < k; i++)
        {
            Span<byte> b = stackalloc byte[i * 16 + 1]; b[^1] = (byte)i; Vector128<byte> q = Vector128.Create((byte)i);
            try { r += Work(i, "t" + i); } catch (InvalidOperationException) when (Note("outer" + b[^1] + q[15], b[^1] == q[0])) { r += 7; }
        }
        return r;
    }

    static void Main()
    {
        Console.WriteLine(Loop(6)); Console.WriteLine(s_log);
        s_log = ""; try { Nested(3); } catch (Exception e) { Console.WriteLine(e.Message + " " + s_log); }
    }

    static void Nested(int n)
    {
        Vector256<long> big = Vector256.Create((long)n * 100); Span<char> text = stackalloc char[n * 2]; text.Fill('a');
        try
        {
            Vector256<float> f = Vector256.Create(n * 0.25f);
            try { Throw(n); } catch (InvalidOperationException) when (Note("f" + f[5] + big[3] + text.Length, true))
            {
                big += Vector256.Create(5L); text[0] = 'b'; throw new FormatException(text.ToString() + big[0] + f[7]);
            }
            finally { big = big << 1; }
        }
        catch (FormatException e) when (Note(e.Message + big[2], false)) { }
        finally { s_log += "F" + big[1] + text[0]; }
    }
}
