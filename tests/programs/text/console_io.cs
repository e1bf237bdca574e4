// Console input and output: lines, characters, end of input, redirected streams, error stream, custom writers, formats and flushing.
// stdin: first line\nsecond\n\n42 x\nlast without end
using System;
using System.IO;
using System.Text;

class P
{
    static void Main()
    {
        Console.WriteLine("[" + Console.ReadLine() + "]");
        Console.WriteLine((char)Console.Read() + " " + (char)Console.Read() + " " + Console.In.Peek());
        Console.WriteLine("[" + Console.ReadLine() + "][" + Console.ReadLine() + "]"); string[] parts = Console.ReadLine().Split(' ');
        Console.WriteLine(int.Parse(parts[0]) + 1 + parts[1]);
        Console.WriteLine(Console.In.ReadToEnd() + "|" + (Console.ReadLine() == null) + Console.Read());
        Console.Write("{0}-{1}-{2}-{3}-{4}\n", 1, "b", 'c', 2.5, null); Console.Write(new[] { 'x', 'y', 'z' }, 1, 2); Console.Write(1u);
        Console.Write(2L); Console.Write(3ul); Console.Write(4.5f); Console.Write(5.5); Console.Write(6.5m); Console.Write(true);
        Console.Write((object)null); Console.Write((string)null); Console.WriteLine(); Console.WriteLine(new[] { 'a', 'b' });
        Console.WriteLine((object)new Version(1, 2)); Console.WriteLine("{0}", new object[] { "arr" });
        Console.WriteLine("üñí €😀 \u4e2d"); Console.Error.WriteLine("to error"); var old = Console.Out; var sw = new StringWriter();
        Console.SetOut(sw); Console.WriteLine("captured"); Console.SetOut(old);
        Console.WriteLine(sw.ToString().Trim() + Console.IsOutputRedirected + Console.IsInputRedirected + Console.OutputEncoding.WebName);
        Console.SetIn(new StringReader("from string\nx"));
        Console.WriteLine(Console.ReadLine() + Console.ReadLine() + (Console.ReadLine() ?? "end"));
        using (Stream o = Console.OpenStandardOutput())
        {
            byte[] b = Encoding.UTF8.GetBytes("raw bytes é\n"); o.Write(b, 0, b.Length); o.Flush();
        }
        Console.Out.Write("no newline, "); Console.Out.Flush();
        using (var w = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false })
        {
            w.Write("buffered "); w.WriteLine("writer");
        }
        for (int i = 0; i < 2000; i++) Console.Write(i % 50 == 49 ? "\n" : "."); Console.WriteLine(Console.Out.NewLine.Length);
        TextWriter sync = TextWriter.Synchronized(new StringWriter()); sync.Write("s"); Console.WriteLine(sync + "done");
    }
}
