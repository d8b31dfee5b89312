using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HuskyFhir.Storage.Audit;

/// <summary>
/// The hash of a link: SHA-256 over the hash before it and the row in one fixed form. Each value is preceded by its
/// length, so that no two rows have the same form, and an absent one has a length of its own. The form is for ever:
/// rows are checked years after they were written.
/// </summary>
internal static class RowHash
{
    public const int Bytes = SHA256.HashSizeInBytes;

    private const int Absent = -1;

    /// <summary>What the first link follows.</summary>
    public static byte[] Origin { get; } = new byte[Bytes];

    /// <param name="previous">The hash of the link before; <see cref="Origin"/> for the first.</param>
    /// <param name="row">The row; its own hash is not read.</param>
    /// <param name="buffer">Cleared and used again.</param>
    public static byte[] Of(byte[] previous, AuditRow row, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        buffer.Write(previous);
        var record = row.Record;
        Write(buffer, row.Id);
        Write(buffer, row.Chain);
        Write(buffer, row.Number);
        Write(buffer, record.At.UtcTicks);
        foreach (
            var text in (ReadOnlySpan<string?>)
                [
                    record.Client,
                    record.Action,
                    record.Type,
                    record.Outcome,
                    record.Request,
                    record.Detail,
                    record.Purpose,
                    record.Reason,
                ]
        )
            Write(buffer, text);
        Write(buffer, record.Resource);
        Write(buffer, record.Version);
        Write(buffer, record.Member);
        Write(buffer, record.Seen);
        return SHA256.HashData(buffer.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string? text)
    {
        Length(buffer, text is null ? Absent : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
            Encoding.UTF8.GetBytes(text, buffer);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, byte[]? bytes)
    {
        Length(buffer, bytes?.Length ?? Absent);
        buffer.Write(bytes);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, Guid? id)
    {
        Length(buffer, id is null ? Absent : 16);
        if (id is not { } known)
            return;
        known.TryWriteBytes(buffer.GetSpan(16), bigEndian: true, out var written);
        buffer.Advance(written);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, long? number)
    {
        Length(buffer, number is null ? Absent : sizeof(long));
        if (number is not { } known)
            return;
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), known);
        buffer.Advance(sizeof(long));
    }

    private static void Length(ArrayBufferWriter<byte> buffer, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), length);
        buffer.Advance(sizeof(int));
    }
}
