using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Requests.Filing;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// A request for an authorization on which no decision was made yet: a Claim, or the ClaimResponse that says it is
/// queued. Once the day has passed by which the law has it decided, that nobody did can be appealed (42 CFR
/// 431.220(a)(1), 438.402(c)(1)(i)).
/// </summary>
/// <param name="Due">By when it is decided, as FHIR writes it; null where the law sets no time, as for a
/// payment.</param>
internal sealed record PendingDecision(string? Due)
{
    private const string Answers =
        "SELECT f.target_id, r.body FROM refs f JOIN resources r ON r.id = f.owner AND r.deleted = 0 "
        + "WHERE f.target_id {ids} AND f.part = 'request' AND f.owner_type = 'ClaimResponse'";

    /// <summary>What the focus asks for; null where it is none of this member's, or was decided.</summary>
    public static async Task<PendingDecision?> FindAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (
            await ClaimAsync(scope, cancellation) is not { } claim
            || claim.Status != FinancialResourceStatusCodes.Active
        )
            return null;
        var id = Guid.Parse(claim.Id!);
        var answers = await scope.Following.Work.QueryEachAsync(
            Answers,
            [id],
            static row => (row.Uuid(0), row.Bytes(1)),
            cancellation
        );
        return answers.Any(static answer => DecisionReader.Read((ClaimResponse)FhirJson.Read(answer.Item2)).InForce)
            ? null
            : new(DecisionClock.Of(claim)?.Due);
    }

    /// <summary>As the rules of filing take it.</summary>
    public AppealedDecision Appealed(DateTimeOffset now) => new(null, Lapsed(now) is not null) { AwaitedUntil = Due };

    /// <summary>The moment by which it was due; null while there is time, or where none runs.</summary>
    public DateTimeOffset? Lapsed(DateTimeOffset now) =>
        Interval.Of(Due) is { High: var end } && end <= now.UtcTicks ? new(end, TimeSpan.Zero) : null;

    private static async Task<Claim?> ClaimAsync(RequestScope scope, CancellationToken cancellation)
    {
        var focus = References.Read(scope.Task.Focus);
        var claim = focus switch
        {
            { Type: "Claim", Id: { } id } => id,
            { Type: "ClaimResponse", Id: { } id }
                when await OwnAsync<ClaimResponse>(id, scope, cancellation) is { } response => References.IdOf(
                response.Request,
                "Claim"
            ),
            _ => null,
        };
        return claim is { } known ? await OwnAsync<Claim>(known, scope, cancellation) : null;
    }

    private static async Task<T?> OwnAsync<T>(Guid id, RequestScope scope, CancellationToken cancellation)
        where T : Resource =>
        await scope.Facts.FindAsync(id, cancellation) is { Resource: T resource } found && found.Member == scope.Member
            ? resource
            : null;
}
