using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Letters;
using HuskyFhir.Plan.Requests.Sweeps;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Stored;
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
    WritePipeline writes,
    FhirTypeCatalog families,
    Database database,
    TimeProvider clock,
    SweepOptions options,
    LetterOptions? letters = null
)
{
    /// <summary>Days before its end at which the member is told that a choice will lapse.</summary>
    private const int DaysBefore = 30;

    private LetterOptions Letters { get; } = letters ?? RequestLetters.Options;

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
        var lapsing = await database.QueryAsync(
            new(
                "SELECT DISTINCT t.owner FROM consent_terms t WHERE t.until > $1 AND t.until <= $2",
                now.UtcTicks,
                now.AddDays(DaysBefore).UtcTicks
            ),
            static row => row.Uuid(0),
            cancellation
        );
        return await writes.SweepAsync(lapsed.Union(lapsing), "Consent", ids => Plan(request, ids), cancellation);
    }

    private ComposedPlan Plan(string request, Guid[] ids) =>
        new(
            request,
            [.. ids.Select(static id => $"consent/{id:N}")],
            async (following, cancellation) =>
            {
                var grant = new Grant(Caller.Operator, RowFilter.Everything);
                var asks = new List<WriteCommand>();
                var notices = new NoticeBook(families, grant, following, Letters, options.PlanName);
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
                        || end > following.Now.AddDays(DaysBefore).UtcTicks
                    )
                        continue;
                    var isOver = end <= following.Now.UtcTicks;
                    if (isOver)
                    {
                        consent.Status = Consent.ConsentState.Inactive;
                        asks.Add(new UpdateCommand(families.Find("Consent")!, grant, row.Id, consent));
                    }

                    notices.Add(Draft(row, consent, end, isOver, Letters), static _ => { });
                }

                return await notices.WithAsync(asks, cancellation);
            }
        );

    private static NoticeDraft Draft(StoredResource row, Consent consent, long end, bool isOver, LetterOptions letters)
    {
        var step = isOver ? LetterSteps.ConsentLapsed : LetterSteps.ConsentLapsing;
        var letter = letters.Book.Table.First(step, string.Empty);
        var last = ProgrammeTime.Day(new(end - 1, TimeSpan.Zero));
        var name = isOver ? NoticeKind.Expiry : LetterSteps.ConsentLapsing;
        return new(
            new(
                $"{row.Id:N}/{name}/{end.ToString(CultureInfo.InvariantCulture)}",
                letter?.Notice ?? NoticeKind.Expiry,
                row.Member!.Value,
                $"Consent/{row.Id:D}",
                new($"Patient/{row.Member:D}"),
                Text(consent, last, isOver)
            )
            {
                Step = step,
            },
            letter?.Template,
            language =>
                [
                    ("number", consent.Identifier.Find(static each => each.System == Systems.ConsentKey)?.Value),
                    ("consent.what", language.Find($"consent.{Kind(consent)}")),
                    ("consent.end", language.Day(last)),
                ]
        );
    }

    private static string Kind(Consent consent) =>
        ConsentKinds.IsOptOut(consent) ? "opt-out"
        : ConsentKinds.IsRelease(consent) ? "release"
        : "restriction";

    private static string Text(Consent consent, DateOnly last, bool isOver)
    {
        var what = Kind(consent) switch
        {
            "opt-out" => "choice that providers see nothing by this service",
            "release" => "release of records",
            _ => "restriction",
        };
        var day = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return isOver
            ? $"Your {what} ended with {day}. It can be given again at any time."
            : $"Your {what} ends with {day}. Tell the plan if it is to go on.";
    }
}
