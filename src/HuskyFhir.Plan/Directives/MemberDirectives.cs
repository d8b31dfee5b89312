using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// The active directives of members as a transaction will leave them: those of the store, with what it writes itself.
/// </summary>
internal static class MemberDirectives
{
    private const string OfMembers =
        "SELECT c.id FROM consent c JOIN consent_token t ON t.owner = c.id AND t.part = 'scope' AND t.code = 'adr' WHERE c.member {ids} AND c.status_code = 'active'";

    /// <summary>Each with its member; what is changed in it is for the caller to keep.</summary>
    public static async Task<List<(Guid Id, Guid Member, Consent Consent)>> OfAsync(
        IReadOnlyCollection<Guid> members,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var stored = await following.Work.QueryEachAsync(
            OfMembers,
            [.. members],
            static row => row.Uuid(0),
            cancellation
        );
        var written = following
            .Writing("Consent")
            .Where(step => step.Written.Resource.Member is { } member && members.Contains(member))
            .Select(static step => step.Write.Id);
        var latest = await following.LatestAsync(stored.Concat(written), cancellation);
        return
        [
            .. latest
                .Values.Where(static row => row is { Deleted: false, Body: not null, Member: not null })
                .Select(static row => (row.Id, row.Member!.Value, (Consent)FhirJson.Read(row.Body)))
                .Where(static each =>
                    each.Item3.Status == Consent.ConsentState.Active && ConsentKinds.IsDirective(each.Item3)
                )
                .OrderBy(static each => each.Id),
        ];
    }
}
