namespace HuskyFhir.Storage.Sql;

/// <summary>SQL with numbered parameters (<c>$1</c>, <c>$2</c>, …), the same text for both databases.</summary>
/// <param name="Sql">Never built from what a caller sent; values go into the parameters.</param>
/// <param name="Parameters">Strings, longs, doubles, Guids or bytes, in order.</param>
public sealed record Statement(string Sql, params IReadOnlyList<object> Parameters);
