using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HuskyFhir.Exchange.Formats;

/// <summary>What became of a file that was written.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of all its bytes, in lower-case hexadecimal.</param>
/// <param name="ControlNumber">Of its heading.</param>
/// <param name="Changes">Changes that it tells.</param>
/// <param name="Members">Each member in it, with where it stands; in file order.</param>
/// <param name="SetAside">Members that could not be written, and why. Nothing of them is in the file.</param>
/// <param name="Beside">Small files that go with it and are delivered after it, such as a manifest.</param>
public sealed record WrittenFile(
    long Bytes,
    string Sha256,
    int ControlNumber,
    int Changes,
    IReadOnlyList<PlacedMember> Members,
    IReadOnlyList<SetAsideMember> SetAside,
    IReadOnlyList<SideFile> Beside
)
{
    /// <summary>
    /// Members whose data could not be written in full, and what of it was shortened or left out; they are in the file.
    /// </summary>
    public IReadOnlyList<SetAsideMember> Remarks { get; init; } = [];

    /// <summary>
    /// Whether there is nothing in it: every member was set aside, or none came. It is not to be delivered.
    /// </summary>
    public bool IsEmpty => Members.Count == 0;
}

/// <summary>Where a member stands, in the terms of an answer.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Set">ST02; empty where the format has no sets.</param>
/// <param name="First">Number of its first segment in the set, where ST is 1; or of its line in the file, from
/// 1.</param>
/// <param name="Last">Of its last, its household included.</param>
public readonly record struct PlacedMember(Guid Member, string Set, int First, int Last)
{
    /// <summary>
    /// <see cref="MemberKey"/> of the number by which the file names the member; 0 where the format names none.
    /// </summary>
    public ulong Key { get; init; }
}

/// <summary>
/// The number of a member as eight bytes, so that a place list holds no number and still tells whom an answer names.
/// </summary>
public static class MemberKey
{
    /// <summary>The key of a number; capitals and surrounding spaces make no difference.</summary>
    public static ulong Of(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(number.Trim().ToUpperInvariant()), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}

/// <summary>A member that could not be written.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Reason">What is wrong and how to mend it, without a value of the member's.</param>
public sealed record SetAsideMember(Guid Member, string Reason);

/// <summary>A small file that goes with another.</summary>
/// <param name="Suffix">What is added to the name of the file, such as <c>.manifest.json</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record SideFile(string Suffix, ReadOnlyMemory<byte> Content);
