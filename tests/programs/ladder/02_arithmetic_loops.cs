// Integer arithmetic, comparisons and loops; the result is the exit code.
// exit: 48
class P
{
    static int Gcd(int a, int b)
    {
        while (b != 0)
        {
            int t = a % b;
            a = b;
            b = t;
        }
        return a;
    }

    static int Main()
    {
        int primes = 0;
        for (int n = 2; n < 200; n++)
        {
            bool prime = true;
            for (int d = 2; d * d <= n && prime; d++)
                prime = n % d != 0;
            if (prime) primes++;
        }
        uint hash = 2166136261;
        for (uint i = 0; i < 100; i++)
            hash = (hash ^ i) * 16777619u;
        long fib = 1, prev = 0;
        for (int i = 0; i < 60; i++)
            (fib, prev) = (fib + prev, fib);
        int r = primes;                       // 46
        r += Gcd(1071, 462);                  // 21
        r += (int)(hash >> 27);               // 0..31
        r += (int)(fib % 97);
        r += -7 / 2 + -7 % 2 + (-7 >> 1);     // -3 -1 -4
        r ^= 0x55 & ~0x11 | 3;
        return r;
    }
}
