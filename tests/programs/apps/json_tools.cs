// JSON: a parser by hand with a printer, and Utf8JsonReader, Utf8JsonWriter, JsonDocument, JsonNode.
using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

abstract record Json
{
    public sealed record Null : Json { public static readonly Null Value = new(); }
    public sealed record Bool(bool Value) : Json;
    public sealed record Number(double Value) : Json;
    public sealed record Text(string Value) : Json;
    public sealed record List(IReadOnlyList<Json> Items) : Json;
    public sealed record Map(IReadOnlyDictionary<string, Json> Members) : Json;
}

sealed class ParseError(string message, int at) : FormatException($"{message} at {at}") { }

ref struct Parser(ReadOnlySpan<char> text)
{
    readonly ReadOnlySpan<char> text = text;
    int at;
    public Json Document()
    {
        Json value = Value(0);
        Space();
        if (at < text.Length) throw new ParseError("trailing text", at);
        return value;
    }
    void Space() { while (at < text.Length && char.IsWhiteSpace(text[at])) at++; }
    bool Take(char c) { Space(); if (at < text.Length && text[at] == c) { at++; return true; } return false; }
    void Expect(char c) { if (!Take(c)) throw new ParseError($"expected '{c}'", at); }
    Json Value(int depth)
    {
        if (depth > 50) throw new ParseError("too deep", at);
        Space();
        if (at >= text.Length) throw new ParseError("end", at);
        switch (text[at])
        {
            case '{':
                at++;
                var map = new SortedDictionary<string, Json>(StringComparer.Ordinal);
                if (Take('}')) return new Json.Map(map);
                do { Space(); string key = String(); Expect(':'); map[key] = Value(depth + 1); } while (Take(','));
                Expect('}');
                return new Json.Map(map);
            case '[':
                at++;
                var list = new List<Json>();
                if (Take(']')) return new Json.List(list);
                do list.Add(Value(depth + 1)); while (Take(','));
                Expect(']');
                return new Json.List(list);
            case '"': return new Json.Text(String());
            case 't' when Word("true"): return new Json.Bool(true);
            case 'f' when Word("false"): return new Json.Bool(false);
            case 'n' when Word("null"): return Json.Null.Value;
            case '-' or (>= '0' and <= '9'):
                int start = at;
                while (at < text.Length && (char.IsDigit(text[at]) || "+-.eE".Contains(text[at]))) at++;
                if (double.TryParse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture, out double d)) return new Json.Number(d);
                throw new ParseError("bad number", start);
            default: throw new ParseError($"unexpected '{text[at]}'", at);
        }
    }
    bool Word(string word) { if (!text[at..].StartsWith(word)) return false; at += word.Length; return true; }
    string String()
    {
        if (at >= text.Length || text[at] != '"') throw new ParseError("expected a string", at);
        var sb = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '"') { at++; return sb.ToString(); }
            if (c != '\\') { sb.Append(c); continue; }
            c = text[++at];
            if (c == 'u') { sb.Append((char)ushort.Parse(text.Slice(at + 1, 4), NumberStyles.HexNumber)); at += 4; }
            else sb.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
        }
        throw new ParseError("open string", at);
    }
}

