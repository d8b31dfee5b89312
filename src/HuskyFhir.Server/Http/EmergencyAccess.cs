using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Emergency access, "break the glass" (45 CFR 164.312(a)(2)(ii)): a token whose purpose is <c>BTG</c> or <c>ETREAT</c> opens every member's
/// record, one member at a time, for a reason that is written down. Faults: 403.
/// </summary>
internal static class EmergencyAccess
{
    /// <summary>The header with the reason, 1 to 200 characters, without the member's data.</summary>
    public const string Header = "X-Access-Reason";

    private const int Longest = 200;

    /// <summary>Interactions that show many members, or none by name.</summary>
    private static readonly string[] TooWide = ["history-type", "history-system", "search-system"];

    private static readonly string[] NamesMember = ["identifier", "_id"];

    /// <summary>Whether the call may be made in an emergency; null for every other call.</summary>
    public static Fault? Check(HttpContext context, Caller caller, string interaction)
    {
        if (!Purposes.IsEmergency(caller.Purpose))
            return null;
        if (TooWide.Contains(interaction))
            return OneMember();
        return ReasonOf(context, caller) is { Length: > 0 and <= Longest } reason && !reason.Any(char.IsControl)
            ? null
            : Denied($"Emergency access needs the reason in the header {Header}, in 1 to {Longest} printable characters.", "reason-required");
    }

    /// <summary>The reason that was given; null in the usual course.</summary>
    public static string? ReasonOf(HttpContext context, Caller caller) => Purposes.IsEmergency(caller.Purpose) ? context.Request.Headers[Header].ToString().Trim() : null;

    /// <summary>A search in an emergency names its member, so that it cannot become a look at everyone; null where it may be run.</summary>
    public static Fault? Check(Caller caller, SearchQuery query) => !Purposes.IsEmergency(caller.Purpose) || query.Filters.Any(OfOneMember) ? null : OneMember();

    private static bool OfOneMember(SearchCondition condition) => condition switch
    {
        CompartmentFilter => true,
        SearchFilter { Missing: null, AnyOf.Count: 1 } filter => (NamesMember.Contains(filter.Parameter.Name) && filter.Modifier is null && filter.AnyOf[0] is TokenValue { Code.Length: > 0 })
            || (filter.Parameter is { Kind: SearchKind.Reference, Targets: ["Patient"] } && filter.AnyOf[0] is ReferenceValue { Id: not null }),
        _ => false,
    };

    private static Fault OneMember() => Denied("Emergency access is to one member at a time: search by the member's identifier or _id, or by the member's reference.", "one-member");

    private static Fault Denied(string text, string rule) => new(FaultKind.Forbidden, IssueType.Forbidden, text, null, rule);
}
