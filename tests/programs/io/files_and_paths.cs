// Files and directories: Path functions, attributes, enumeration, move and copy, FileStream modes and sharing, random access, times, exceptions and their messages.
using System;
using System.IO;
using System.Linq;
using System.Text;

class P
{
    static string s_dir;
    static string T(Func<object> f)
    {
        try { return f()?.ToString() ?? "null"; } catch (Exception e)
        {
            return e.GetType().Name + ":" + e.Message.Replace(s_dir ?? "\0", "DIR");
        }
    }

    static void Main()
    {
        foreach (string p in new[] { "/a/b/c.txt", "c.tar.gz", "/", "", "a/", "/a/../b/./c", ".hidden", "noext.",
            "a//b" }) Console.WriteLine($"'{p}' {Path.GetFileName(p)} {Path.GetFileNameWithoutExtension(p)} {Path.GetExtension(p)} {Path.GetDirectoryName(p)} {Path.IsPathRooted(p)} {Path.ChangeExtension(p, "md")} {Path.Combine("/x", p)} {(p == "" ? "" : Path.GetFullPath(p, "/base"))} {Path.HasExtension(p)} {Path.TrimEndingDirectorySeparator(p)} {Path.Join("j", p)} {Path.GetPathRoot(p)}");
        Console.WriteLine(Path.GetRelativePath("/a/b/c", "/a/d") + Path.DirectorySeparatorChar + Path.GetInvalidFileNameChars().Length
            + Path.EndsInDirectorySeparator("x/"));
        s_dir = Path.Combine(Path.GetTempPath(), "conf-" + Guid.NewGuid().ToString("N")); Directory.CreateDirectory(s_dir + "/sub/deep");
        try
        {
            string f = s_dir + "/f.txt"; File.WriteAllText(f, "hello"); File.WriteAllBytes(s_dir + "/sub/b.bin", new byte[] { 1, 2, 3 });
            File.WriteAllLines(s_dir + "/sub/deep/l.txt", new[] { "x", "y" });
            Console.WriteLine(string.Join(",",
                Directory.EnumerateFiles(s_dir, "*", SearchOption.AllDirectories).Select(x => x[s_dir.Length..]).Order(StringComparer.Ordinal))
                + string.Join(",", Directory.GetDirectories(s_dir).Select(Path.GetFileName))
                + string.Join(",", Directory.GetFileSystemEntries(s_dir, "*.txt").Select(Path.GetFileName))
                + new DirectoryInfo(s_dir).EnumerateFiles("*.bin", SearchOption.AllDirectories).Sum(x => x.Length));
            File.Copy(f, s_dir + "/g.txt"); Console.WriteLine(T(() => { File.Copy(f, s_dir + "/g.txt"); return "copied"; }));
            File.Move(s_dir + "/g.txt", s_dir + "/h.txt"); File.AppendAllText(s_dir + "/h.txt", " more");
            Console.WriteLine(File.ReadAllText(s_dir + "/h.txt") + File.Exists(s_dir + "/g.txt") + Directory.Exists(s_dir + "/sub")
                + File.Exists(s_dir + "/sub") + File.GetAttributes(s_dir).HasFlag(FileAttributes.Directory));
            Console.WriteLine(T(() => File.ReadAllText(s_dir + "/none")) + T(() => File.ReadAllText(s_dir + "/none/x"))
                + T(() => File.ReadAllText(s_dir)) + T(() =>
            {
                Directory.Delete(s_dir + "/sub"); return "deleted";
            }) + T(() =>
            {
                File.Delete(s_dir + "/none"); return " nothing to delete ";
            }) + T(() =>
            {
                Directory.Delete(s_dir + "/none"); return 0;
            }) + T(() => File.OpenRead("")) + T(() => File.ReadAllText(null)) + T(() => new FileStream(f, FileMode.CreateNew))
                + T(() => File.ReadAllText("a\0b")));
            using (var fs = new FileStream(f, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            {
                fs.Seek(1, SeekOrigin.Begin); fs.WriteByte((byte)'E'); fs.Position = fs.Length; fs.Write("!!"u8); fs.Position = 0;
                byte[] b = new byte[10]; int n = fs.Read(b);
                Console.WriteLine(Encoding.UTF8.GetString(b, 0, n) + fs.Length + fs.CanSeek + T(() =>
                {
                    fs.SetLength(3); return fs.Position;
                }));
            }
            Console.WriteLine(File.ReadAllText(f) + T(() => { using var ro = File.OpenRead(f); ro.WriteByte(1); return 0; }));
            using (var fs = new FileStream(s_dir + "/big", FileMode.Create))
            {
                for (int i = 0; i < 20000; i++) fs.WriteByte((byte)(i * 7)); fs.Seek(-10, SeekOrigin.Current); fs.Write(new byte[20]);
            }
            var info = new FileInfo(s_dir + "/big");
            Console.WriteLine(info.Length + info.Name + info.Extension + info.Exists + info.Directory.Name.Length
                + File.ReadAllBytes(s_dir + "/big").Sum(x => (int)x));
            using (var h = File.OpenHandle(s_dir + "/big", FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.Write(h, "abc"u8, 5); byte[] b = new byte[5];
                Console.WriteLine(RandomAccess.Read(h, b, 4) + Encoding.ASCII.GetString(b, 1, 3) + RandomAccess.GetLength(h));
            }
            File.SetLastWriteTimeUtc(f, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
            Console.WriteLine(File.GetLastWriteTimeUtc(f).ToString("u") + (File.GetCreationTimeUtc(f) < DateTime.UtcNow.AddDays(1)));
            using (var w = File.CreateText(s_dir + "/w.txt")) { for (int i = 0; i < 1000; i++) w.WriteLine("row " + i); } int sum = 0;
            foreach (string l in File.ReadLines(s_dir + "/w.txt").Where(l => l.EndsWith('7'))) sum += l.Length;
            Console.WriteLine(sum + " " + File.ReadLines(s_dir + "/w.txt").Last()); File.SetUnixFileMode(f, UnixFileMode.UserRead);
            Console.WriteLine(File.GetUnixFileMode(f)); File.CreateSymbolicLink(s_dir + "/link", f);
            Console.WriteLine(new FileInfo(s_dir + "/link").LinkTarget == f); File.Replace(s_dir + "/h.txt", s_dir + "/w.txt", null);
            Console.WriteLine(File.ReadAllText(s_dir + "/w.txt").Length); string old = Directory.GetCurrentDirectory();
            Directory.SetCurrentDirectory(s_dir);
            Console.WriteLine(File.Exists("w.txt") + "" + Path.GetFullPath("w.txt").EndsWith("/w.txt")); Directory.SetCurrentDirectory(old);
        }
        finally { Directory.Delete(s_dir, true); }
        Console.WriteLine(Directory.Exists(s_dir));
        Console.WriteLine(Environment.NewLine.Length + T(() => Environment.GetEnvironmentVariable("CONF_NONE"))
            + (Environment.MachineName.Length > 0) + Environment.Is64BitProcess + Environment.OSVersion.Platform
            + OperatingSystem.IsLinux() + (Environment.TickCount64 > 0) + (Environment.GetEnvironmentVariables().Count > 0));
        Environment.SetEnvironmentVariable("CONF_SET", "v");
        Console.WriteLine(Environment.GetEnvironmentVariable("CONF_SET") + Environment.ExpandEnvironmentVariables("%CONF_SET%"));
    }
}
