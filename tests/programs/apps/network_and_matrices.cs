// Sockets on the loopback, memory-mapped files, file watching by polling, observables, matrix library by generic maths.
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

sealed class Matrix<T>(int rows, int columns) : IEquatable<Matrix<T>> where T : INumber<T>
{
    readonly T[,] cells = new T[rows, columns];
    public ref T this[int r, int c] => ref cells[r, c];
    public int Rows => rows; public int Columns => columns;
    public static Matrix<T> Make(int r, int c, Func<int, int, T> f) { var m = new Matrix<T>(r, c); for (int i = 0; i < r; i++) for (int j = 0; j < c; j++) m[i, j] = f(i, j); return m; }
    public static Matrix<T> Identity(int n) => Make(n, n, (i, j) => i == j ? T.One : T.Zero);
    public static Matrix<T> operator *(Matrix<T> a, Matrix<T> b) => a.Columns != b.Rows ? throw new ArgumentException("shape") : Make(a.Rows, b.Columns, (i, j) => { T s = T.Zero; for (int k = 0; k < a.Columns; k++) s += a[i, k] * b[k, j]; return s; });
    public static Matrix<T> operator +(Matrix<T> a, Matrix<T> b) => Make(a.Rows, a.Columns, (i, j) => a[i, j] + b[i, j]);
    public static Matrix<T> operator checked -(Matrix<T> a, Matrix<T> b) => Make(a.Rows, a.Columns, (i, j) => checked(a[i, j] - b[i, j]));
    public static Matrix<T> operator -(Matrix<T> a, Matrix<T> b) => Make(a.Rows, a.Columns, (i, j) => unchecked(a[i, j] - b[i, j]));
    public Matrix<T> Power(int n) { var r = Identity(Rows); var b = this; for (; n > 0; n >>= 1, b *= b) if ((n & 1) != 0) r *= b; return r; }
    public Matrix<U> To<U>() where U : INumber<U> => Matrix<U>.Make(Rows, Columns, (i, j) => U.CreateSaturating(this[i, j]));
    public T Trace() { T s = T.AdditiveIdentity; for (int i = 0; i < Rows; i++) s += cells[i, i]; return s; }
    public bool Equals(Matrix<T>? o) => o is not null && cells.Cast<T>().SequenceEqual(o.cells.Cast<T>());
    public override bool Equals(object? o) => Equals(o as Matrix<T>);
    public override int GetHashCode() => Rows;
    public override string ToString() => string.Join(";", Enumerable.Range(0, Rows).Select(i => string.Join(",", Enumerable.Range(0, Columns).Select(j => cells[i, j].ToString(null, System.Globalization.CultureInfo.InvariantCulture)))));
}
readonly record struct Mod7(int V) : IAdditionOperators<Mod7, Mod7, Mod7>, IMultiplyOperators<Mod7, Mod7, Mod7>
{
    public static Mod7 operator +(Mod7 a, Mod7 b) => new((a.V + b.V) % 7);
    public static Mod7 operator *(Mod7 a, Mod7 b) => new(a.V * b.V % 7);
}
sealed class Feed : IObservable<int>
{
    readonly List<IObserver<int>> observers = new();
    sealed class Off(Action off) : IDisposable { public void Dispose() => off(); }
    public IDisposable Subscribe(IObserver<int> o) { observers.Add(o); return new Off(() => observers.Remove(o)); }
    public void Push(int v) { foreach (var o in observers.ToArray()) if (v < 0) o.OnError(new Exception("neg")); else if (v == 0) o.OnCompleted(); else o.OnNext(v); }
}
sealed class Printer(string name) : IObserver<int> { public void OnCompleted() => Console.WriteLine(name + " done"); public void OnError(Exception e) => Console.WriteLine(name + " " + e.Message); public void OnNext(int v) => Console.WriteLine(name + v); }
static class Program
{
    static T Horner<T>(T x, params T[] c) where T : struct, IAdditionOperators<T, T, T>, IMultiplyOperators<T, T, T> => c.Aggregate((a, b) => a * x + b);
    static async Task Main()
    {
        var fib = Matrix<long>.Make(2, 2, (i, j) => i + j < 2 ? 1 : 0);
        Console.WriteLine(fib.Power(50) + " | " + fib.Power(10).To<sbyte>() + " | " + fib.To<BigInteger>().Power(200)[0, 1] + " | " + fib.To<decimal>().Power(20).Trace() + " | " + fib.To<Int128>().Power(150) + " | " + fib.To<Half>().Power(12) + fib.Equals(Matrix<long>.Identity(2) + fib - Matrix<long>.Identity(2)));
        try { Console.WriteLine(checked(Matrix<byte>.Identity(2) - Matrix<byte>.Make(2, 2, (_, _) => 1))); } catch (OverflowException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(Horner(2, 1, 2, 3) + " " + Horner(1.5, 1.0, 0, -1).ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + Horner(new Mod7(5), new(3), new(4), new(6)) + Horner<UInt128>(10, 9, 9));
        var feed = new Feed(); using (feed.Subscribe(new Printer("a"))) { feed.Push(5); using var b = feed.Subscribe(new Printer("b")); feed.Push(-1); } feed.Push(7); 

        var listener = new TcpListener(IPAddress.Loopback, 0); listener.Start(); int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var server = Task.Run(async () => { using var c = await listener.AcceptTcpClientAsync(); using var s = c.GetStream(); using var r = new StreamReader(s); using var w = new StreamWriter(s) { AutoFlush = true }; string? l; int n = 0; while ((l = await r.ReadLineAsync()) != null) await w.WriteLineAsync($"{++n}:{l.ToUpperInvariant()}"); return n; });
        using (var client = new TcpClient()) { await client.ConnectAsync(IPAddress.Loopback, port); using var s = client.GetStream(); using var r = new StreamReader(s); var w = new StreamWriter(s) { AutoFlush = true }; foreach (var m in new[] { "hello", "wörld" }) { await w.WriteLineAsync(m); Console.WriteLine(await r.ReadLineAsync()); } client.Client.Shutdown(SocketShutdown.Send); Console.WriteLine(await server); }
        listener.Stop(); try { using var c2 = new TcpClient(); c2.Connect(IPAddress.Loopback, port); } catch (SocketException e) { Console.WriteLine(e.SocketErrorCode); }
        using (var u1 = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0))) using (var u2 = new UdpClient()) { u2.Send("ping"u8.ToArray(), 4, (IPEndPoint)u1.Client.LocalEndPoint!); var got = await u1.ReceiveAsync(); Console.WriteLine(Encoding.ASCII.GetString(got.Buffer)); }
        string path = Path.GetTempFileName(); File.WriteAllBytes(path, new byte[4096]);
        using (var mm = MemoryMappedFile.CreateFromFile(path)) { using (var v = mm.CreateViewAccessor()) { v.Write(8, 0x1122334455667788L); v.Write(16, 2.5); Console.WriteLine(v.ReadInt32(8).ToString("x")); } using var st = mm.CreateViewStream(8, 8); Console.WriteLine(st.ReadByte()); } Console.WriteLine(File.ReadAllBytes(path)[15]); File.Delete(path);
    }
}
