// args: one "two words" --x=3
// skip-stderr
// The system: files, directories, streams, environment, processes, clocks, threads and their locks, XML, Uri, versions.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

static class Program
{
    static void Try(string what, Action a) { try { a(); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} {e.Message.Replace(Path.GetTempPath(), "TMP/")}"); } }
    static int Main(string[] args)
    {
        Console.WriteLine(string.Join("|", args) + " " + Environment.GetCommandLineArgs().Length);
        string dir = Path.Combine(Path.GetTempPath(), "apps-" + Guid.NewGuid().ToString("N"));
        try { return Run(dir); }
        finally { Directory.Delete(dir, true); Console.WriteLine(Directory.Exists(dir)); }
    }
    static int Run(string dir)
    {
        var info = Directory.CreateDirectory(Path.Combine(dir, "a", "b")); string file = Path.Combine(dir, "a", "text.txt");
        Console.WriteLine(info.Name + info.Parent!.Name + info.Exists);
        File.WriteAllLines(file, new[] { "first", "zweite é", "third" }); File.AppendAllText(file, "last\n", Encoding.UTF8);
        Console.WriteLine(File.ReadAllText(file).Length + " " + File.ReadLines(file).Count() + " " + new FileInfo(file).Length + Path.GetExtension(file) + Path.GetFileNameWithoutExtension(file) + Path.GetRelativePath(dir, file) + Path.ChangeExtension("x.y", "z") + Path.Combine("a", "/b") + Path.GetFullPath("/a/../b/./c"));
        using (var fs = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 16)) { fs.Seek(-3, SeekOrigin.End); Console.WriteLine(fs.ReadByte() + " " + fs.Position); fs.SetLength(10); fs.Position = 0; fs.Write("FIRST"u8); fs.Flush(true); }
        using (var sr = new StreamReader(file)) { Console.WriteLine(sr.ReadLine() + sr.Peek() + sr.ReadToEnd().Length + sr.EndOfStream); }
        using (var sw = new StreamWriter(Path.Combine(dir, "w.txt"), false, Encoding.Unicode) { NewLine = "\r\n" }) { sw.WriteLine(12.5.ToString(CultureInfo.InvariantCulture)); sw.Write("{0}-{1}", 1, 'c'); }
        Console.WriteLine(Convert.ToHexString(File.ReadAllBytes(Path.Combine(dir, "w.txt")))[..24] + File.ReadAllText(Path.Combine(dir, "w.txt")).Length);
        File.Copy(file, file + ".copy"); File.Move(file + ".copy", Path.Combine(dir, "a", "b", "moved.dat")); File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Console.WriteLine(File.GetLastWriteTimeUtc(file).ToString("o") + File.Exists(file + ".copy") + File.GetAttributes(dir).HasFlag(FileAttributes.Directory) + File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserRead));
        Console.WriteLine(string.Join(",", Directory.EnumerateFileSystemEntries(dir, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(dir, p)).Order(StringComparer.Ordinal)) + Directory.GetFiles(dir, "*.txt").Length);
        Try("missing", () => File.ReadAllText(Path.Combine(Path.GetTempPath(), "no-such-file"))); Try("dir", () => Directory.GetFiles(Path.Combine(Path.GetTempPath(), "no-such-dir"))); Try("notempty", () => { try { Directory.Delete(dir); } catch (IOException e) { Console.WriteLine(e.GetType().Name + e.HResult); } }); Try("null", () => File.Open(null!, FileMode.Open));
        File.WriteAllTextAsync(file, "async").Wait(); Console.WriteLine(File.ReadAllTextAsync(file).Result);
        using (var ms = new MemoryStream()) { using (var bw = new BinaryWriter(ms, Encoding.UTF8, true)) { bw.Write("häh"); bw.Write(123456789012345L); bw.Write(1.5f); bw.Write((Half)2); } ms.Position = 0; using var br = new BinaryReader(ms); Console.WriteLine(br.ReadString() + br.ReadInt64() + br.ReadSingle() + br.ReadHalf() + ms.Length); Try("eof", () => br.ReadInt32()); }
        using (var bs = new BufferedStream(File.Create(Path.Combine(dir, "buf")), 8)) { for (byte i = 0; i < 20; i++) bs.WriteByte(i); bs.Position = 5; Console.WriteLine(bs.ReadByte()); }
        var tw = TextWriter.Synchronized(new StringWriter(CultureInfo.InvariantCulture)); tw.WriteLine("{0:F2} {1}", 1.005, true); Console.Write(tw); Console.WriteLine(new StringReader("l1\nl2\r\nl3").ReadToEnd().Split('\n').Length);
        using (var server = new AnonymousPipeServerStream(PipeDirection.Out)) using (var client = new AnonymousPipeClientStream(PipeDirection.In, server.GetClientHandleAsString())) { var t = Task.Run(() => { using var r = new StreamReader(client); return r.ReadLine(); }); using (var w = new StreamWriter(server)) w.WriteLine("through a pipe"); Console.WriteLine(t.Result); }

