using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.Clients;

/// <summary>
/// The tables of who may come in: registered clients, their keys, assertions that were used, and the keys that our
/// tokens are signed with.
/// </summary>
public static class ClientTables
{
    /// <summary>
    /// One row for each client. <c>scopes</c> and <c>purposes</c> are lists with spaces between; instants are UTC
    /// ticks.
    /// </summary>
    public static TableSpec Clients { get; } =
        new(
            "clients",
            [
                new("id", Text),
                new("name", Text),
                new("kind", Text),
                new("npi", Text, true),
                new("scopes", Text),
                new("purposes", Text),
                new("keys_url", Text, true),
                new("disabled", Long),
                new("made", Long),
                new("changed", Long),
            ],
            ["id"],
            []
        );

    /// <summary>
    /// The public keys of clients that gave them by value. <c>until</c> ends the overlap of a key that was replaced.
    /// </summary>
    public static TableSpec Keys { get; } =
        new(
            "client_keys",
            [new("client", Text), new("kid", Text), new("jwk", Text), new("added", Long), new("until", Long, true)],
            ["client", "kid"],
            []
        );

    /// <summary>
    /// Client assertions that were used, kept for a week after they expired: the key refuses the second use, whichever
    /// instance it comes to.
    /// </summary>
    public static TableSpec UsedAssertions { get; } =
        new(
            "used_assertions",
            [new("client", Text), new("jti", Text), new("until", Long)],
            ["client", "jti"],
            [new(["until"])]
        );

    /// <summary>
    /// The keys that access tokens are signed with, from the moment <c>active</c> until the next one's.
    /// </summary>
    public static TableSpec SigningKeys { get; } =
        new(
            "signing_keys",
            [new("id", Text), new("made", Long), new("active", Long), new("secret", Bytes)],
            ["id"],
            []
        );

    /// <summary>
    /// The keys that page links are encrypted with: one for each start of an instance, read by all of them.
    /// </summary>
    public static TableSpec PageKeys { get; } =
        new("page_keys", [new("id", Uuid), new("made", Long), new("secret", Bytes)], ["id"], []);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableSpec> All { get; } = [PageKeys, Clients, Keys, UsedAssertions, SigningKeys];
}
