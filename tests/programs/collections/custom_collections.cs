// Collections by hand: IList<T>, ICollection, indexers, collection initialisers, KeyedCollection, ObservableCollection, enumerators as structs and classes, dictionary of lists.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Runtime.CompilerServices;

class Ring<T> : IList<T>, IReadOnlyList<T>, IList
{
    readonly T[] _a; int _head, _n; public Ring(int cap) { _a = new T[cap]; } public int Count => _n; public bool IsReadOnly => false;
    int At(int i) => i < 0 || i >= _n ? throw new ArgumentOutOfRangeException(nameof(i)) : (_head + i) % _a.Length;
    public T this[int i] { get => _a[At(i)]; set => _a[At(i)] = value; }
    public void Add(T t) { if (_n == _a.Length) { _a[_head] = t; _head = (_head + 1) % _a.Length; } else { _n++; this[_n - 1] = t; } }
    public void Clear() => _n = _head = 0; public bool Contains(T t) => IndexOf(t) >= 0;
    public void CopyTo(T[] d, int at) { foreach (T t in this) d[at++] = t; }
    public int IndexOf(T t) { for (int i = 0; i < _n; i++) if (EqualityComparer<T>.Default.Equals(this[i], t)) return i; return -1; }
    public void Insert(int i, T t) => throw new NotSupportedException();
    public bool Remove(T t) { int i = IndexOf(t); if (i < 0) return false; RemoveAt(i); return true; }
    public void RemoveAt(int i) { for (; i < _n - 1; i++) this[i] = this[i + 1]; _n--; }
    public Enumerator GetEnumerator() => new Enumerator(this); IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public struct Enumerator : IEnumerator<T>
    {
        readonly Ring<T> _r; int _i; internal Enumerator(Ring<T> r) { _r = r; _i = -1; } public T Current => _r[_i];
        object IEnumerator.Current => Current; public bool MoveNext() => ++_i < _r._n; public void Reset() => _i = -1;
        public void Dispose() => Disposed++; public static int Disposed;
    }
    bool IList.IsFixedSize => false; bool ICollection.IsSynchronized => false; object ICollection.SyncRoot => this;
    object IList.this[int i] { get => this[i]; set => this[i] = (T)value; } int IList.Add(object o) { Add((T)o); return _n - 1; }
    bool IList.Contains(object o) => o is T t && Contains(t); int IList.IndexOf(object o) => o is T t ? IndexOf(t) : -1;
    void IList.Insert(int i, object o) => Insert(i, (T)o); void IList.Remove(object o) => Remove((T)o);
    void ICollection.CopyTo(Array a, int i) => CopyTo((T[])a, i);
}
class Item { public string K; public int V; }
class Keyed : KeyedCollection<string, Item>
{
    protected override string GetKeyForItem(Item i) => i.K;
    protected override void InsertItem(int at, Item i) { i.V++; base.InsertItem(at, i); }
}
class Table : IEnumerable<KeyValuePair<(int, int), string>>
{
    readonly Dictionary<(int, int), string> _d = new();
    public string this[int r, int c] { get => _d.GetValueOrDefault((r, c), "."); set => _d[(r, c)] = value; }
    public void Add(int r, int c, string v) => _d.Add((r, c), v);
    public IEnumerator<KeyValuePair<(int, int), string>> GetEnumerator() => _d.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
class Checked : Collection<int>
{
    protected override void SetItem(int i, int v) => base.SetItem(i, Math.Max(v, 0));
    protected override void ClearItems() { Cleared = true; base.ClearItems(); } public bool Cleared;
}
[CollectionBuilder(typeof(Bag), "Make")] class Bag : IEnumerable<int>
{
    readonly int[] _a; Bag(int[] a) { _a = a; }
    public static Bag Make(ReadOnlySpan<int> s) { var a = s.ToArray(); Array.Sort(a); return new Bag(a); }
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_a).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
class MultiMap<K, V> : IEnumerable<(K, IReadOnlyList<V>)> where K : notnull
{
    readonly SortedDictionary<K, List<V>> _d = new();
    public MultiMap<K, V> Add(K k, params V[] vs) { if (!_d.TryGetValue(k, out var l)) _d[k] = l = new(); l.AddRange(vs); return this; }
    public IEnumerator<(K, IReadOnlyList<V>)> GetEnumerator() { foreach (var (k, l) in _d) yield return (k, l); }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

class P
{
    static void Main()
    {
        var r = new Ring<string>(3) { "a", "b", "c", "d" };
        Console.WriteLine(string.Join(",", r) + r.Count + r.IndexOf("c") + r.Contains("a") + r[0] + r.Remove("c")
            + string.Join("", r.Reverse()) + r.Last() + r.ElementAt(1));
        foreach (string s in r) Console.Write(s); foreach (string s in (IEnumerable<string>)r) Console.Write(s);
        foreach (object s in (IEnumerable)r) Console.Write(s); Console.WriteLine(Ring<string>.Enumerator.Disposed); IList il = r;
        il.Add("q");
        Console.WriteLine(il.Contains("q") + "" + il.IndexOf(5) + il[2] + string.Join("", r.ToArray()) + new List<string>(r).Count + r.ToList()[0]);
        try { il.Add(5); } catch (InvalidCastException) { Console.WriteLine("cast"); }
        try { r.Insert(0, "x"); } catch (NotSupportedException) { Console.WriteLine("no insert"); }
        try { _ = r[3]; } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        var k = new Keyed { new Item { K = "x", V = 1 }, new Item { K = "y", V = 5 } };
        Console.WriteLine(k["y"].V + "" + k[0].K + k.Contains("x") + k.Remove("x") + k.Count + k.TryGetValue("z", out _));
        try { k.Add(new Item { K = "y" }); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        var t = new Table { { 1, 2, "a" }, { 3, 4, "b" } }; t[0, 0] = "z"; Console.WriteLine(t[1, 2] + t[9, 9] + string.Join(";", t));
        var c = new Checked { 1, 2 }; c[0] = -5; Console.WriteLine(c[0] + "" + c.Count); c.Clear(); Console.WriteLine(c.Cleared);
        var oc = new ObservableCollection<int> { 1 }; string log = "";
        oc.CollectionChanged += (s, e) => log += e.Action + ":" + e.NewStartingIndex + "," + e.OldStartingIndex + " "; oc.Add(2);
        oc[0] = 5; oc.Move(0, 1); oc.RemoveAt(0); oc.Clear(); Console.WriteLine(log); Bag bag = [3, 1, .. new[] { 9, 2 }];
        Console.WriteLine(string.Join(",", bag));
        foreach (var (key, vs) in new MultiMap<string, int>().Add("b", 1, 2).Add("a", 3).Add("b", 4)) Console.Write(key + "=" + string.Join("+", vs) + " ");
        Console.WriteLine();
        IReadOnlyDictionary<string, int> ro = new ReadOnlyDictionary<string, int>(new Dictionary<string, int> { ["q"] = 1 });
        Console.WriteLine(ro["q"] + ro.Count);
        var comp = new Dictionary<string, Func<IEnumerable<int>>> { ["evens"] = () => Enumerable.Range(0, 5).Where(x => x % 2 == 0), ["it"] = It };
        static IEnumerable<int> It() { yield return 7; } foreach (var (n, f) in comp) Console.Write(n + string.Join(",", f()) + " ");
        Console.WriteLine();
    }
}
