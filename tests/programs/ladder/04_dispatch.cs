// Classes, virtual calls, overrides, base calls, abstract methods, interfaces, `is` and `as`.
// exit: 82
abstract class Shape
{
    public abstract int Area();
    public virtual int Weight() => Area() * 2;
}

interface INamed { int Id { get; } int Score(int x); }

class Square : Shape, INamed
{
    readonly int _side;
    public Square(int side) { _side = side; }
    public override int Area() => _side * _side;
    public int Id => 1;
    public int Score(int x) => x + _side;
}

sealed class HeavySquare : Square
{
    public HeavySquare(int side) : base(side) { }
    public override int Weight() => base.Weight() + 1;
}

class Dot : Shape
{
    public override int Area() => 0;
}

class P
{
    static int Sum(Shape s)
    {
        int r = s.Weight();
        if (s is INamed n) r += n.Id + n.Score(3);
        if (s as HeavySquare != null) r += 10;
        return r;
    }

    static int Main()
    {
        int r = Sum(new Square(3)) + Sum(new HeavySquare(4)) + Sum(new Dot());
        object o = new Square(2);
        return r + ((Shape)o).Area() + (o is Dot ? 100 : 2);
    }
}
