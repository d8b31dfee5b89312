using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>
/// What of a member was disclosed outside this service, as the plan recorded it: by letter, by telephone, to a court
/// (45 CFR 164.528(b)). An accounting lists it with the rest.
/// </summary>
public sealed class OutsideDisclosures(Database database)
{
    private const string Sent =
        "SELECT r.body FROM communication c JOIN resources r ON r.id = c.id AND r.deleted = 0 "
        + "JOIN communication_token k ON k.owner = c.id AND k.part = 'category' AND k.code = $4 "
        + "WHERE c.member = $1 AND c.status_code = 'completed' AND c.sent_low < $3 AND c.sent_high > $2";

    /// <summary>Those of a time.</summary>
    public async Task<IReadOnlyList<Communication>> OfAsync(
        Guid member,
        Interval period,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await database.QueryAsync(
                    new(Sent, member, period.Low, period.High, MessageKinds.OutsideDisclosure),
                    static row => row.Bytes(0),
                    cancellation
                )
            )
                .Select(static body => (Communication)FhirJson.Read(body))
                .Where(MessageKinds.IsDisclosure)
                .DistinctBy(static message => message.Id),
        ];
}
