using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>
/// What people and the printer say of letters: that they were mailed, which starts the clocks; that they came back;
/// that they are to be sent again. Each state names the states that it follows on, so that news told twice changes
/// nothing.
/// </summary>
public sealed class LetterDesk(WritePipeline writes, FhirTypeCatalog families, Database database, TimeProvider clock)
{
    private static readonly Grant Everything = new(Caller.Operator, RowFilter.Everything);

    /// <summary>Letters in a state, the oldest first.</summary>
    public Task<List<ListedLetter>> ListAsync(LetterState state, int most, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                "SELECT l.owner, l.step, c.body FROM letters l JOIN resources c ON c.id = l.owner WHERE "
                    + "l.state = $1 ORDER BY l.owner LIMIT $2",
                Codes.Of(state),
                (long)most
            ),
            row =>
            {
                var notice = (Communication)FhirJson.Read(row.Bytes(2));
                return new ListedLetter(
                    row.Uuid(0),
                    state,
                    row.Text(1),
                    Interval.Of(notice.Sent) is { } sent ? ProgrammeTime.Day(new(sent.Low, TimeSpan.Zero)) : null,
                    notice.StatusReason?.Text
                );
            },
            cancellation
        );

    /// <summary>How many letters there are in each state.</summary>
    public async Task<IReadOnlyDictionary<LetterState, long>> CountAsync(CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new("SELECT state, COUNT(*) FROM letters GROUP BY state"),
                static row => (Codes.Find<LetterState>(row.Text(0))!.Value, row.Long(1)),
                cancellation
            )
        ).ToDictionary(static each => each.Item1, static each => each.Item2);

    /// <summary>Keeps one piece of news; null where it was kept or known already, else why not.</summary>
    public async Task<string?> RecordAsync(string request, LetterNews news, CancellationToken cancellation)
    {
        string? refused = null;
        var answer = await writes.ApplyAsync(
            new ComposedPlan(
                request,
                [$"letter/{news.Id:N}"],
                async (following, stop) =>
                {
                    refused = null;
                    var row = (await following.LatestAsync([news.Id], stop)).GetValueOrDefault(news.Id);
                    if (row?.Body is not { } body || FhirJson.Read(body) is not Communication notice)
                    {
                        refused = "There is no such letter.";
                        return Array.Empty<WriteCommand>();
                    }

                    refused = Refuse(notice, news);
                    if (refused is not null || IsKnown(notice, news))
                        return Array.Empty<WriteCommand>();
                    LetterStates.Stand(notice, news.State, news.Reason);
                    // One that is sent again has its day from the new mailing; the version before tells the old one.
                    if (news.State != LetterState.Returned)
                        notice.Sent = news.On is { } on ? $"{on:yyyy-MM-dd}" : null;
                    return new WriteCommand[]
                    {
                        new UpdateCommand(families.Find("Communication")!, Everything, news.Id, notice),
                    };
                }
            ),
            cancellation
        );
        return refused
            ?? (
                answer.Try(out _, out var fault)
                    ? null
                    : string.Join(" ", fault.Issues.Select(static issue => issue.Text))
            );
    }

    private static bool IsKnown(Communication notice, LetterNews news) =>
        LetterStates.Of(notice) == news.State && (news.On is null || notice.Sent == $"{news.On:yyyy-MM-dd}");

    private string? Refuse(Communication notice, LetterNews news)
    {
        if (LetterStates.Of(notice) is not { } state)
            return "This notice has no letter, or was recorded by mistake.";
        var today = ProgrammeTime.Day(clock.GetUtcNow());
        return news.State switch
        {
            LetterState.Mailed when news.On is not { } on || on > today =>
                $"A letter is mailed on a day that has come: give one up to {today:yyyy-MM-dd}.",
            LetterState.Mailed
                when !news.ByHand && state is LetterState.Waiting or LetterState.NoAddress or LetterState.Failed =>
                $"The letter is {Codes.Of(state)} and was not handed over; say that it was mailed by hand "
                    + "where it was.",
            LetterState.Returned when state is not (LetterState.Sent or LetterState.Mailed or LetterState.Returned) =>
                $"The letter is {Codes.Of(state)} and cannot have come back.",
            LetterState.Waiting when state is LetterState.Sent or LetterState.Mailed =>
                $"The letter is {Codes.Of(state)}; only one that came back, failed or has no address is sent again.",
            _ => null,
        };
    }
}
