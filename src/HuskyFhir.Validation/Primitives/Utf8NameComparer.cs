using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HuskyFhir.Validation.Primitives;

/// <summary>
/// Finds names and codes by their UTF-8 bytes as they stand in the body, so that a look-up allocates nothing.
/// </summary>
internal sealed class Utf8NameComparer
    : IEqualityComparer<string>,
        IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static Utf8NameComparer Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode([DisallowNull] string obj)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(obj, bytes, out var length)
            ? Hash(bytes[..length])
            : Hash(Encoding.UTF8.GetBytes(obj));
    }

    public bool Equals(ReadOnlySpan<byte> alternate, string other)
    {
        if (alternate.Length < other.Length)
            return false;

        for (var i = 0; i < other.Length; i++)
            if (other[i] >= 0x80)
                return Encoding.UTF8.GetString(alternate) == other;
            else if (alternate[i] != other[i])
                return false;

        return alternate.Length == other.Length;
    }

    public int GetHashCode(ReadOnlySpan<byte> alternate) => Hash(alternate);

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);

    // Element names differ in length, first, middle and last letters; the tables are ours, so nobody can aim for
    // collisions.
    private static int Hash(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty
            ? 0
            : (bytes.Length * 0x01000193)
                ^ (bytes[0] * 0x0001F3A5)
                ^ (bytes[bytes.Length / 2] * 0x00C0FFEF)
                ^ (bytes[^1] * 0x4001)
                ^ (bytes[bytes.Length / 3] * 0x107);
}
