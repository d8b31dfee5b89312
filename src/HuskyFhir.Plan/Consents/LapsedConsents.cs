using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Requests.Sweeps;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Consents;

/// <summary>
/// What was attested for a time and whose time is over: a member's release, restriction or opt-out becomes inactive,
/// and the member is told, since an opt-out that lapses opens the record again; a provider's attestation that it treats
/// a member is taken from the table of attributions. None of them had effect any more: each query asks for the time
/// itself.
/// </summary>
public sealed class LapsedConsents(
    WritePath writes,
    FamilyTable families,
    Database database,
    TimeProvider clock,
    SweepOptions options
)
{
    /// <summary>How many consents it ended.</summary>
    public async Task<Swept> SettleAsync(string request, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await database.WriteAsync<object?>(
            work =>
            {
                work.Run(new("DELETE FROM attributions WHERE basis = 'attested' AND until <= $1", now.UtcTicks));
                return Task.FromResult<object?>(null);
            },
            cancellation
        );
        var lapsed = await database.QueryAsync(
            new("SELECT DISTINCT t.owner FROM consent_terms t WHERE t.until <= $1", now.UtcTicks),
            static row => row.Uuid(0),
            cancellation
        );
        return await writes.SweepAsync(lapsed, "Consent", ids => Plan(request, ids), cancellation);
    }

    private ComposedPlan Plan(string request, Guid[] ids) =>
        new(
            request,
            [.. ids.Select(static id => $"consent/{id:N}")],
            async (following, cancellation) =>
            {
                var grant = new Grant(Caller.Operator, RowFilter.Everything);
                var asks = new List<WriteAsk>();
                var notices = new NoticeBook(families, grant, following, options.PlanName);
                foreach (
                    var row in (await following.LatestAsync(ids, cancellation)).Values.Where(static row =>
                        row is { Deleted: false, Body: not null, Member: not null }
                    )
                )
                {
                    var consent = (Consent)FhirJson.Read(row.Body!);
                    if (
                        consent.Status != Consent.ConsentState.Active
                        || Interval.Of(consent.Provision?.Period) is not { High: var end }
                        || end > following.Now.UtcTicks
                    )
                        continue;
                    consent.Status = Consent.ConsentState.Inactive;
                    asks.Add(new UpdateAsk(families.Find("Consent")!, grant, row.Id, consent));
                    notices.Add(
                        new(
                            $"{row.Id:N}/{NoticeKind.Expiry}/{end.ToString(CultureInfo.InvariantCulture)}",
                            NoticeKind.Expiry,
                            row.Member!.Value,
                            $"Consent/{row.Id:D}",
                            new($"Patient/{row.Member:D}"),
                            Text(consent, end)
                        ),
                        static _ => { }
                    );
                }

                return await notices.WithAsync(asks, cancellation);
            }
        );

    private static string Text(Consent consent, long end)
    {
        var what =
            ConsentKinds.IsOptOut(consent) ? "choice that providers see nothing by this service"
            : ConsentKinds.IsRelease(consent) ? "release of records"
            : "restriction";
        return $"Your {what} ended with {ProgrammeTime.Day(new(end - 1, TimeSpan.Zero)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. It can be given again at any time.";
    }
}
