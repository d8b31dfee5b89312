using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Requests.Effects.Records;

/// <summary>One resource of a member's record.</summary>
/// <param name="Type">Its declaration.</param>
/// <param name="Resource">As it is stored.</param>
internal sealed record HeldRecord(FhirType Type, Resource Resource)
{
    /// <summary>How others refer to it.</summary>
    public string Self => $"{Type.Name}/{Resource.Id}";

    /// <summary>What it says, in plain words.</summary>
    public IEnumerable<(string Label, string Value)> Lines => Type.Declared.Narration.Lines(Resource);
}

/// <summary>
/// The member's record as of this moment: every resource that the service holds for the member, of the time that was
/// asked for where one was; what has no time of its own, such as the enrollment, is always part of it. Psychotherapy
/// notes are not (45 CFR 164.524(a)(1)(i)).
/// </summary>
internal static class HeldRecords
{
    private const string Held =
        "SELECT r.type, r.body FROM resources r WHERE r.member {ids} AND r.deleted = 0 AND r.type <> 'Binary' AND r.type <> 'Provenance' ORDER BY r.type, r.id";

    /// <summary>Looks it up.</summary>
    public static async Task<IReadOnlyList<HeldRecord>> OfAsync(RequestScope scope, CancellationToken cancellation)
    {
        var asked = GrantedRequests.Period(scope.Task);
        var held = await scope.Following.Work.QueryEachAsync(
            Held,
            [scope.Member],
            row => new HeldRecord(scope.Following.Type(row.Text(0)), FhirJson.Read(row.Bytes(1))),
            cancellation
        );
        return [.. held.Where(each => !IsNote(each.Resource) && IsOf(each, asked))];
    }

    private static bool IsOf(HeldRecord record, Interval? asked) =>
        asked is not { } time
        || record.Type.CareOf(record.Resource) is not { } care
        || (care.Low < time.High && care.High > time.Low);

    private static bool IsNote(Resource resource) =>
        resource.Meta?.Security.Exists(static label => label.Code == "PSYTHPN") == true;
}
