using System.Buffers.Binary;
using System.Text;
using HuskyFhir.Exchange.Formats;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// Where the members of a file stand, as bytes for the ledger: a form number, the names of the sets, and 36 bytes for
/// each member (id, set, first, last, key; big-endian). It outlives releases: each form is pinned by a test. Form 1 had
/// no keys and 28 bytes.
/// </summary>
public static class PlaceList
{
    private const byte Form = 2;
    private const int Size = 36;
    private const int SizeWithoutKey = 28;

    /// <summary>The places of a file.</summary>
    public static byte[] Write(IReadOnlyList<PlacedMember> members)
    {
        var sets = members.Select(static member => member.Set).Distinct(StringComparer.Ordinal).ToList();
        var numbers = sets.Select(static (set, at) => (set, at))
            .ToDictionary(static pair => pair.set, static pair => pair.at, StringComparer.Ordinal);
        using var bytes = new MemoryStream(64 + (members.Count * Size));
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Form);
        writer.Write7BitEncodedInt(sets.Count);
        foreach (var set in sets)
            writer.Write(set);
        Span<byte> one = stackalloc byte[Size];
        foreach (var member in members)
        {
            member.Member.TryWriteBytes(one, bigEndian: true, out _);
            BinaryPrimitives.WriteInt32BigEndian(one[16..], numbers[member.Set]);
            BinaryPrimitives.WriteInt32BigEndian(one[20..], member.First);
            BinaryPrimitives.WriteInt32BigEndian(one[24..], member.Last);
            BinaryPrimitives.WriteUInt64BigEndian(one[28..], member.Key);
            writer.Write(one);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">A later build wrote them.</exception>
    public static IReadOnlyList<PlacedMember> Read(byte[] places)
    {
        using var reader = new BinaryReader(new MemoryStream(places), Encoding.UTF8);
        var form = reader.ReadByte();
        if (form is not (1 or Form))
            throw new InvalidDataException(
                $"The places of this file are in form {form}; this build knows 1 to {Form}."
            );
        var size = form == 1 ? SizeWithoutKey : Size;
        var sets = new string[reader.Read7BitEncodedInt()];
        for (var at = 0; at < sets.Length; at++)
            sets[at] = reader.ReadString();
        var rest = places.AsSpan((int)reader.BaseStream.Position);
        var members = new PlacedMember[rest.Length / size];
        for (var at = 0; at < members.Length; at++)
        {
            var one = rest.Slice(at * size, size);
            members[at] = new(
                new Guid(one[..16], bigEndian: true),
                sets[BinaryPrimitives.ReadInt32BigEndian(one[16..])],
                BinaryPrimitives.ReadInt32BigEndian(one[20..]),
                BinaryPrimitives.ReadInt32BigEndian(one[24..])
            )
            {
                Key = form == 1 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(one[28..]),
            };
        }

        return members;
    }
}
