// Embedded resources: a .resources file through ResourceManager and ResourceReader, plain ones as streams, their names, what is missing.
// resource: resource_manager.resources App.Messages.resources
// resource: resource_manager.txt plain.txt
using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Resources;
namespace App { class Messages { } class Nothing { } }
static class P
{
    static void Try(string what, Func<object> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} | {e.Message}"); } }
    static void Main()
    {
        var a = typeof(P).Assembly;
        Try("names", () => string.Join(", ", a.GetManifestResourceNames().OrderBy(n => n, StringComparer.Ordinal)));
        var rm = new ResourceManager("App.Messages", a);
        Try("string", () => string.Format(rm.GetString("Greeting"), "you"));
        Try("empty", () => "[" + rm.GetString("Empty") + "]");
        Try("unicode", () => rm.GetString("Uni"));
        Try("missing", () => rm.GetString("Nope"));
        Try("case", () => rm.GetString("greeting"));
        rm.IgnoreCase = true;
        Try("case", () => rm.GetString("greeting"));
        Try("int", () => rm.GetObject("Num"));
        Try("not string", () => rm.GetString("Num"));
        Try("decimal", () => rm.GetObject("Dec"));
        Try("bytes", () => string.Join(",", (byte[])rm.GetObject("Bytes")));
        Try("stream", () => rm.GetStream("Stream").Length);
        Try("not stream", () => rm.GetStream("Num"));
        Try("date", () => ((DateTime)rm.GetObject("Date")).ToString("O"));
        Try("bool", () => rm.GetObject("Flag"));
        Try("span", () => rm.GetObject("Span"));
        Try("null", () => rm.GetObject("Null"));
        Try("culture", () => rm.GetString("Greeting", new CultureInfo("de-DE")));
        Try("by type", () => new ResourceManager(typeof(App.Messages)).GetString("Greeting"));
        Try("no set", () => new ResourceManager("App.Other", a).GetString("x"));
        Try("no set by type", () => new ResourceManager(typeof(App.Nothing)).GetString("x"));
        Try("set", () => { var set = rm.GetResourceSet(CultureInfo.InvariantCulture, true, true); return string.Join("; ", set.Cast<DictionaryEntry>().Select(e => e.Key + "=" + (e.Value is Stream or byte[] ? e.Value.GetType().Name : Convert.ToString(e.Value, CultureInfo.InvariantCulture))).OrderBy(s => s, StringComparer.Ordinal)); });
        Try("reader", () => { using var r = new ResourceReader(a.GetManifestResourceStream("App.Messages.resources")); r.GetResourceData("Num", out var type, out var data); return type + " " + data.Length; });
        Try("plain", () => { using var r = new StreamReader(a.GetManifestResourceStream("plain.txt")); return r.ReadToEnd(); });
        Try("relative", () => a.GetManifestResourceStream(typeof(App.Messages), "Messages.resources").Length > 100);
        Try("none", () => a.GetManifestResourceStream("none"));
        Try("seek", () => { var s = a.GetManifestResourceStream("plain.txt"); s.Position = 2; return $"{(char)s.ReadByte()} {s.CanWrite} {s.CanSeek} {s.GetType().IsSubclassOf(typeof(UnmanagedMemoryStream))}"; });
        Try("info", () => { var i = a.GetManifestResourceInfo("plain.txt"); return $"{i.ResourceLocation} {i.FileName} {i.ReferencedAssembly}"; });
        Try("no info", () => a.GetManifestResourceInfo("none"));
        Try("executing", () => Assembly.GetExecutingAssembly().GetManifestResourceNames().Length);
        Try("written", () => { var m = new MemoryStream(); var w = new ResourceWriter(m); w.AddResource("a", "b"); w.AddResource("i", 5L); w.Generate(); m.Position = 0; var s = new ResourceSet(m); return s.GetString("a") + s.GetObject("i"); });
        Try("satellite", () => a.GetSatelliteAssembly(new CultureInfo("fr")));
        Try("neutral", () => a.GetCustomAttribute<NeutralResourcesLanguageAttribute>());
    }
}
