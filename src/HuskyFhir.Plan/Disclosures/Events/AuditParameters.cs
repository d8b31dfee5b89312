using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>A search parameter of AuditEvent, as the CapabilityStatement tells it.</summary>
/// <param name="Name">As in the URL.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Documentation">One sentence.</param>
/// <param name="Modifiers">What may stand behind its name.</param>
public sealed record AuditParameter(
    string Name,
    SearchParamType Kind,
    string Documentation,
    params IReadOnlyList<string> Modifiers
);

/// <summary>
/// Reads searches of AuditEvent (R4 section 3.1.1; AuditEvent is a view of the audit, and no type that is stored).
/// Faults, all 400: an unknown parameter under strict handling, an unsupported modifier, a value that cannot be read.
/// </summary>
public static class AuditParameters
{
    private const string Subtypes = "http://hl7.org/fhir/restful-interaction";
    private const string Actions = "http://hl7.org/fhir/audit-event-action";
    private const string Outcomes = "http://hl7.org/fhir/audit-event-outcome";
    private const string Purposes = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AuditParameter> All { get; } =
    [
        new("_id", SearchParamType.Token, "The logical id."),
        new("action", SearchParamType.Token, "C, R, U, D or E."),
        new("agent", SearchParamType.Reference, "The client, by its registered name.", "identifier"),
        new("date", SearchParamType.Date, "When it happened."),
        new("entity", SearchParamType.Reference, "The resource that was looked at or changed."),
        new("outcome", SearchParamType.Token, "0 for what was done, 4 and 8 for what was refused or failed."),
        new("patient", SearchParamType.Reference, "The member whose data it was."),
        new("purpose", SearchParamType.Token, "Why, as a code of v3-PurposeOfUse; BTG for emergency access."),
        new("subtype", SearchParamType.Token, "The interaction."),
    ];

    /// <summary>Adds one parameter to a filter.</summary>
    /// <param name="filter">What was read before.</param>
    /// <param name="name">The name as it was given, with its modifier.</param>
    /// <param name="value">The value as it was given.</param>
    public static Answer<AuditFilter> Add(AuditFilter filter, string name, string value)
    {
        if (value.Length == 0 && IsKnown(name))
            return Bad(name, "An empty value matches nothing; leave the parameter out.");
        var given = SearchText.Split(value, ',').ConvertAll(SearchText.Unescape);
        return name switch
        {
            "_id" => With(filter, entry => given.Contains(entry.Id)),
            "action" => OfTokens(
                filter,
                given,
                Actions,
                static entry => AuditAction.Of(entry.Row.Record.Action).Action
            ),
            "subtype" => OfTokens(
                filter,
                given,
                Subtypes,
                static entry => AuditAction.Of(entry.Row.Record.Action).Subtype
            ),
            "outcome" => OfTokens(
                filter,
                given,
                Outcomes,
                static entry => AuditEvents.Outcome(entry.Row.Record.Outcome)
            ),
            "purpose" => OfTokens(filter, given, Purposes, static entry => entry.Row.Record.Purpose),
            "agent" => Meet(filter, given.ConvertAll(static text => text[(text.LastIndexOf('/') + 1)..])),
            "agent:identifier" => Meet(
                filter,
                given.ConvertAll(static text =>
                    text.StartsWith(Systems.ApiClient + "|", StringComparison.Ordinal)
                        ? text[(Systems.ApiClient.Length + 1)..]
                        : text
                )
            ),
            "patient" => OfMembers(filter, given),
            "entity" => OfResources(filter, given),
            "date" => given is [var one]
                ? OfDate(filter, one)
                : Bad(name, "'date' takes one value; give the parameter twice for a span."),
            _ => Undeclared(name),
        };
    }

    /// <summary>Whether it is one of ours, with whatever modifier.</summary>
    public static bool IsKnown(string name) => All.Any(parameter => parameter.Name == name.Split(':')[0]);