        Environment.SetEnvironmentVariable("SMELT_APP", "val"); Console.WriteLine(Environment.GetEnvironmentVariable("SMELT_APP") + Environment.ExpandEnvironmentVariables("<%SMELT_APP%>") + (Environment.ProcessorCount > 0) + Environment.NewLine.Length + Environment.Is64BitProcess + (Environment.TickCount64 > 0) + (Environment.MachineName.Length > 0) + (Environment.OSVersion.Platform) + Environment.Version.Major + OperatingSystem.IsLinux() + RuntimeInformation.ProcessArchitecture + RuntimeInformation.IsOSPlatform(OSPlatform.Windows));
        var me = Process.GetCurrentProcess(); Console.WriteLine((me.Id == Environment.ProcessId) + " " + (me.WorkingSet64 > 0) + (me.Threads.Count > 0) + (me.StartTime <= DateTime.Now) + (me.TotalProcessorTime > TimeSpan.Zero));
        var sw2 = Stopwatch.StartNew(); Thread.Sleep(15); Console.WriteLine((sw2.ElapsedMilliseconds >= 14) + " " + (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp()) < TimeSpan.FromSeconds(5)) + Stopwatch.IsHighResolution);
        Try("process", () => { using var p = Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", "read x; echo got $x; echo err >&2; exit 7" }) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true })!; p.StandardInput.WriteLine("input"); p.StandardInput.Close(); string o = p.StandardOutput.ReadToEnd(); string er = p.StandardError.ReadToEnd(); p.WaitForExit(); Console.WriteLine(o.Trim() + er.Trim() + p.ExitCode + p.HasExited); });
        try { Process.Start("/no/such/program"); } catch (System.ComponentModel.Win32Exception e) { Console.WriteLine(e.NativeErrorCode); }

        var rw = new ReaderWriterLockSlim(); int shared = 0; var barrier = new Barrier(3, b => { if (b.CurrentPhaseNumber == 0) Console.WriteLine("phase"); }); var cd = new CountdownEvent(3); var mre = new ManualResetEventSlim(); var are = new AutoResetEvent(false); using var mutex = new Mutex();
        var threads = Enumerable.Range(0, 3).Select(i => new Thread(o => { barrier.SignalAndWait(); mre.Wait(); for (int k = 0; k < 100; k++) { rw.EnterWriteLock(); shared++; rw.ExitWriteLock(); } mutex.WaitOne(); mutex.ReleaseMutex(); rw.EnterReadLock(); rw.ExitReadLock(); cd.Signal(); are.Set(); }) { Name = "t" + i, IsBackground = true }).ToArray();
        foreach (var t in threads) t.Start(null); mre.Set(); cd.Wait(); foreach (var t in threads) t.Join(); Console.WriteLine(shared + " " + are.WaitOne(1000) + are.WaitOne(1) + threads[1].Name + threads[0].IsAlive + Thread.CurrentThread.IsBackground);
        object gate = new(); bool ready = false; var waiter = new Thread(() => { lock (gate) { while (!ready) Monitor.Wait(gate); Console.WriteLine("pulsed"); } }); waiter.Start(); lock (gate) { ready = true; Monitor.PulseAll(gate); } waiter.Join(); Console.WriteLine(Monitor.TryEnter(gate, 10) + " " + Monitor.IsEntered(gate)); Monitor.Exit(gate); Try("exit", () => Monitor.Exit(gate));
        var lk = new Lock(); lock (lk) Console.WriteLine(lk.IsHeldByCurrentThread); var spin = new SpinLock(true); bool taken = false; spin.Enter(ref taken); spin.Exit(); Console.WriteLine(taken); long big = 5; Interlocked.Or(ref big, 8); Console.WriteLine(Interlocked.Exchange(ref big, 1) + Interlocked.Add(ref big, 2)); ThreadPool.QueueUserWorkItem(_ => mre.Reset()); SpinWait.SpinUntil(() => !mre.IsSet); Console.WriteLine(ThreadPool.ThreadCount > 0);

        var doc = XDocument.Parse("<root a='1'><!-- c --><item n=\"x\">text &amp; more</item><item><![CDATA[<raw>]]></item><e/></root>"); Console.WriteLine(doc.Root!.Elements("item").Select(e => e.Value).Aggregate((x, y) => x + "/" + y) + doc.Descendants().Count() + (int)doc.Root.Attribute("a")!); doc.Root.Add(new XElement("new", new XAttribute("k", 1.5), "v")); Console.WriteLine(doc.ToString(SaveOptions.None));
        var xs = new StringBuilder(); using (var xw = XmlWriter.Create(xs, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true })) { xw.WriteStartElement("p", "urn:x"); xw.WriteAttributeString("q", "<&>"); xw.WriteElementString("z", "1"); xw.WriteEndElement(); } Console.WriteLine(xs); using (var xr = XmlReader.Create(new StringReader(xs.ToString()))) while (xr.Read()) Console.Write(xr.NodeType + xr.LocalName + xr.AttributeCount + " "); Console.WriteLine(); Try("xml", () => XDocument.Parse("<a><b></a>"));
        var uri = new Uri("https://user@example.com:8443/a/b/../c%20d?q=1&r=%C3%A9#frag"); Console.WriteLine($"{uri.Host} {uri.Port} {uri.AbsolutePath} {uri.Query} {uri.Fragment} {uri.UserInfo} {new Uri(uri, "../x?y").AbsoluteUri} {Uri.EscapeDataString("a b/ü")} {Uri.UnescapeDataString("%41%20")} {Uri.TryCreate("::", UriKind.Absolute, out _)} {WebUtility.HtmlEncode("<a&b>")} {WebUtility.UrlDecode("a+b%21")}");
        Console.WriteLine(new Version("1.2.3.4") > new Version(1, 2, 10) ? "newer" : "older"); Console.WriteLine(IPAddress.Parse("192.168.1.10") + " " + IPAddress.Parse("::1").AddressFamily + new IPEndPoint(IPAddress.Loopback, 80)); 
        var r1 = new Random(123); Console.WriteLine(r1.Next() + " " + r1.Next(10, 20) + " " + r1.NextDouble().ToString("R", CultureInfo.InvariantCulture) + " " + r1.NextInt64(1L << 40) + " " + string.Join(",", r1.GetItems(new[] { 1, 2, 3 }, 5))); var sh = Enumerable.Range(0, 8).ToArray(); r1.Shuffle(sh); Console.WriteLine(string.Join("", sh)); Console.WriteLine(Random.Shared.Next(5) < 5);
        Console.WriteLine(GC.GetTotalMemory(false) > 0 && GC.MaxGeneration >= 0 && GC.GetGeneration(sh) >= 0); Console.WriteLine(AppContext.TryGetSwitch("no.such", out _) + AppContext.BaseDirectory[..1] + Assembly.GetEntryAssembly()!.GetName().Name!.Length.CompareTo(2) + Type.GetTypeCode(typeof(decimal)) + nameof(Program) + typeof(Dictionary<string, List<int>>).Name);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("exiting"); Console.Out.Flush(); Environment.ExitCode = 5; Console.OutputEncoding = Encoding.UTF8; Console.WriteLine("π " + Console.IsOutputRedirected);
        return 0;
    }
}
