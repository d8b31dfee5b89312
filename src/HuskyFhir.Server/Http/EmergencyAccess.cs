using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Emergency access, "break the glass" (45 CFR 164.312(a)(2)(ii)): a token whose purpose is <c>BTG</c> or <c>ETREAT</c>
/// opens every member's record, one member at a time, for a reason that is written down. The member whom the address or
/// the search names is put into the grant of every type that the answer touches, so that no inclusion, chain or entry
/// of a Bundle leads to another's record; until one is named, the grant covers nobody's. Faults: 403.
/// </summary>
internal sealed class EmergencyAccess(NamedMembers members, FhirTypeCatalog families)
{
    /// <summary>The header with the reason, 1 to 200 characters, without the member's data.</summary>
    public const string Header = "X-Access-Reason";

    private const int Longest = 200;

    /// <summary>Interactions that show many members, or none by name.</summary>
    private static readonly string[] TooWide =
    [
        "history-type",
        "history-system",
        "search-system",
        "$match",
        "$member-match",
    ];

    private static readonly string[] NamesMember = ["identifier", "_id"];

    /// <summary>The reason that was given; null in the usual course.</summary>
    public static string? ReasonOf(HttpContext context, Caller caller) =>
        Purposes.IsEmergency(caller.Purpose) ? context.Request.Headers[Header].ToString().Trim() : null;

    /// <summary>
    /// The caller with the member whom the address names; as it is in every other call, and while there is none. Fault:
    /// 403 for a call that may not be made in an emergency.
    /// </summary>
    public async Task<Result<Caller>> BindAsync(HttpContext context, Caller caller, string interaction, FhirType? type)
    {
        if (!Purposes.IsEmergency(caller.Purpose))
            return caller;
        if (TooWide.Contains(interaction))
            return OneMember();
        if (ReasonOf(context, caller) is not { Length: > 0 and <= Longest } reason || reason.Any(char.IsControl))
            return Denied(
                $"Emergency access needs the reason in the header {Header}, in 1 to {Longest} printable characters.",
                "reason-required"
            );
        var (named, at) = context.Request.RouteValues["compartment"] is string patient
            ? (families.Find("Patient"), FhirCall.IdOf(patient))
            : (type, FhirCall.IdOf(context));
        return Bind(
            context,
            caller,
            named is not null && at is { } id && await members.OfAsync(named, id, context.RequestAborted) is { } member
                ? [member]
                : []
        );
    }

    /// <summary>
    /// What a search may look at, with the member whom it names. Fault: 403 for one that names none, or several.
    /// </summary>
    public async Task<Result<SearchGrants>> BindAsync(HttpContext context, SearchGrants grants, SearchQuery query)
    {
        if (!Purposes.IsEmergency(grants.Caller.Purpose))
            return grants;
        var naming = query.Filters.Where(OfOneMember).ToList();
        var named = new HashSet<Guid>();
        foreach (var condition in naming)
            named.UnionWith(await NamedAsync(query, condition, context.RequestAborted));
        if (naming.Count == 0)
            return OneMember();
        return Bind(context, grants.Caller, [.. named]).Try(out var caller, out var fault)
            ? new SearchGrants(families, caller)
            : fault;
    }

    private async Task<IReadOnlyList<Guid>> NamedAsync(
        SearchQuery query,
        SearchCondition condition,
        CancellationToken cancellation
    ) =>
        condition switch
        {
            CompartmentFilter within => within.Member == Guid.Empty ? [] : [within.Member],
            SearchFilter { AnyOf: [ReferenceValue { Id: { } id }] } => [id],
            SearchFilter filter => await members.OfAsync(query.Types, filter, cancellation),
            _ => [],
        };

    /// <summary>One request, be it a Bundle, is about one member.</summary>
    private static Result<Caller> Bind(HttpContext context, Caller caller, IReadOnlyList<Guid> named)
    {
        var one = context.Features.Get<NamedMember>() ?? new();
        context.Features.Set(one);
        return named switch
        {
            [] => caller,
            [var member] when one.Is(member) => caller with { Member = member },
            _ => OneMember(),
        };
    }

    private static bool OfOneMember(SearchCondition condition) =>
        condition switch
        {
            CompartmentFilter => true,
            SearchFilter { Missing: null, AnyOf.Count: 1 } filter => (
                NamesMember.Contains(filter.Parameter.Name)
                && filter.Modifier is null
                && filter.AnyOf[0] is TokenValue { Code.Length: > 0 }
            )
                || (
                    filter.Parameter is { Kind: SearchKind.Reference, Targets: ["Patient"] }
                    && filter.AnyOf[0] is ReferenceValue { Id: not null }
                ),
            _ => false,
        };

    private static Fault OneMember() =>
        Denied(
            "Emergency access is to one member at a time: name one by identifier or _id, or by the member's reference, and ask for another member in a request of its own.",
            "one-member"
        );

    private static Fault Denied(string text, string rule) =>
        new(FaultKind.Forbidden, IssueType.Forbidden, text, null, rule);
}

/// <summary>The member whom a request in an emergency is about; the entries of a Bundle share it.</summary>
internal sealed class NamedMember
{
    private Guid? member;

    /// <summary>Whether the request is about this one; the first that is named is the one.</summary>
    public bool Is(Guid named) => (member ??= named) == named;
}
