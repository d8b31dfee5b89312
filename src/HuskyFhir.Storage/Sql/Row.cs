using System.Data.Common;

namespace HuskyFhir.Storage.Sql;

/// <summary>One row of an answer, read the same way from both databases.</summary>
public readonly struct Row(DbDataReader reader)
{
    /// <summary>A uuid, wherever it is kept as bytes or natively.</summary>
    public Guid Uuid(int at) =>
        reader.GetValue(at) is Guid id ? id : new Guid(reader.GetFieldValue<byte[]>(at), bigEndian: true);

    /// <summary>A uuid that may be absent.</summary>
    public Guid? UuidOrNull(int at) => reader.IsDBNull(at) ? null : Uuid(at);

    /// <summary>A string.</summary>
    public string Text(int at) => reader.GetString(at);

    /// <summary>A string that may be absent.</summary>
    public string? TextOrNull(int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    /// <summary>A whole number.</summary>
    public long Long(int at) => reader.GetInt64(at);

    /// <summary>A whole number that may be absent.</summary>
    public long? LongOrNull(int at) => reader.IsDBNull(at) ? null : reader.GetInt64(at);

    /// <summary>Bytes.</summary>
    public byte[] Bytes(int at) => reader.GetFieldValue<byte[]>(at);

    /// <summary>Bytes that may be absent.</summary>
    public byte[]? BytesOrNull(int at) => reader.IsDBNull(at) ? null : Bytes(at);

    /// <summary>Whatever a sort key holds.</summary>
    public object? Any(int at) =>
        reader.IsDBNull(at) ? null
        : reader.GetValue(at) is byte[] { Length: 16 } id ? new Guid(id, bigEndian: true)
        : reader.GetValue(at);
}
