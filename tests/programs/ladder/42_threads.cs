// Threads with lock, Join and Interlocked.
using System;
using System.Threading;

class P
{
    static int s_count;
    static readonly object s_lock = new object();

    static void Main()
    {
        int sum = 0;
        var threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            int id = i;
            threads[i] = new Thread(() =>
            {
                for (int k = 0; k < 1000; k++)
                {
                    lock (s_lock) sum += id;
                    Interlocked.Increment(ref s_count);
                }
            });
            threads[i].Start();
        }
        foreach (Thread t in threads) t.Join();
        Console.WriteLine(sum + " " + s_count);
    }
}
