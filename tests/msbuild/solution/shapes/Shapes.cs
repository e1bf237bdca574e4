namespace Shapes;

public interface IShape
{
    double Area { get; }

    string Name => GetType().Name.ToLowerInvariant();
}

public record Circle(double Radius) : IShape
{
    public double Area => Math.PI * Radius * Radius;
}

public record Rectangle(double Width, double Height) : IShape
{
    public virtual double Area => Width * Height;
}

public record Square(double Side) : Rectangle(Side, Side);

public class Scaled<T>(T inner, double factor) : IShape where T : IShape
{
    public double Area => inner.Area * factor * factor;

    string IShape.Name => $"scaled {inner.Name}";
}

public static class Total
{
    public static double Of(IEnumerable<IShape> shapes) => shapes.Sum(s => s.Area);

    public static T Largest<T>(IReadOnlyList<T> items, Func<T, double> size)
    {
        T best = items[0];
        for (int i = 1; i < items.Count; i++)
            if (size(items[i]) > size(best))
                best = items[i];
        return best;
    }
}
