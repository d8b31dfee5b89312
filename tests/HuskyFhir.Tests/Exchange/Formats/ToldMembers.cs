using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Simulation.Population;
using HuskyFhir.Tests.Populations;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// Members of a generated population with changes of every kind: what each was before is what another member is now,
/// found by the rules that the service has.
/// </summary>
public sealed class ToldMembers : IDisposable
{
    private static readonly DateTimeOffset Known = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
    private readonly GeneratedPopulation population = new(new PopulationOptions(400, 11));

    public ToldMembers()
    {
        var patients = population.All<Patient>().ToList();
        var coverages = population.All<Coverage>().ToLookup(static each => each.Beneficiary.Reference);
        var persons = population.All<RelatedPerson>().ToLookup(static each => each.Patient.Reference);
        var incomes = population
            .All<Observation>()
            .Where(static each => each.Code.Coding.Any(static coding => coding.Code == "household-income"))
            .ToLookup(static each => each.Subject!.Reference);
        var roles = population.All<PractitionerRole>().ToDictionary(static each => $"PractitionerRole/{each.Id}");
        var practitioners = population.All<Practitioner>().ToDictionary(static each => $"Practitioner/{each.Id}");
        var all = new List<(MemberSnapshot, MemberChanges)>();
        for (var at = 0; at < patients.Count; at++)
        {
            var (patient, member) = (patients[at], Id(at));
            var old = $"Patient/{patient.Id}";
            var pcp =
                patient.GeneralPractitioner.FirstOrDefault()?.Reference is { } reference
                && roles.TryGetValue(reference, out var role)
                    ? new PcpPicture(
                        0,
                        Stored(role, Guid.NewGuid(), null),
                        practitioners.TryGetValue(role.Practitioner!.Reference!, out var person)
                            ? Stored(person, Guid.NewGuid(), null)
                            : null
                    )
                    : null;
            foreach (var each in coverages[old])
                each.Beneficiary.Reference = $"Patient/{member:D}";
            foreach (var each in persons[old])
                each.Patient.Reference = $"Patient/{member:D}";
            foreach (var each in incomes[old])
                each.Subject!.Reference = $"Patient/{member:D}";
            var n = 0;
            StoredResource[] Of(IEnumerable<Resource> own) =>
                [.. own.Select(each => Stored(each, Id((at * 1000) + 500_000 + n++), member))];
            var picture = new MemberSnapshot(
                member,
                Stored(patient, member, member),
                Of(coverages[old]),
                Of(persons[old]),
                Of(incomes[old]),
                pcp
            );
            all.Add(
                (
                    picture,
                    MemberChanges.Of(member, Changes(picture, FhirJson.Write(patients[(at + 1) % patients.Count]), at))
                )
            );
        }

        All = all;
    }

    /// <summary>All members, each with at least one change.</summary>
    public IReadOnlyList<(MemberSnapshot Picture, MemberChanges Changes)> All { get; }

    public static FileHeading Heading { get; } =
        new(
            new("HUSKY Health", "ZZ", "HUSKYPLAN", "HUSKYPLAN", "060000002", "https://plan.example/fhir"),
            new(
                "Department of Social Services",
                "ZZ",
                "DSSTEST",
                "DSSTEST",
                "060000001",
                "https://dss.example/eligibility"
            ),
            41,
            new("0199a000-0000-7000-8000-000000000001"),
            Known
        );

    public void Dispose() => population.Dispose();

    /// <summary>As a run gives them to a format.</summary>
    public static async IAsyncEnumerable<(MemberSnapshot, MemberChanges)> StreamAsync(
        IEnumerable<(MemberSnapshot, MemberChanges)> members
    )
    {
        foreach (var member in members)
        {
            await System.Threading.Tasks.Task.Yield();
            yield return member;
        }
    }

    private static IEnumerable<ReportableChange> Changes(MemberSnapshot picture, byte[] another, int at)
    {
        var today = new DateOnly(2026, 11, 23);
        IEnumerable<(StoredResource Row, FoundChange Change)> Found(
            StoredResource row,
            byte[]? before,
            byte[]? after
        ) =>
            ChangeRules
                .Between(row.Type, before, after, today, ReportingOptions.Default)
                .Select(change => (row, change));
        var found = Found(picture.Patient, another, picture.Patient.Body).ToList();
        foreach (var person in picture.Household)
            found.AddRange(at % 3 == 0 ? Found(person, person.Body, null) : Found(person, null, person.Body));
        foreach (var income in picture.Incomes)
            found.AddRange(Found(income, null, income.Body));
        return found.Select(
            (each, n) =>
                new ReportableChange(
                    Id((at * 1000) + n + 1_000_000),
                    picture.Member,
                    each.Change.Kind,
                    each.Change.Before,
                    each.Change.After,
                    each.Change.Since ?? today,
                    n % 2 == 0 ? $"Organization/{Id(7)}" : null,
                    "plan-admin",
                    Known.AddMinutes(-n),
                    today.AddDays(10),
                    today.AddDays(30),
                    each.Row.Type,
                    each.Row.Id,
                    2,
                    "client"
                )
        );
    }

    private static Guid Id(int number) =>
        new($"0199a000-0000-7000-8001-{number.ToString("D12", CultureInfo.InvariantCulture)}");

    private static StoredResource Stored(Resource resource, Guid id, Guid? member)
    {
        resource.Id = id.ToString("D");
        return new(resource.TypeName, id, 2, Known.UtcTicks, member, false, FhirJson.Write(resource));
    }
}
