// Structs: copies, fields of fields, methods on `this` by reference, boxing, ref and in and out parameters.
// exit: 142
struct Point
{
    public int X, Y;
    public Point(int x, int y) { X = x; Y = y; }
    public void Move(int d) { X += d; Y -= d; }
    public readonly int Sum() => X + Y;
}

struct Line
{
    public Point A, B;
    public long Tag;
}

class P
{
    static Line Make(int n) => new Line { A = new Point(n, n + 1), B = new Point(2 * n, 0), Tag = n };
    static void Change(ref Point p, in Point d, out int old) { old = p.X; p.X += d.X; }
    static int ByValue(Line l) { l.A.X = 1000; return l.A.Y; }

    static int Main()
    {
        Line l = Make(5);
        Line copy = l;
        copy.A.Move(3);
        int r = l.A.X + copy.A.X + copy.A.Y;          // 5 + 8 + 3
        r += ByValue(l) + l.A.X;                      // 6 + 5
        Change(ref l.B, copy.A, out int old);
        r += old + l.B.X;                             // 10 + 18
        object box = l.B;
        l.B.X = 0;
        r += ((Point)box).X;                          // 18
        r += ((Point)box).Sum() + (int)copy.Tag;      // 18 + 5
        Point d = default;
        return r + d.Sum() + 46;
    }
}
