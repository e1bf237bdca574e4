// Reading standard input line by line to its end.
// stdin: 3\n4 5\nlast
using System;

class P
{
    static void Main()
    {
        int sum = 0;
        string last = "";
        while (Console.ReadLine() is string line)
        {
            foreach (string word in line.Split(' '))
                if (int.TryParse(word, out int n)) sum += n;
                else last = word;
        }
        Console.WriteLine(sum + " " + last);
    }
}