    private static AuditFilter With(AuditFilter filter, Func<AuditEntry, bool> holds) =>
        filter with
        {
            Others = [.. filter.Others, holds],
        };

    private static AuditFilter OfTokens(
        AuditFilter filter,
        List<string> given,
        string system,
        Func<AuditEntry, string?> of
    )
    {
        var codes = given.ConvertAll(text =>
            text.Split('|', 2) switch
            {
                [var named, var code] when named == system => code,
                [_, _] => null,
                _ => text,
            }
        );
        return With(
            filter,
            entry =>
                of(entry) is { } code
                && codes.Exists(wanted => wanted is not null && (wanted.Length == 0 || wanted == code))
        );
    }

    /// <summary>Two of the same parameter must both hold.</summary>
    private static AuditFilter Meet(AuditFilter filter, List<string> clients) =>
        filter with
        {
            Clients = filter.Clients is null ? clients : [.. filter.Clients.Intersect(clients)],
        };

    private static AuditFilter OfMembers(AuditFilter filter, List<string> given)
    {
        var members = given.Select(static text => IdOf(text, "Patient")).OfType<Guid>().ToList();
        return filter with { Members = filter.Members is null ? members : [.. filter.Members.Intersect(members)] };
    }

    private static AuditFilter OfResources(AuditFilter filter, List<string> given)
    {
        var resources = given.Select(static text => IdOf(text, null)).OfType<Guid>().ToList();
        return filter with
        {
            Resources = filter.Resources is null ? resources : [.. filter.Resources.Intersect(resources)],
        };
    }

    private static Guid? IdOf(string text, string? type)
    {
        var slash = text.LastIndexOf('/');
        return
            (slash < 0 || type is null || text[..slash].EndsWith(type, StringComparison.Ordinal))
            && HuskyFhir.Core.Resources.ResourceId.Read(text.AsSpan(slash + 1)) is { } id
            ? id
            : null;
    }

    private static Answer<AuditFilter> OfDate(AuditFilter filter, string text)
    {
        var prefixed = text.Length > 2 && char.IsAsciiLetter(text[0]);
        if (
            !Enum.TryParse<Prefix>(prefixed ? text[..2] : "Eq", ignoreCase: true, out var prefix)
            || !Interval.TryParse(prefixed ? text.AsSpan(2) : text, out var span)
        )
            return Bad(
                "date",
                "'date' takes a date or an instant, perhaps after eq, ne, gt, lt, ge, le, sa, eb or ap."
            );
        return prefix switch
        {
            Prefix.Eq => filter with { When = [.. filter.When, span] },
            Prefix.Ne => filter with { NotWhen = [.. filter.NotWhen, span] },
            Prefix.Ge => filter with { When = [.. filter.When, new(span.Low, long.MaxValue)] },
            Prefix.Gt or Prefix.Sa => filter with { When = [.. filter.When, new(span.High, long.MaxValue)] },
            Prefix.Le => filter with { When = [.. filter.When, new(0, span.High)] },
            Prefix.Lt or Prefix.Eb => filter with { When = [.. filter.When, new(0, span.Low)] },
            Prefix.Ap => filter with
            {
                When = [.. filter.When, new(span.Low - TimeSpan.TicksPerDay, span.High + TimeSpan.TicksPerDay)],
            },
            _ => throw new ArgumentOutOfRangeException(nameof(text)),
        };
    }

    private static Fault Undeclared(string name) =>
        IsKnown(name)
            ? new(
                FaultKind.Malformed,
                IssueType.NotSupported,
                $"The modifier of '{name}' is not offered on it.",
                name,
                "search-modifier"
            )
            : new(
                FaultKind.Malformed,
                IssueType.NotSupported,
                $"AuditEvent has no search parameter '{name}'; it has {string.Join(", ", All.Select(static each => each.Name))}.",
                name,
                "search-parameter"
            );

    private static Fault Bad(string name, string text) =>
        new(FaultKind.Malformed, IssueType.Value, text, name, "search-value");
}
