using System.Data.Common;

namespace HuskyFhir.Storage;

/// <summary>
/// The disk under the store is full, broken or closed to the service; the message names the file and says how to mend
/// it.
/// </summary>
public sealed class StoreUnusableException(string message, Exception inner) : DbException(message, inner);
