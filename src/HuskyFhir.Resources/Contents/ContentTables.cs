using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Resources.Contents;

/// <summary>
/// Where the bytes of documents are kept: in the database, in the transaction of their resource, so that neither is
/// ever there without the other and one backup has both; but outside the resource's row and in pieces, so that no one
/// needs to hold a document whole.
/// </summary>
internal static class ContentTables
{
    /// <summary>Bytes of a piece; below what .NET puts on the heap for large objects.</summary>
    public const int Piece = 64 * 1024;

    /// <summary>The pieces, by the digest of the whole. They are kept as long as the history: for good.</summary>
    public static TableSpec Pieces { get; } =
        new("contents", [new("digest", Text), new("n", Long), new("bytes", Bytes)], ["digest", "n"], []);

    /// <summary>Which bytes each version of a resource has.</summary>
    public static TableSpec Versions { get; } =
        new(
            "content_versions",
            [new("id", Uuid), new("version", Long), new("digest", Text), new("size", Long), new("kind", Text)],
            ["id", "version"],
            []
        );
}
