// Files and directories in a temporary directory: write, read, lines, streams, existence, deletion.
using System;
using System.IO;
using System.Linq;

class P
{
    static void Main()
    {
        string dir = Path.Combine(Path.GetTempPath(), "conf-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(dir);
        try
        {
            string file = Path.Combine(dir, "a.txt");
            File.WriteAllText(file, "one\ntwo\r\nthree ü €\n");
            Console.WriteLine(new FileInfo(file).Length + " " + File.Exists(file) + " " + File.ReadAllText(file).Length);
            foreach (string line in File.ReadLines(file)) Console.WriteLine("<" + line + ">");
            File.AppendAllLines(file, new[] { "four", "five" });
            Console.WriteLine(File.ReadAllLines(file).Length);
            using (var w = new StreamWriter(Path.Combine(dir, "b.txt")))
                for (int i = 0; i < 3000; i++) w.WriteLine("line {0}", i);
            using (var r = new StreamReader(Path.Combine(dir, "b.txt")))
            {
                string last = null;
                while (r.ReadLine() is string l) last = l;
                Console.WriteLine(last);
            }
            byte[] bytes = File.ReadAllBytes(file);
            Console.WriteLine(bytes[0] + " " + bytes.Length);
            Console.WriteLine(string.Join(",", Directory.GetFiles(dir).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
            File.Delete(file);
            Console.WriteLine(File.Exists(file));
            try { File.ReadAllText(file); }
            catch (FileNotFoundException e) { Console.WriteLine(e.Message.Replace(dir, "DIR")); }
        }
        finally { Directory.Delete(dir, true); }
        Console.WriteLine(Directory.Exists(dir));
    }
}
