// An executable over a class library.
using Shapes;

IShape[] shapes = [new Circle(1.5), new Rectangle(3, 4), new Square(2), new Scaled<Circle>(new Circle(1), 3)];
foreach (IShape shape in shapes.OrderBy(s => s.Area))
    Console.WriteLine($"{shape.Name,-16} {shape.Area,8:F3}");
Console.WriteLine($"total {Total.Of(shapes):F2}");
Console.WriteLine($"{Total.Largest(shapes, s => s.Area).Name} {typeof(IShape).Namespace}");
