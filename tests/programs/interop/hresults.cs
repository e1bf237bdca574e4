// Exceptions for HRESULTs and back, ThrowExceptionForHR, native offsets of fields.
using System; using System.Runtime.InteropServices;
struct S { public byte a; public bool b; public char c; [MarshalAs(UnmanagedType.ByValTStr, SizeConst=8)] public string s; public int d; }
class P { static void Main() {
 foreach (int hr in new[]{ unchecked((int)0x80070057), unchecked((int)0x8007000E), unchecked((int)0x80004002), unchecked((int)0x80004001), unchecked((int)0x80004005), unchecked((int)0x80131509), 0, 1, unchecked((int)0x80070002), unchecked((int)0x80131513), unchecked((int)0x12345), unchecked((int)0x80070005), unchecked((int)0x80004003),unchecked((int)0x8000FFFF),unchecked((int)0x80131501), unchecked((int)0x80131522), unchecked((int)0x80020012), unchecked((int)0x80131500), unchecked((int)0x800703E9), unchecked((int)0x80131620), unchecked((int)0x80070003), unchecked((int)0x80131505), unchecked((int)0x8013153B), unchecked((int)0x80070026), unchecked((int)0x87654321), unchecked((int)0x800700CE),unchecked((int)0x8007000B)}) {
  var e = Marshal.GetExceptionForHR(hr); Console.WriteLine(hr.ToString("X8") + " " + (e == null ? "null" : e.GetType() + " " + e.Message + " " + e.HResult.ToString("X8")));
  try { Marshal.ThrowExceptionForHR(hr); } catch (Exception x) { Console.WriteLine(x.GetType()); }
 }
 Console.WriteLine(Marshal.GetHRForException(new ArgumentException()).ToString("X8") + Marshal.GetHRForException(null) + Marshal.GetHRForException(new InvalidCastException("x")).ToString("X8"));
 foreach (var n in new[]{"a","b","c","s","d"}) Console.WriteLine(Marshal.OffsetOf<S>(n) + " " + Marshal.OffsetOf(typeof(S), n));
 try { Marshal.OffsetOf<S>("zz"); } catch (Exception e) { Console.WriteLine(e.GetType() + e.Message); }
}}
