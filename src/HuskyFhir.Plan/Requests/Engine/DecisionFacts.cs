using Hl7.Fhir.Model;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Filing;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// What a filing needs of the decision in its focus: whether it may be appealed, and from which notice the time runs.
/// </summary>
internal static class DecisionFacts
{
    /// <summary>The member's own decision; null where the focus is none, and the same for another member's.</summary>
    public static async Task<Decision?> FindAsync(RequestScope scope, CancellationToken cancellation) =>
        References.IdOf(scope.Task.Focus, "ClaimResponse") is { } id
        && await scope.Facts.FindAsync(id, cancellation) is { Resource: ClaimResponse response } found
        && found.Member == scope.Member
            ? DecisionReader.Read(response)
            : null;

    /// <summary>
    /// Whether it was decided on what this organisation, or somebody who works for it, had asked for.
    /// </summary>
    public static async Task<bool> IsOfAsync(
        ResourceReference? requestor,
        Guid? organization,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        const string Works =
            "SELECT o.target_id FROM refs p JOIN refs o ON o.owner = p.owner AND o.part = 'organization' AND o.owner_type = 'PractitionerRole' WHERE p.target_id {ids} AND p.part = 'practitioner' AND p.owner_type = 'PractitionerRole'";
        return organization is { } wanted
            && References.Read(requestor) switch
            {
                { Type: "Organization", Id: { } id } => id == wanted,
                { Type: "PractitionerRole", Id: { } id } => (await scope.Facts.FindAsync(id, cancellation))?.Resource
                    is PractitionerRole role
                    && References.IdOf(role.Organization, "Organization") == wanted,
                { Type: "Practitioner", Id: { } id } => (
                    await scope.Following.Work.QueryEachAsync(
                        Works,
                        [id],
                        static row => row.UuidOrNull(0),
                        cancellation
                    )
                ).Contains(wanted),
                _ => false,
            };
    }

    /// <summary>Who had asked for what was decided: as the decision says, else as its Claim does.</summary>
    public static async Task<ResourceReference?> RequestorAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (References.IdOf(scope.Task.Focus, "Claim") is { } asking)
            return (await scope.Facts.FindAsync(asking, cancellation))?.Resource is Claim own ? own.Provider : null;
        if (
            References.IdOf(scope.Task.Focus, "ClaimResponse") is not { } id
            || (await scope.Facts.FindAsync(id, cancellation))?.Resource is not ClaimResponse response
        )
            return null;
        return response.Requestor
            ?? (
                References.IdOf(response.Request, "Claim") is { } claim
                && (await scope.Facts.FindAsync(claim, cancellation))?.Resource is Claim asked
                    ? asked.Provider
                    : null
            );
    }

    /// <summary>As the rules of filing take it.</summary>
    public static AppealedDecision? Appealed(Decision? decision) =>
        decision is null ? null : new(decision.AppealableAction);

    /// <summary>The dates that follow from its notice.</summary>
    public static ClockFacts Notice(Decision? decision, HuskyProgramme programme) =>
        decision?.Facts(programme) ?? new(programme);
}
