// exit: 134
// An exception whose ToString throws, on a thread, with an inner static constructor failure before it.
using System;
using System.Threading;

class P
{
    class Bad : Exception
    {
        public override string ToString() => throw new Exception("no text");
    }
    static class Holder { public static int X; static Holder() { throw new FormatException("cctor"); } }

    static void Main()
    {
        try { Console.WriteLine(Holder.X); } catch (TypeInitializationException e) { Console.WriteLine(e.Message + " " + e.TypeName); }
        var thread = new Thread(() => { try { throw new Bad(); } finally { Console.WriteLine("finally"); } });
        thread.Start();
        thread.Join();
        Thread.Sleep(2000);
    }
}
