using System.Net;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// No way of sorting, counting, summing up or asking shows that an outsider is there (attacks 3 to 5, 22 and 23).
/// </summary>
public sealed class OracleTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Answers_AreTheSame_WhetherOutsidersAreThereOrNot(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        string[] shapes =
        [
            "_sort=name",
            "_sort=-birthdate,_id",
            "_sort=death-date",
            "_count=1&_sort=-_lastUpdated",
            "_total=accurate",
            "_total=estimate",
            "_summary=count",
            "_count=0",
            "_summary=true",
            "death-date:missing=true",
            "death-date:missing=false",
            "general-practitioner:missing=false",
            "_elements=name",
            "_include=Patient:general-practitioner",
            "_revinclude=Coverage:beneficiary&_revinclude:iterate=RelatedPerson:patient",
            "_include=*",
            "gender:not=male",
            "_id:not=" + world.Ours,
        ];
        var before = await TellAsync();
        for (var more = 0; more < 3; more++)
            await plan.CreateAsync(Made.Patient(world.Word, pcp: $"PractitionerRole/{world.TheirRole}"));
        Assert.Equal(before, await TellAsync());
        Assert.Contains(before, static told => told.EndsWith(" 1", StringComparison.Ordinal));

        async Task<List<string>> TellAsync()
        {
            var told = new List<string>();
            foreach (var shape in shapes)
            {
                var reply = (await ehr.AskAsync($"Patient?family={world.Word}&{shape}")).Expect(HttpStatusCode.OK);
                Assert.DoesNotContain(world.Theirs, reply.Text, StringComparison.Ordinal);
                Assert.Null(reply.Link("next"));
                told.Add(
                    $"{shape} {string.Join(',', reply.Entries.Select(static entry => entry.GetProperty("fullUrl").GetString()))} {reply.Total}"
                );
            }

            return told;
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Values_AreMatchedAsTheyStand_AndStayOutOfLinks(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        foreach (
            var wild in new[]
            {
                "%",
                "_",
                world.Word[..4] + "%",
                world.Word.Replace('z', '_'),
                "' OR '1'='1",
                "\\",
                "*",
                "x'; DROP TABLE patient; --",
            }
        )
        foreach (
            var parameter in new[]
            {
                "family",
                "family:contains",
                "family:exact",
                "identifier",
                "_id",
                "address-city",
                "phone",
            }
        )
            Assert.Equal(
                (wild, parameter, 0),
                (
                    wild,
                    parameter,
                    (await ehr.FormAsync("Patient/_search", (parameter, Escaped(wild)))).Expect(HttpStatusCode.OK).Total
                )
            );
        var found = (await ehr.FormAsync("Patient/_search", ("family", world.Word), ("_count", "1"))).Expect(
            HttpStatusCode.OK
        );
        Assert.Equal([world.Ours], found.Ids);
        Assert.Equal(0, (await ehr.FormAsync("Patient/_search", ("identifier", $"{Systems.ClientId}|%"))).Total);
        var pages = (await ehr.FormAsync("Patient/_search", ("birthdate", "gt1900-01-02"), ("_count", "1"))).Expect(
            HttpStatusCode.OK
        );
        Assert.DoesNotContain("1900", pages.Link("next"), StringComparison.Ordinal);
    }

    /// <summary>FHIR's own escape, so that the value is one value.</summary>
    private static string Escaped(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal);
}
