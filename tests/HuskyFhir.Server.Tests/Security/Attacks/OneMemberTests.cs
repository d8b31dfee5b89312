using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>One answer in an emergency is about one member, whatever leads from there to others.</summary>
public sealed class OneMemberTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly (string, string) Reason = ("X-Access-Reason", "unconscious on arrival");

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Emergency_LeadsFromOneMember_ToNoOther(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", purpose: "BTG");
        var related = await plan.CreateAsync(Made.Patient(world.Word, pcp: $"PractitionerRole/{world.TheirRole}"));
        var member = JsonNode.Parse((await plan.AskAsync($"Patient/{world.Theirs}")).Body)!.AsObject();
        member["link"] = new JsonArray(
            new JsonObject
            {
                ["other"] = new JsonObject { ["reference"] = related.At() },
                ["type"] = "seealso",
            }
        );
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        foreach (
            var look in new[]
            {
                $"Patient?_id={world.Theirs}&_include=*&_include:iterate=*&_revinclude:iterate=Patient:general-practitioner&_revinclude:iterate=Coverage:patient&_revinclude:iterate=Patient:link",
                $"Patient?_id={world.Theirs}&_include=Patient:link",
                $"Coverage?patient=Patient/{world.Theirs}&_include=Coverage:payor&_include:iterate=*&_revinclude:iterate=Patient:organization&_revinclude:iterate=Coverage:payor",
                $"Patient/{world.Theirs}/$everything",
                $"Patient/{world.Theirs}/*?_include:iterate=*",
                $"Patient/{world.Theirs}/Coverage?_include=*&_revinclude:iterate=Coverage:payor",
                $"Patient/{world.Theirs}/_history",
                $"PractitionerRole?_id={world.TheirRole}&_revinclude=Patient:general-practitioner&_revinclude:iterate=Coverage:patient",
                $"Organization?_id={world.Harbor}&_revinclude:iterate=PractitionerRole:organization&_revinclude:iterate=Patient:general-practitioner&_revinclude:iterate=Coverage:patient",
            }
        )
        {
            var told = (await ehr.AskAsync(look, Reason)).Expect(HttpStatusCode.OK);
            foreach (
                var entry in told
                    .Entries.Select(static entry => entry.GetProperty("resource"))
                    .Where(static each =>
                        each.GetProperty("resourceType").GetString() is "Patient" or "Coverage" or "RelatedPerson"
                    )
            )
                Assert.Contains(world.Theirs, entry.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(
                told.Entries,
                entry =>
                    entry.GetProperty("resource").TryGetProperty("id", out var id)
                    && id.GetString() == (string)related["id"]!
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Emergency_ForSeveralMembers_IsRefused(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", purpose: "BTG");
        var (ours, theirs) = ($"Patient/{world.Ours}", $"Patient/{world.Theirs}");
        var shared = Made.ClientId();
        foreach (var of in new[] { ours, theirs })
        {
            var coverage = Made.Coverage(of, $"Organization/{world.Harbor}");
            coverage["identifier"]!
                .AsArray()
                .Add(new JsonObject { ["system"] = "urn:example:family", ["value"] = shared });
            await plan.CreateAsync(coverage);
        }

        foreach (
            var several in new[]
            {
                $"Observation/$lastn?patient={ours},{theirs}",
                $"Coverage?patient={ours}&beneficiary={theirs}",
                $"{ours}/Coverage?patient={theirs}",
                $"DocumentReference/$docref?patient={ours},{theirs}",
                $"Coverage?identifier={shared}",
            }
        )
            Assert.Equal(
                (several, "one-member"),
                (several, (await ehr.AskAsync(several, Reason)).Expect(HttpStatusCode.Forbidden).Detail)
            );
        foreach (var match in new[] { "$match", "$member-match" })
            (
                await ehr.CallAsync(
                    HttpMethod.Post,
                    $"Patient/{match}",
                    new JsonObject { ["resourceType"] = "Parameters" },
                    Reason
                )
            ).Refused(HttpStatusCode.Forbidden, "one-member");
        (await ehr.AskAsync("Group?type=person", Reason)).Refused(HttpStatusCode.Forbidden, "policy");
        (await ehr.AskAsync($"Observation/$lastn?patient={theirs}", Reason)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Emergency_InABundle_IsOfTheFirstMember_AndNoOther(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend", purpose: "BTG");
        var (ours, theirs) = ($"Patient/{world.Ours}", $"Patient/{world.Theirs}");
        var entries = new[]
        {
            theirs,
            $"Coverage/{world.TheirCoverage}",
            ours,
            $"Patient?_id={world.Ours}",
            $"Coverage?patient={ours}",
            $"{ours}/$everything",
            $"RelatedPerson?patient={theirs}",
        }
            .Select(static url => Running.Bundles.Entry("GET", url))
            .ToArray();
        var told = (await ehr.CallAsync(HttpMethod.Post, "", Running.Bundles.Of("batch", entries), Reason)).Expect(
            HttpStatusCode.OK
        );
        HttpStatusCode[] expected =
        [
            HttpStatusCode.OK,
            HttpStatusCode.OK,
            HttpStatusCode.Forbidden,
            HttpStatusCode.Forbidden,
            HttpStatusCode.Forbidden,
            HttpStatusCode.Forbidden,
            HttpStatusCode.OK,
        ];
        Assert.Equal(expected, told.Statuses());
        Assert.Contains(world.TheirRelative, told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            $"\"id\":\"{world.Ours}\"",
            told.Text.Replace(" ", string.Empty, StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }
}
