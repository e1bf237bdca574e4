// System.Numerics: Vector2, Vector3, Vector4, Matrix3x2, Matrix4x4, Quaternion, Plane, Complex.
#pragma warning disable CS1718
using System;
using System.Numerics;

class P
{
    static string R(float f) => (MathF.Round(f, 4) + 0f).ToString(); static string S(Vector3 v) => $"<{R(v.X)} {R(v.Y)} {R(v.Z)}> ";
    static string S(Vector2 v) => $"<{R(v.X)} {R(v.Y)}> "; static string S(Vector4 v) => $"<{R(v.X)} {R(v.Y)} {R(v.Z)} {R(v.W)}> ";
    static string S(Quaternion q) => $"<{R(q.X)} {R(q.Y)} {R(q.Z)} {R(q.W)}> ";
    static string S(Matrix4x4 m)
    {
        string s = "["; for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) s += R(m[i, j]) + " "; return s + "] ";
    }

    static void Main()
    {
        Vector2 a2 = new(3, 4), b2 = new(-1, 2); Vector3 a = new(1, 2, 3), b = new(-4, 5, 0.5f);
        Vector4 a4 = new(1, 2, 3, 4), b4 = new(4, 3, 2, 1);
        Console.WriteLine(S(a2 + b2) + S(a2 * b2) + S(a2 / 2) + a2.Length() + a2.LengthSquared() + " " + Vector2.Dot(a2, b2)
            + S(Vector2.Normalize(a2)) + Vector2.Distance(a2, b2).ToString("F4") + S(Vector2.Reflect(a2, Vector2.UnitX))
            + S(Vector2.Lerp(a2, b2, 0.25f)) + S(Vector2.Min(a2, b2)) + S(Vector2.Clamp(a2, b2, Vector2.One)) + S(-a2)
            + (a2 == new Vector2(3, 4)) + a2 + S(Vector2.SquareRoot(a2)) + S(Vector2.Abs(b2)));
        Console.WriteLine(S(a + b) + S(a - b) + S(a * b) + S(a / b) + S(2 * a) + Vector3.Dot(a, b) + S(Vector3.Cross(a, b))
            + a.Length().ToString("F4") + S(Vector3.Normalize(b)) + S(Vector3.Max(a, b)) + S(Vector3.Lerp(a, b, 0.5f)) + a + (a == b)
            + a.Equals(a) + S(Vector3.Reflect(a, Vector3.UnitY)) + a[1]
            + S(Vector3.Transform(a, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, MathF.PI / 2))) + Vector3.DistanceSquared(a, b));
        Console.WriteLine(S(a4 + b4) + S(a4 * b4) + Vector4.Dot(a4, b4) + S(Vector4.Normalize(a4)) + a4 + (a4 != b4) + S(new Vector4(a, 7))
            + S(a4 with { Y = 9 }) + (a4.GetHashCode() == new Vector4(1, 2, 3, 4).GetHashCode()));
        var m = Matrix4x4.CreateRotationX(0.5f) * Matrix4x4.CreateScale(1, 2, 3) * Matrix4x4.CreateTranslation(a);
        Console.WriteLine(S(m) + R(m.GetDeterminant()) + Matrix4x4.Invert(m, out var inv) + S(m * inv) + S(Matrix4x4.Transpose(m))
            + S(Vector3.Transform(b, m)) + S(Vector4.Transform(a4, m)) + S(m.Translation) + (m == m) + m.IsIdentity
            + Matrix4x4.Identity.IsIdentity + S(Vector3.TransformNormal(b, m)) + Matrix4x4.Invert(default, out _));
        Console.WriteLine(S(Matrix4x4.CreateLookAt(new(1, 2, 3), Vector3.Zero, Vector3.UnitY))
            + S(Matrix4x4.CreatePerspectiveFieldOfView(1, 1.5f, 0.1f, 100)) + S(m + m - m * 0.5f)
            + Matrix4x4.Decompose(Matrix4x4.CreateScale(2) * Matrix4x4.CreateRotationY(1), out var sc, out var rot, out var tr) + S(sc)
            + S(rot) + S(tr));
        var q = Quaternion.CreateFromYawPitchRoll(0.1f, 0.2f, 0.3f);
        Console.WriteLine(S(q) + S(q * q) + S(Quaternion.Inverse(q)) + S(Quaternion.Slerp(Quaternion.Identity, q, 0.5f)) + R(q.Length())
            + S(Quaternion.Conjugate(q)) + R(Quaternion.Dot(q, Quaternion.Identity)) + (q == q) + S(Matrix4x4.CreateFromQuaternion(q)));
        var m3 = Matrix3x2.CreateRotation(1) * Matrix3x2.CreateTranslation(5, 6);
        Console.WriteLine(S(Vector2.Transform(a2, m3)) + R(m3.GetDeterminant()) + R(m3.M31) + Matrix3x2.Invert(m3, out var i3)
            + (m3 * i3).M11.ToString("F3") + new Plane(1, 2, 3, 4) + Plane.DotCoordinate(new Plane(1, 2, 3, 4), a)
            + S(Plane.Normalize(new Plane(3, 0, 4, 5)).Normal));
        Complex c = new(1, 2), d = new(-3, 0.5);
        Console.WriteLine($"{c + d} {c * d} {c / d} {-c} {Complex.Abs(d):F6} {c.Phase:F6} {Complex.Conjugate(c)} {Complex.Pow(c, 3).Real:F6} {Complex.Sqrt(-1)} {Complex.Exp(Complex.ImaginaryOne * Math.PI).Real:F6} {c == new Complex(1, 2)} {c:F1} {Complex.FromPolarCoordinates(2, Math.PI / 2).Imaginary:F6}");
        Vector3 sum = default;
        for (int i = 0; i < 1000; i++)
        {
            var v = new Vector3(i, i * 0.5f, -i); sum += Vector3.Cross(v, Vector3.UnitX) * 0.001f;
            if (i % 3 == 0) sum = Vector3.Min(sum, new Vector3(1000));
        }
        Console.WriteLine(S(sum));
    }
}
