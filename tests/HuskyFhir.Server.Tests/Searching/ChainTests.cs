using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// Chains and <c>_has</c> (R4 sections 3.1.1.4.11 and 3.1.1.4.12), and that they tell a caller nothing that a search
/// would not.
/// </summary>
public sealed class ChainTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Chains_FollowReferences_OneTwoAndThreeDeep(string database)
    {
        var story = await Story.MakeAsync(await ServerAsync(database));
        using var plan = story.Plan;
        foreach (
            var query in new[]
            {
                $"Patient?general-practitioner:PractitionerRole.practitioner.family={story.Doctor}",
                $"Patient?general-practitioner.practitioner.family={story.Doctor}",
                $"Patient?general-practitioner.practitioner:Practitioner.identifier={Systems.Npi}|{story.Npi}",
                $"Patient?general-practitioner:PractitionerRole.organization.name:exact={story.Clinic}",
                $"Patient?general-practitioner:PractitionerRole.organization:Organization.name:contains={story.Clinic[3..]}&family={story.Member}",
                $"Patient?_has:Coverage:beneficiary:identifier={story.Card}",
                $"Patient?_has:Coverage:beneficiary:payor:Organization.name={story.Clinic}",
                $"Patient?_has:RelatedPerson:patient:family={story.Relative}",
                $"Patient?family={story.Member}&_has:RelatedPerson:patient:relationship=GUARD&_has:Coverage:patient:status=active",
                $"Patient?family={story.Member}&_has:Coverage:beneficiary:status:not=cancelled",
            }
        )
            Assert.Equal([story.Id], (await plan.AskAsync(query)).Expect(HttpStatusCode.OK).Ids);
        Assert.Equal([story.Coverage], (await plan.AskAsync($"Coverage?beneficiary.family={story.Member}")).Ids);
        Assert.Equal(
            [story.Coverage],
            (
                await plan.AskAsync(
                    $"Coverage?patient:Patient.general-practitioner:PractitionerRole.practitioner.family={story.Doctor}"
                )
            ).Ids
        );
        Assert.Equal(
            [story.Coverage],
            (await plan.AskAsync($"Coverage?patient._has:RelatedPerson:patient:family={story.Relative}")).Ids
        );
        Assert.Equal(
            [story.Practitioner],
            (
                await plan.AskAsync(
                    $"Practitioner?_has:PractitionerRole:practitioner:_has:Patient:general-practitioner:family={story.Member}"
                )
            ).Ids
        );
        foreach (
            var query in new[]
            {
                $"Patient?general-practitioner.practitioner.family={story.Member}",
                $"Patient?_has:Coverage:beneficiary:identifier=nothing",
                $"Patient?family={story.Member}&_has:Coverage:beneficiary:status=cancelled",
            }
        )
            Assert.Equal(0, (await plan.AskAsync(query)).Expect(HttpStatusCode.OK).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Chains_ShowThemselvesInTheSelfLink_AndOverPages(string database)
    {
        var story = await Story.MakeAsync(await ServerAsync(database));
        using var plan = story.Plan;
        var more = Made.Patient(story.Member, pcp: $"PractitionerRole/{story.Role}");
        await plan.CreateAsync(more);
        var query = $"Patient?general-practitioner.practitioner.family={story.Doctor}&_count=1&_sort=-_lastUpdated";
        Assert.Contains(
            $"general-practitioner.practitioner.family={story.Doctor}",
            Uri.UnescapeDataString((await plan.AskAsync(query)).Link("self")!),
            StringComparison.Ordinal
        );
        Assert.Equal(2, (await PagingTests.PagesAsync(plan, query)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Chains_ThatCannotBe_AreRefused(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (query, detail) in new[]
            {
                ("Patient?general-practitioner.nonsense=x", "search-chain"),
                ("Patient?general-practitioner:Location.name=x", "search-chain"),
                ("Patient?general-practitioner:PractitionerRole.practitioner.nonsense=x", "search-chain"),
                ("Patient?_has:Coverage:beneficiary=x", "search-has"),
                ("Patient?_has:Nothing:beneficiary:status=x", "search-has"),
                ("Patient?_has:Coverage:payor2:status=x", "search-has"),
                ("Location?_has:Coverage:payor:status=x", "search-has"),
                ("Patient?_has:Coverage:beneficiary:nonsense=x", "search-chain"),
                ("Patient?link.link.link.link.link.family=x", "search-too-large"),
                ("Patient?general-practitioner.practitioner.family:below=x", "search-modifier"),
                ("Patient?link." + string.Concat(Enumerable.Repeat("link.", 20)) + "family=x", "search-too-large"),
                (
                    "Patient?_has:Patient:link:_has:Patient:link:_has:Patient:link:_has:Patient:link:family=x",
                    "search-too-large"
                ),
            }
        )
            (await plan.AskAsync(query)).Refused(HttpStatusCode.BadRequest, detail);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Chains_TellAProviderNothingOfOthersMembers(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        foreach (
            var query in new[]
            {
                $"PractitionerRole?_has:Patient:general-practitioner:name={world.Word}&_id={world.TheirRole}",
                $"Coverage?beneficiary.name={world.Word}&_id={world.TheirCoverage}",
                $"Patient?_has:Coverage:beneficiary:_id={world.TheirCoverage}",
                $"Organization?_has:Coverage:payor:_id={world.TheirCoverage}",
                $"Patient?_has:Observation:patient:_id={world.OurIncome}",
                $"Patient?_has:Observation:subject:value-quantity=54321",
                $"Patient?_id={world.Ours}&_has:Observation:patient:code=household-income",
            }
        )
            Assert.Equal(0, (await ehr.AskAsync(query)).Expect(HttpStatusCode.OK).Total);
        using var narrow = server.As("ehr-riverbend", "system/Patient.rs");
        (await narrow.AskAsync($"Patient?_has:Coverage:beneficiary:status=active")).Refused(
            HttpStatusCode.Forbidden,
            "scope"
        );
        (await narrow.AskAsync($"Patient?general-practitioner.practitioner.family=x")).Refused(
            HttpStatusCode.Forbidden,
            "scope"
        );
    }

    /// <summary>One member with a doctor, a card and a relative, each with a name of its own.</summary>
    private sealed record Story(
        HttpClient Plan,
        string Member,
        string Id,
        string Doctor,
        string Npi,
        string Practitioner,
        string Role,
        string Clinic,
        string Card,
        string Coverage,
        string Relative
    )
    {
        public static async Task<Story> MakeAsync(HuskyServer server)
        {
            var plan = server.As("plan-admin");
            var (member, doctor, npi, clinic, card, relative) = (
                Made.Word(),
                Made.Word(),
                Made.Npi(),
                Made.Word(),
                Made.ClientId(),
                Made.Word()
            );
            var organization = await plan.CreateAsync(Made.Organization(clinic));
            var practitioner = await plan.CreateAsync(Made.Practitioner(doctor, npi));
            var role = await plan.CreateAsync(Made.Role(organization.At(), practitioner.At()));
            var patient = await plan.CreateAsync(Made.Patient(member, pcp: role.At()));
            var coverage = await plan.CreateAsync(Made.Coverage(patient.At(), organization.At(), card));
            await plan.CreateAsync(Made.RelatedPerson(patient.At(), relative));
            string Id(JsonObject resource) => (string)resource["id"]!;
            return new(
                plan,
                member,
                Id(patient),
                doctor,
                npi,
                Id(practitioner),
                Id(role),
                clinic,
                card,
                Id(coverage),
                relative
            );
        }
    }
}
