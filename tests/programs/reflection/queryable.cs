// Queries over objects: `Queryable` asks delegates for their generic methods, `Enumerable`'s are found by reflection and interpreted.
using System;
using System.Collections.Generic;
using System.Linq;

class Item
{
    public string Name = "";
    public int Size;
}

class Program
{
    static void Main()
    {
        var numbers = new List<int> { 1, 2, 3, 4, 5 }.AsQueryable();
        IQueryable<int> odd = numbers.Where(x => x % 2 == 1).Select(x => x * 10);
        Console.WriteLine(string.Join(",", odd));
        Console.WriteLine($"{odd.Count()} {odd.Sum()} {odd.Any()} {odd.Max()}");
        Console.WriteLine(odd.Expression.Type);
        string[] words = { "a", "bb", "ccc" };
        Console.WriteLine(words.AsQueryable().Where(s => s.Length > 1).OrderByDescending(s => s).First());
        var items = new[] { new Item { Name = "x", Size = 3 }, new Item { Name = "y", Size = 1 } }.AsQueryable();
        int limit = 2;
        foreach (string name in items.Where(i => i.Size > limit).Select(i => i.Name))
            Console.WriteLine(name);
        foreach (Item i in items.OrderBy(i => i.Size).Skip(1))
            Console.WriteLine(i.Name);
    }
}
