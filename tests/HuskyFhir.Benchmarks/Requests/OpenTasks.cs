using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Benchmarks.Http;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Commands;
using HuskyFhir.Storage;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Benchmarks.Requests;

/// <summary>
/// Open complaints about members of the population, with its organisations as owners: one in a hundred is late, the
/// others are due in weeks.
/// </summary>
/// <param name="database">Where they are stored, as a load stores them.</param>
/// <param name="count">How many.</param>
internal sealed class OpenTasks(Database database, int count)
{
    /// <summary>One of so many is late, and is what a sweep has to change.</summary>
    public const int LateOf = 100;

    private const int Unit = 500;

    /// <summary>The days that the law gives for an answer.</summary>
    private const int Days = 90;

    private const int Nearest = 20;
    private const int Spread = 60;

    /// <summary>Stores them, and gives their owners.</summary>
    public async Task<IReadOnlyList<Guid>> StoreAsync(CancellationToken cancellation)
    {
        var members = await IdsAsync("Patient", cancellation);
        var owners = await IdsAsync("Organization", cancellation);
        var writes = Configured.Writes(database);
        var grant = new Grant(Caller.Operator, RowFilter.Everything);
        var type = PlanCatalog.Types.Find("Task")!;
        var now = TimeProvider.System.GetUtcNow();
        var ticker = new Ticker($"Storing {count:N0} requests");
        for (var from = 0; from < count; from += Unit)
        {
            var units = Enumerable
                .Range(from, Math.Min(Unit, count - from))
                .Select(at => new WriteUnit(
                    "benchmark",
                    [
                        PreparedWrite.From(
                            new CreateCommand(
                                type,
                                grant,
                                Of(at, members[at % members.Count], owners[at % owners.Count], now)
                            ),
                            now
                        ),
                    ]
                )
                {
                    IsLoad = true,
                })
                .ToList();
            foreach (var answer in await writes.ApplyAsync(units, cancellation))
                if (!answer.Try(out _, out var fault))
                    throw new InvalidOperationException(fault.Summary);
            ticker.Report(from);
        }

        await database.AnalyzeAsync(cancellation);
        return owners;
    }

    private static FhirTask Of(int at, Guid member, Guid owner, DateTimeOffset now)
    {
        var left = at % LateOf == 0 ? -1 - (at / LateOf % 5) : Nearest + (at % Spread);
        var asked = now.AddDays(left - Days);
        var told = new Extension { Url = Systems.Base + "/StructureDefinition/husky-sent-notice" };
        told.Extension.Add(new("kind", new Code("acknowledgement")));
        told.Extension.Add(new("on", new FhirDateTime(asked)));
        told.Extension.Add(new("notice", new ResourceReference { Display = "By letter" }));
        return new()
        {
            Extension = [told],
            Status = FhirTask.TaskStatus.InProgress,
            BusinessStatus = new(Systems.Base + "/CodeSystem/husky-request-status", "in-review"),
            Intent = FhirTask.TaskIntent.Order,
            Code = new(Systems.Base + "/CodeSystem/husky-request-type", "complaint"),
            For = new($"Patient/{member:D}"),
            Requester = new($"Patient/{member:D}"),
            Owner = new($"Organization/{owner:D}"),
            AuthoredOn = asked.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        };
    }

    private Task<List<Guid>> IdsAsync(string type, CancellationToken cancellation) =>
        database.QueryAsync(
            new("SELECT id FROM resources WHERE type = $1 ORDER BY id", type),
            static row => row.Uuid(0),
            cancellation
        );
}