static class Program
{
    static void Print(Json json, StringBuilder to, int depth)
    {
        string pad = new(' ', 2 * depth);
        switch (json)
        {
            case Json.Null: to.Append("null"); break;
            case Json.Bool(var b): to.Append(b ? "true" : "false"); break;
            case Json.Number { Value: var d } when d == Math.Floor(d) && Math.Abs(d) < 1e15: to.Append((long)d); break;
            case Json.Number(var d): to.Append(CultureInfo.InvariantCulture, $"{d:R}"); break;
            case Json.Text(var s): to.Append('"').Append(s.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"'); break;
            case Json.List { Items: [] }: to.Append("[]"); break;
            case Json.List { Items: [var only] }: to.Append("[ "); Print(only, to, depth); to.Append(" ]"); break;
            case Json.List(var items):
                to.Append("[\n");
                foreach (var (i, item) in items.Index()) { to.Append(pad).Append("  "); Print(item, to, depth + 1); to.Append(i < items.Count - 1 ? ",\n" : "\n"); }
                to.Append(pad).Append(']');
                break;
            case Json.Map(var members):
                to.Append("{\n");
                int left = members.Count;
                foreach (var (k, v) in members) { to.Append(pad).Append($"  \"{k}\": "); Print(v, to, depth + 1); to.AppendLine(--left > 0 ? "," : ""); }
                to.Append(pad).Append('}');
                break;
        }
    }
    const string Sample = """
        { "name": "Zoë \u00fc \"q\"", "tags": ["a", "b", {"deep": [[[]]]}], "n": -12.5e3, "big": 12345678901234567890,
          "t": true, "f": false, "nil": null, "nested": { "x": [1, 2.25, 3], "empty": {} }, "one": [7] }
        """;
    static void Main()
    {
        var json = new Parser(Sample).Document();
        var sb = new StringBuilder();
        Print(json, sb, 0);
        Console.WriteLine(sb);
        Console.WriteLine(new Parser("[1,2]").Document() == new Parser("[1,2]").Document());
        Console.WriteLine(new Parser("\"x\"").Document() == new Parser(" \"x\" ").Document());
        foreach (string bad in new[] { "{", "[1,]", "{\"a\" 1}", "nul", "\"abc", "1 2", "-", new string('[', 60) })
            try { Console.WriteLine(new Parser(bad).Document()); } catch (ParseError e) { Console.WriteLine(e.Message); }

        byte[] utf8 = Encoding.UTF8.GetBytes(Sample);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowTrailingCommas = true });
        while (reader.Read())
        {
            string shown = reader.TokenType switch
            {
                JsonTokenType.PropertyName or JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => reader.TryGetInt64(out long l) ? "L" + l : "D" + reader.GetDouble().ToString(CultureInfo.InvariantCulture),
                _ => "",
            };
            Console.Write($"{reader.CurrentDepth}{reader.TokenType}:{shown} ");
        }
        Console.WriteLine();
        try { var broken = new Utf8JsonReader("{\"a\":}"u8); while (broken.Read()) { } } catch (JsonException e) { Console.WriteLine(e.Message + e.BytePositionInLine); }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("when", new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc));
            writer.WriteNumber("pi", 3.14159m);
            writer.WriteBoolean("ok", true);
            writer.WriteNull("nothing");
            writer.WriteString("guid", new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"));
            writer.WriteStartArray("list");
            for (int i = 0; i < 3; i++) writer.WriteNumberValue(i * 1.5);
            writer.WriteStringValue("<tag> & \u00e9 \ud83d\ude00");
            writer.WriteBase64StringValue(new byte[] { 1, 2, 250 });
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        Console.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));

        using var doc = JsonDocument.Parse(Sample);
        var root = doc.RootElement;
        foreach (var p in root.EnumerateObject()) Console.WriteLine($"{p.Name} {p.Value.ValueKind} {p.Value.GetRawText().Length}");
        Console.WriteLine(root.GetProperty("nested").GetProperty("x").EnumerateArray().Sum(e => e.GetDouble()));
        Console.WriteLine(root.TryGetProperty("zzz", out _));
        try { root.GetProperty("name").GetInt32(); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }

        JsonNode node = JsonNode.Parse("{\"a\":[1,2,3],\"b\":{\"c\":null}}")!;
        node["a"]!.AsArray().Add((JsonNode)4);
        node["b"]!["d"] = "text";
        Console.WriteLine(node.ToJsonString());
        Console.WriteLine((int)node["a"]![3]! + " " + node["b"]!.GetPath());
        var made = new JsonObject { ["x"] = 1, ["y"] = new JsonArray(true, "z", null) };
        Console.WriteLine(made.ToJsonString() + JsonNode.DeepEquals(made, JsonNode.Parse("{\"y\":[true,\"z\",null],\"x\":1}")));
    }
}
