using HuskyFhir.Registry.Store;

namespace HuskyFhir.Registry.Families;

/// <summary>Rows of one type with what is not stored; as many, in the same order.</summary>
internal delegate Task<IReadOnlyList<StoredResource>> Completing(
    Database database,
    IReadOnlyList<StoredResource> rows,
    DateTimeOffset now,
    CancellationToken cancellation
);
