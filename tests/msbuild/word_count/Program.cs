// Counts the words of a file: the most frequent ones, some totals, and averages.
using System.Globalization;

var counts = new Dictionary<string, int>();
long lines = 0, letters = 0;
foreach (string line in File.ReadLines(args[0]))
{
    lines++;
    foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    {
        counts.TryGetValue(word, out int count);
        counts[word] = count + 1;
        letters += word.Length;
    }
}

long words = counts.Values.Sum(c => (long)c);
Console.WriteLine($"{lines} lines, {words} words, {counts.Count} different");
Console.WriteLine($"{"word",-12}|{"count",10}|{"share",9}");
foreach (var (word, count) in counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Take(25))
    Console.WriteLine($"{word,-12}|{count,10}|{(double)count / words,9:P3}");

Console.WriteLine($"average length {(double)letters / words:F4}, words a line {(double)words / lines:G6}");
Console.WriteLine(((double)letters / words).ToString("R", CultureInfo.InvariantCulture));
Console.WriteLine($"{Math.Sqrt(words):E3} {(float)words / 3} {double.MaxValue} {1.0 / 3}");
foreach (var group in counts.GroupBy(p => p.Key.Length).OrderBy(g => g.Key))
    Console.WriteLine($"length {group.Key,2}: {group.Count(),4} different, {group.Sum(p => p.Value),8} in all");
