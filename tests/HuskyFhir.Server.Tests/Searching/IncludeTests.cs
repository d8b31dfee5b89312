using System.Net;
using System.Text.Json;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// <c>_include</c> and <c>_revinclude</c> (R4 section 3.1.1.5.5): each once, marked as included, and never more than
/// the caller may see.
/// </summary>
public sealed class IncludeTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Includes_AddWhatIsReferredTo_OnceEach(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var clinic = await plan.CreateAsync(Made.Organization(word));
        var doctor = await plan.CreateAsync(Made.Practitioner(word, Made.Npi()));
        var role = await plan.CreateAsync(Made.Role(clinic.At(), doctor.At()));
        var (one, two) = (
            await plan.CreateAsync(Made.Patient(word, pcp: role.At())),
            await plan.CreateAsync(Made.Patient(word, pcp: role.At()))
        );
        var (card, other) = (
            await plan.CreateAsync(Made.Coverage(one.At(), clinic.At())),
            await plan.CreateAsync(Made.Coverage(two.At(), clinic.At()))
        );
        await plan.CreateAsync(Made.RelatedPerson(one.At(), word));

        async Task ShowsAsync(string query, string[] matches, params string[] included)
        {
            var reply = (await plan.AskAsync(query)).Expect(HttpStatusCode.OK);
            Assert.Equal(matches.Order(), Of(reply, "match").Order());
            Assert.Equal(included.Order(), Of(reply, "include").Order());
            Assert.Equal(matches.Length, reply.Total);
        }

        string[] both = [one.At(), two.At()];
        await ShowsAsync($"Patient?family={word}&_include=Patient:general-practitioner", both, role.At());
        await ShowsAsync(
            $"Patient?family={word}&_include=Patient:general-practitioner:PractitionerRole",
            both,
            role.At()
        );
        await ShowsAsync($"Patient?family={word}&_include=Patient:general-practitioner:Organization", both);
        await ShowsAsync(
            $"Patient?family={word}&_include=Patient:general-practitioner&_include:iterate=PractitionerRole:practitioner&_include:iterate=PractitionerRole:organization",
            both,
            role.At(),
            doctor.At(),
            clinic.At()
        );
        await ShowsAsync(
            $"Patient?family={word}&_include=Patient:general-practitioner&_include=PractitionerRole:practitioner",
            both,
            role.At()
        );
        await ShowsAsync($"Patient?family={word}&_include=*", both, role.At());
        await ShowsAsync($"Patient?family={word}&_include:iterate=*", both, role.At(), doctor.At(), clinic.At());
        await ShowsAsync($"Patient?family={word}&_revinclude=Coverage:beneficiary", both, card.At(), other.At());
        await ShowsAsync(
            $"Patient?_id={one["id"]}&_revinclude=Coverage:beneficiary&_include:iterate=Coverage:payor",
            [one.At()],
            card.At(),
            clinic.At()
        );
        await ShowsAsync(
            $"Coverage?_id={card["id"]},{other["id"]}&_include=Coverage:beneficiary&_include=Coverage:payor",
            [card.At(), other.At()],
            one.At(),
            two.At(),
            clinic.At()
        );
        await ShowsAsync($"Coverage?_id={card["id"]}&_include=Coverage:*", [card.At()], one.At(), clinic.At());
        await ShowsAsync(
            $"Organization?_id={clinic["id"]}&_revinclude=PractitionerRole:organization&_revinclude=Coverage:payor&_revinclude:iterate=Patient:general-practitioner",
            [clinic.At()],
            role.At(),
            card.At(),
            other.At(),
            one.At(),
            two.At()
        );
        await ShowsAsync($"Patient?family={word}&_include=Nothing:at-all", both);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Includes_NeverShowMoreThanTheCallerMaySee_AndAreInTheAudit(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        var roles = await ehr.AskAsync(
            $"PractitionerRole?_id={world.OurRole},{world.TheirRole}&_revinclude=Patient:general-practitioner&_revinclude:iterate=Coverage:beneficiary&_revinclude:iterate=RelatedPerson:patient&_revinclude:iterate=Observation:patient"
        );
        var included = Of(roles.Expect(HttpStatusCode.OK), "include");
        Assert.Contains($"Patient/{world.Ours}", included);
        Assert.DoesNotContain($"Patient/{world.Theirs}", included);
        Assert.DoesNotContain($"Coverage/{world.TheirCoverage}", included);
        Assert.DoesNotContain(included, static one => one.StartsWith("Observation/", StringComparison.Ordinal));
        Assert.Equal(included.Order(), Of(await ehr.AskAsync(roles.Link("self")!), "include").Order());

        using var narrow = server.As("ehr-riverbend", "system/Patient.rs");
        var told = (await narrow.AskAsync($"Patient?_id={world.Ours}&_revinclude=Coverage:beneficiary")).Expect(
            HttpStatusCode.OK
        );
        Assert.Empty(Of(told, "include"));
        var remark = Assert
            .Single(
                told.Entries,
                static entry => entry.GetProperty("search").GetProperty("mode").GetString() == "outcome"
            )
            .GetProperty("resource");
        Assert.Contains(
            (await narrow.AskAsync($"Patient?_id={world.Ours}&_include=*")).Entries,
            static entry => entry.GetProperty("search").GetProperty("mode").GetString() == "outcome"
        );
        Assert.Contains(
            "Coverage is not included",
            remark.GetProperty("issue")[0].GetProperty("diagnostics").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task BadRules_AreRefused(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var rule in new[]
            {
                "_include=Patient",
                "_include=",
                "_include=Patient:",
                "_revinclude=*",
                "_include=Patient:link:Patient:more",
                "_include=::",
            }
        )
            (await plan.AskAsync($"Patient?{rule}")).Refused(HttpStatusCode.BadRequest, "search-include");
        (await plan.AskAsync("Patient?_include=Patient:nothing", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            "search-include"
        );
        (await plan.AskAsync("Patient?" + string.Join('&', Enumerable.Repeat("_include=Patient:link", 11)))).Refused(
            HttpStatusCode.BadRequest,
            "search-too-large"
        );
    }

    internal static List<string> Of(Reply reply, string mode) =>
        [
            .. reply
                .Entries.Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == mode)
                .Select(static entry => Name(entry.GetProperty("resource"))),
        ];

    private static string Name(JsonElement resource) =>
        $"{resource.GetProperty("resourceType").GetString()}/{resource.GetProperty("id").GetString()}";
}
