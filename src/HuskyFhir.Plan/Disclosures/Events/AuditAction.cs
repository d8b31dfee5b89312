namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>How the audit's own word for an interaction is told in FHIR.</summary>
/// <param name="Subtype">A code of restful-interaction.</param>
/// <param name="Action">C, R, U, D or E (R4 AuditEvent.action).</param>
public readonly record struct AuditAction(string Subtype, string Action)
{
    /// <summary>By the word in the row. What a write did is told as the interaction that asked for it.</summary>
    public static AuditAction Of(string word) =>
        word switch
        {
            "read" or "vread" => new(word, "R"),
            "existing" => new("read", "R"), // a conditional create that found one showed it
            "create" or "created" => new("create", "C"),
            "update" or "updated" or "unchanged" => new("update", "U"),
            "patch" => new("patch", "U"),
            "delete" or "deleted" or "absent" => new("delete", "D"),
            "history-instance" or "history-type" or "history-system" or "search-type" or "search-system" => new(
                word,
                "E"
            ),
            "search-compartment" => new("search", "E"),
            "bundle" => new("batch", "E"),
            _ => new("operation", "E"),
        };

    /// <summary>
    /// The audit's words that a subtype stands for; null for those of operations, which are all others.
    /// </summary>
    public static IReadOnlyList<string>? Words(string subtype) =>
        subtype switch
        {
            "operation" => null,
            "batch" => ["bundle"],
            "search" => ["search-compartment"],
            "read" => ["read", "existing"],
            "create" => ["create", "created"],
            "update" => ["update", "updated", "unchanged"],
            "delete" => ["delete", "deleted", "absent"],
            _ => [subtype],
        };
}
