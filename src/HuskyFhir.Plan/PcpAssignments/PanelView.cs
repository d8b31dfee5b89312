using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// A panel with its members as they are at the moment of the look: those attributed to the organisation as their
/// primary care provider, but for those who opted out of sharing with it. The version says which list it is, so that a
/// copy is good for as long as nobody comes or goes.
/// </summary>
internal static class PanelView
{
    /// <summary>
    /// The attributions <c>a</c> that make somebody a member of the panel now. The offset keeps PostgreSQL from joining
    /// a few thousand members with everyone's consents: each is looked up.
    /// </summary>
    private const string Counted =
        "a.basis = 'pcp' AND a.since <= {now} AND a.until > {now} AND NOT EXISTS (SELECT 1 FROM consent_terms c WHERE c.member = a.member AND c.permits = 0 AND c.type IN ('', 'Patient') AND c.labels = 0 "
        + "AND c.category = '' AND c.actor IN ({any}, a.organization) AND c.purpose IN ('', 'TREAT') AND c.since <= {now} AND c.until > {now} LIMIT 1 OFFSET 0)";

    /// <summary>The members as references of panels, in place of stored ones.</summary>
    public static string Members(SqlText sql) =>
        "(SELECT g.owner AS owner, 'member' AS part, 'Group' AS owner_type, 'Patient' AS target_type, a.member AS target_id, g.url AS url FROM attributions a JOIN refs g ON g.target_id = a.organization AND g.part = 'managing-entity' AND g.owner_type = 'Group' "
        + $"WHERE {Condition(sql)})";

    /// <summary>Panels with their members.</summary>
    public static async Task<IReadOnlyList<StoredResource>> CompleteAsync(
        Database database,
        IReadOnlyList<StoredResource> panels,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var bodies = panels.Select(static panel => JsonNode.Parse(panel.Body!)!.AsObject()).ToList();
        var organizations = bodies.Select(static body => OrganizationOf(body)).ToList();
        var sql = new SqlText(database.Dialect, now);
        var text =
            $"SELECT a.organization, a.member, MIN(a.since) FROM attributions a WHERE {sql.In("a.organization", organizations.OfType<Guid>())} AND {Condition(sql)} GROUP BY a.organization, a.member ORDER BY a.organization, a.member";
        var members = (
            await database.QueryAsync(
                new(text, sql.Values),
                static row => (Organization: row.Uuid(0), Member: row.Uuid(1), Since: row.Long(2)),
                cancellation
            )
        ).ToLookup(static row => row.Organization);
        return
        [
            .. panels.Select(
                (panel, at) =>
                    Complete(
                        panel,
                        bodies[at],
                        organizations[at] is { } organization
                            ? [.. members[organization].Select(static row => (row.Member, row.Since))]
                            : []
                    )
            ),
        ];
    }

    private static string Condition(SqlText sql) =>
        Counted
            .Replace("{now}", sql.Moment, StringComparison.Ordinal)
            .Replace("{any}", sql.Value(Guid.Empty), StringComparison.Ordinal);

    private static Guid? OrganizationOf(JsonObject body) =>
        (string?)body["managingEntity"]?["reference"] is { } reference
        && reference.StartsWith("Organization/", StringComparison.Ordinal)
        && Guid.TryParseExact(reference.AsSpan("Organization/".Length), "D", out var id)
            ? id
            : null;

    private static StoredResource Complete(
        StoredResource panel,
        JsonObject body,
        List<(Guid Member, long Since)> members
    )
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"{panel.Version}-{Fingerprint(members)}");
        body["meta"]!["versionId"] = tag;
        body["quantity"] = members.Count;
        if (members.Count > 0)
            body["member"] = new JsonArray([.. members.Select(static each => Entry(each.Member, each.Since))]);
        return panel with { Body = JsonSerializer.SerializeToUtf8Bytes(body, Written), Tag = tag };
    }

    private static readonly JsonSerializerOptions Written = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static JsonObject Entry(Guid member, long since) =>
        new()
        {
            ["entity"] = new JsonObject { ["reference"] = $"Patient/{member:D}" },
            ["period"] =
                since > 0
                    ? new JsonObject
                    {
                        ["start"] = new DateTimeOffset(since, TimeSpan.Zero).ToString(
                            "yyyy-MM-ddTHH:mm:ss.fffZ",
                            CultureInfo.InvariantCulture
                        ),
                    }
                    : new JsonObject
                    {
                        ["extension"] = new JsonArray(
                            new JsonObject
                            {
                                ["url"] = "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                                ["valueCode"] = "unknown",
                            }
                        ),
                    },
        };

    private static string Fingerprint(List<(Guid Member, long Since)> members)
    {
        var bytes = new byte[members.Count * 24];
        for (var at = 0; at < members.Count; at++)
        {
            members[at].Member.TryWriteBytes(bytes.AsSpan(at * 24));
            BitConverter.TryWriteBytes(bytes.AsSpan((at * 24) + 16), members[at].Since);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
    }
}
