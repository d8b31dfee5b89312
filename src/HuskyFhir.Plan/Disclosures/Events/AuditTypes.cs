using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>
/// AuditEvent as a search reads it (R4 section 3.1.1). It is a view of the audit and no type that is stored: nothing
/// chains through it, and it is listed the newest first.
/// </summary>
public sealed class AuditTypes(FhirTypeCatalog families) : ISearchTypes
{
    /// <summary>The one type.</summary>
    public const string Type = "AuditEvent";

    private const string Terms = "http://hl7.org/fhir/";

    /// <summary>All parameters.</summary>
    public IReadOnlyList<ParameterInfo> All { get; } =
    [
        Plain("_id", "id", "The logical id."),
        Date("_lastUpdated", "meta.lastUpdated", "When it was recorded."),
        Code("action", "action", "C, R, U, D or E."),
        new("agent", SearchKind.Reference, "agent.who", "The client, by its registered name.", ["Device"])
        {
            Modifiers = ["missing", "identifier"],
            Sorts = false,
        },
        Date("date", "recorded", "When it happened."),
        new(
            "entity",
            SearchKind.Reference,
            "entity.what",
            "The resource that was looked at or changed.",
            [.. families.Types.Select(static type => type.Name)]
        )
        {
            Modifiers = ["missing", .. families.Types.Select(static type => type.Name)],
            Sorts = false,
        },
        Code("outcome", "outcome", "0 for what was done, 4 and 8 for what was refused or failed."),
        new("patient", SearchKind.Reference, "entity.what", "The member whose data it was.", ["Patient"])
        {
            Modifiers = ["missing", "Patient"],
            Sorts = false,
        },
        Code("purpose", "purposeOfEvent", "Why, as a code of v3-PurposeOfUse; BTG for emergency access."),
        Code("subtype", "subtype", "The interaction."),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [Type];

    /// <inheritdoc/>
    public ParameterInfo? Find(string type, string name) =>
        type == Type ? All.FirstOrDefault(parameter => parameter.Name == name) : null;

    /// <inheritdoc/>
    public IEnumerable<ParameterInfo> References(string type) => [];

    /// <summary>What an entry has for a parameter.</summary>
    internal static IReadOnlyList<KnownValue> Known(AuditEntry entry, string parameter)
    {
        var record = entry.Row.Record;
        var action = AuditAction.Of(record.Action);
        return parameter switch
        {
            "_id" => [new KnownCode(null, entry.Id)],
            "_lastUpdated" or "date" => [new KnownTime(new(record.At.UtcTicks, record.At.UtcTicks + 1))],
            "action" => Coded(Terms + "audit-event-action", action.Action),
            "subtype" => Coded(Terms + "restful-interaction", action.Subtype),
            "outcome" => Coded(Terms + "audit-event-outcome", AuditEvents.Outcome(record.Outcome)),
            "purpose" => Coded("http://terminology.hl7.org/CodeSystem/v3-ActReason", record.Purpose),
            "agent" => [new KnownReference("Device", record.Client, null, Core.Terms.Systems.ApiClient, record.Client)],
            "patient" => entry.Member is { } member ? [Of("Patient", member)] : [],
            "entity" => [.. Entities(entry).Select(static each => Of(each.Type, each.Id))],
            _ => [],
        };
    }

    /// <summary>What an entry is about; the type is null where the row does not say it.</summary>
    internal static IEnumerable<(string? Type, Guid Id)> Entities(AuditEntry entry)
    {
        if (entry.Row.Record is { Resource: { } resource, Type: { } type })
            yield return (type, resource);
        foreach (var (seen, _) in entry.Seen)
            yield return (null, seen); // of whichever type the search found or included
        if (entry.Member is { } member)
            yield return ("Patient", member);
    }

    private static KnownReference Of(string? type, Guid id) => new(type, id.ToString("D"), null);

    private static KnownValue[] Coded(string system, string? code) => code is null ? [] : [new KnownCode(system, code)];

    private static ParameterInfo Plain(string name, string path, string documentation) =>
        new(name, SearchKind.Token, path, documentation, []) { Form = TokenForm.Plain, Sorts = false };

    private static ParameterInfo Code(string name, string path, string documentation) =>
        new(name, SearchKind.Token, path, documentation, []) { Form = TokenForm.Code, Sorts = false };

    private static ParameterInfo Date(string name, string path, string documentation) =>
        new(name, SearchKind.Date, path, documentation, []);
}
