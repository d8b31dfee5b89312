using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store.Searching;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>
/// The second half of the one road in: authorisation on the stored rows, versions, business keys, references, then resource, history,
/// search keys, audit row and change row in one transaction. Several units may share a transaction; each is kept whole or refused whole.
/// Faults: 404, 405, 409, 410, 412 and 422, each from its check.
/// </summary>
public sealed class WritePath(Database database, FamilyTable families, TimeProvider clock)
{
    private const int Tries = 6;

    /// <summary>Does every unit that can be done, durably, and answers each.</summary>
    public async Task<IReadOnlyList<Answer<IReadOnlyList<Written>>>> ApplyAsync(IReadOnlyList<WriteUnit> units, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.WriteAsync(work => ApplyAsync(units, work, cancellation), cancellation);
            }
            catch (WriteConflictException) when (attempt < Tries)
            {
                // Another writer came first. Done again, the checks see what it wrote and answer accordingly.
            }
            catch (WriteConflictException)
            {
                var busy = new Fault(FaultKind.Conflict, OperationOutcome.IssueType.Conflict, "Other writers keep changing the same records; send the request again.", null, "busy");
                return [.. units.Select(_ => (Answer<IReadOnlyList<Written>>)busy)];
            }
        }
    }

    /// <summary>One write by itself.</summary>
    public async Task<Answer<Written>> ApplyAsync(WriteAsk ask, string request, CancellationToken cancellation)
    {
        var answers = await ApplyAsync([new(request, [PreparedWrite.From(ask, clock.GetUtcNow())])], cancellation);
        return answers[0].Try(out var written, out var fault) ? written[0] : fault;
    }

    private async Task<IReadOnlyList<Answer<IReadOnlyList<Written>>>> ApplyAsync(IReadOnlyList<WriteUnit> units, Work work, CancellationToken cancellation)
    {
        var known = new WriteLookups(families, new SearchPath(database, families, clock));
        await known.GatherAsync(units, work, cancellation);
        var checks = new WriteChecks(families, known);
        var answers = new List<Answer<IReadOnlyList<Written>>>(units.Count);
        var accepted = new WriteRows();
        foreach (var unit in units)
        {
            if (!checks.Check(unit).Try(out var steps, out var fault))
            {
                answers.Add(fault);
                continue;
            }

            foreach (var step in steps)
                accepted.Add(unit.Request, step);
            answers.Add(steps.Select(static step => step.Written).ToArray());
        }

        accepted.Send(work);
        return answers;
    }
}
