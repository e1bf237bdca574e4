// Regular expressions with the interpreter: groups, lazy and possessive quantifiers, lookaround, backreferences, options, Replace, Split, evaluators and failures.
using System;
using System.Linq;
using System.Text.RegularExpressions;

class P
{
    static void Main()
    {
        (string, string)[] cases = { ("a+", "caaat"), ("^a.c$", "abc"), (@"(\d+)-(\d+)", "10-20 30-40"),
            (@"(?<y>\d{4})/(?<m>\d\d)", "on 2024/05"), ("a|b|cd", "xcdb"), ("(a*)*b", "aaac"), ("a+?", "aaa"), ("(?i)HeLLo", "hello"),
            (@"\bword\b", "a word here"), (@"(\w)\1", "hello"), ("(?=.*d)(?!.*x).+", "abcd"), ("(?<=\\$)\\d+", "cost $45"),
            ("[^a-c]+", "abcxyz"), (@"\p{Lu}\p{Ll}+", "the Quick"), ("(?>a+)b", "aaab"), (@"^\s*$", "  "), ("x{2,3}", "xxxx"),
            (@"(?:ab)+", "ababx"), ("", "ab"), (@"\u0041\x42", "AB"), ("é|ü", "naüf"), (@"(?m)^\w+$", "one\ntwo"), ("(?s)a.b", "a\nb"),
            (@"((a)|(b))+", "ab"), (@"(?<open>\()+[^()]*(?<-open>\))+(?(open)(?!))", "x(y)z"), (@"[\w.]+@[\w.]+", "me@x.org") };
        foreach (var (p, s) in cases)
        {
            Match m = Regex.Match(s, p);
            Console.WriteLine($"{p} {m.Success} {m.Index} {m.Length} '{m.Value.Replace("\n", "/")}' {string.Join(",", m.Groups.Cast<Group>().Select(g => g.Name + "=" + g.Value.Replace("\n", "/")))} {Regex.Count(s, p)} {Regex.Replace(s, p, "<$0>").Replace("\n", "/")} {string.Join("|", Regex.Split(s, p)).Replace("\n", "/")}");
        }
        Console.WriteLine(Regex.Replace("a1b22", @"\d+", m => (int.Parse(m.Value) * 2).ToString())
            + Regex.Replace("john smith", @"(\w+) (\w+)", "$2, ${1}$$") + Regex.Escape("a.b*c")
            + Regex.IsMatch("ABC", "abc", RegexOptions.IgnoreCase) + Regex.Unescape(@"\t\.").Length
            + Regex.Match("aXb", "x", RegexOptions.IgnoreCase).Index + new Regex("b", RegexOptions.RightToLeft).Match("abcb").Index
            + new Regex("(?<n>a)").GetGroupNames().Length + new Regex(" a # comment", RegexOptions.IgnorePatternWhitespace).IsMatch("a")
            + Regex.Matches("a b c", @"\w").Count + new Regex("a").Replace("aaa", "b", 2)
            + new Regex("a", RegexOptions.NonBacktracking).IsMatch("ba"));
        foreach (string bad in new[] { "(", "[a", "*", "a{2,1}", @"\p{Xx}", "(?<n", "a**" })
        {
            try { new Regex(bad); Console.Write("ok "); } catch (RegexParseException e) { Console.Write(e.Error + "@" + e.Offset + " "); }
        }
        Console.WriteLine(); int n = 0;
        foreach (ValueMatch v in Regex.EnumerateMatches("the cat sat on the mat", "[cm]?at")) n = n * 100 + v.Index + v.Length;
        Console.WriteLine(n);
    }
}
