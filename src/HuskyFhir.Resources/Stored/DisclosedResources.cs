using System.Buffers.Binary;

namespace HuskyFhir.Resources.Stored;

/// <summary>
/// What one answer showed, packed into the request's own audit row: for each resource its member, its id and its
/// version, 40 bytes. A page of twenty members then costs one row to write, and says as much as twenty.
/// </summary>
public static class DisclosedResources
{
    private const int Width = 40;

    /// <summary>Packs what was shown; null when it was nothing.</summary>
    public static byte[]? Pack(IReadOnlyList<StoredResource> resources)
    {
        if (resources.Count == 0)
            return null;
        var packed = new byte[resources.Count * Width];
        for (var at = 0; at < resources.Count; at++)
        {
            var slot = packed.AsSpan(at * Width, Width);
            (resources[at].Member ?? Guid.Empty).TryWriteBytes(slot, bigEndian: true, out _);
            resources[at].Id.TryWriteBytes(slot[16..], bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(slot[32..], resources[at].Version);
        }

        return packed;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote; the member is null in the directory.</summary>
    public static IEnumerable<(Guid? Member, Guid Resource, long Version)> Unpack(byte[]? packed)
    {
        for (var at = 0; at < (packed?.Length ?? 0); at += Width)
        {
            var member = new Guid(packed.AsSpan(at, 16), bigEndian: true);
            yield return (
                member == Guid.Empty ? null : member,
                new(packed.AsSpan(at + 16, 16), bigEndian: true),
                BinaryPrimitives.ReadInt64BigEndian(packed.AsSpan(at + 32))
            );
        }
    }
}
