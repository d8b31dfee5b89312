using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Types;

/// <summary>Rows of one type with what is not stored; as many, in the same order.</summary>
internal delegate Task<IReadOnlyList<StoredResource>> Completing(
    Database database,
    IReadOnlyList<StoredResource> rows,
    DateTimeOffset now,
    CancellationToken cancellation
);
