// Allocation-heavy trees of several depths, long-lived and short-lived, with checks of their counts and contents.
using System;

class Tree
{
    public readonly Tree L, R;
    public readonly int Item;

    Tree(Tree l, Tree r, int item) { L = l; R = r; Item = item; }

    public static Tree Make(int depth, int item)
        => depth == 0 ? new Tree(null, null, item) : new Tree(Make(depth - 1, 2 * item - 1), Make(depth - 1, 2 * item), item);
    public int Check() => L == null ? Item : Item + L.Check() - R.Check();
    public int Count() => L == null ? 1 : 1 + L.Count() + R.Count();
}

class P
{
    static void Main()
    {
        Tree longLived = Tree.Make(13, 0);
        for (int depth = 4; depth <= 12; depth += 2)
        {
            int n = 1 << (13 - depth + 2), check = 0, count = 0;
            for (int i = 1; i <= n; i++)
            {
                Tree t = Tree.Make(depth, i);
                check += t.Check() + Tree.Make(depth, -i).Check();
                if (i % 16 == 0) count += t.Count();
            }
            Console.WriteLine(depth + " " + n * 2 + " " + check + " " + count);
        }
        Console.WriteLine(longLived.Check() + " " + longLived.Count());
    }
}
