using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// Ends the appointments of spouses whose divorce or separation was known beforehand and has come (CGS 19a-579b). Until
/// it has run, a read says the same (<see cref="On"/>). Run again, it finds nothing.
/// </summary>
public sealed class EndedSpouses(WritePipeline writes, FhirTypeCatalog families, Database database, TimeProvider clock)
{
    private const string Ended =
        "SELECT DISTINCT a.owner FROM spouse_ends e JOIN appointments a ON a.agent = e.owner WHERE e.at <= $1";

    /// <summary>How many directives it changed.</summary>
    public async Task<Swept> SettleAsync(string request, CancellationToken cancellation) =>
        await writes.SweepAsync(
            await database.QueryAsync(new(Ended, clock.GetUtcNow().UtcTicks), static row => row.Uuid(0), cancellation),
            "Consent",
            ids => Plan(request, ids),
            cancellation
        );

    /// <summary>
    /// A directive as it is on a day, by what the records of the spouses and of the member say; null where nothing has
    /// ended.
    /// </summary>
    internal static Consent? On(byte[] directive, IEnumerable<byte[]> persons, byte[]? member, long at)
    {
        if (SpouseRevocation.IsWidowed(member))
            return null;
        var consent = (Consent)FhirJson.Read(directive);
        var changed = false;
        foreach (var person in persons.Select(static body => FhirJson.Read(body)).OfType<RelatedPerson>())
            if (Appointments.EndedAt(person) is { } end && end <= at && Guid.TryParse(person.Id, out var id))
                changed |= SpouseRevocation.End(consent, [id], LastDay(end), SpouseRevocation.Separated);
        return changed ? consent : null;
    }

    private static Date LastDay(long end) =>
        new(ProgrammeTime.Day(new(end - 1, TimeSpan.Zero)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private ComposedPlan Plan(string request, Guid[] ids) =>
        new(
            request,
            [.. ids.Select(static id => $"directive/{id:N}")],
            async (following, cancellation) =>
            {
                var grant = new Grant(Caller.Operator, RowFilter.Everything);
                var asks = new List<WriteCommand>();
                foreach (
                    var row in (await following.LatestAsync(ids, cancellation)).Values.Where(static row =>
                        row is { Deleted: false, Body: not null, Member: not null }
                    )
                )
                {
                    var agents = Appointments
                        .Rows((Consent)FhirJson.Read(row.Body!), row.Id, row.Member)
                        .Select(static each => (Guid)each[2]!)
                        .ToList();
                    var latest = await following.LatestAsync([.. agents, row.Member!.Value], cancellation);
                    if (
                        On(
                            row.Body!,
                            agents.Select(agent => latest.GetValueOrDefault(agent)?.Body).OfType<byte[]>(),
                            latest.GetValueOrDefault(row.Member!.Value)?.Body,
                            following.Now.UtcTicks
                        ) is
                        { } changed
                    )
                        asks.Add(new UpdateCommand(families.Find("Consent")!, grant, row.Id, changed));
                }

                return asks;
            }
        );
}
