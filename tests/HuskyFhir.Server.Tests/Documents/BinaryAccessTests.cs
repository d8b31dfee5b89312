using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>The bytes of a document are for those for whom the document is.</summary>
public sealed class BinaryAccessTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Writing = "system/*.rs system/Binary.c system/DocumentReference.cu";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bytes_FollowTheMember_AndTheLabelsOfTheDocument(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var (ours, theirs) = (
            await Files.StoredAsync(plan, $"Patient/{world.Ours}"),
            await Files.StoredAsync(plan, $"Patient/{world.Theirs}")
        );
        using var ehr = server.As("ehr-riverbend");
        // Until a document has them, they are nobody's but the plan's.
        (await ehr.AskAsync(ours)).Refused(HttpStatusCode.NotFound, "unknown-id");
        var document = await plan.CreateAsync(Files.Document($"Patient/{world.Ours}", ours));
        await plan.CreateAsync(Files.Document($"Patient/{world.Theirs}", theirs));
        (await ehr.AskAsync(ours)).Expect(HttpStatusCode.OK);
        foreach (var address in new[] { theirs, $"{theirs}/_history/1", $"{theirs}/_history" })
            (await ehr.AskAsync(address)).Expect(HttpStatusCode.NotFound);
        Assert.Equal(
            [ours["Binary/".Length..]],
            (
                await ehr.AskAsync(
                    $"Binary?_id={ours},{theirs}".Replace("Binary/", string.Empty, StringComparison.Ordinal)
                )
            ).Ids
        );
        document["securityLabel"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}]"""
        );
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(document.At())).Expect(HttpStatusCode.NotFound);
        (await ehr.AskAsync(ours)).Expect(HttpStatusCode.NotFound);
        (await ehr.AskAsync($"{ours}/_history/1")).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await ehr.AskAsync($"Binary?patient={world.Ours}")).Ids);
        Assert.DoesNotContain(
            ours["Binary/".Length..],
            (await ehr.AskAsync($"Patient/{world.Ours}/$everything")).Expect(HttpStatusCode.OK).Ids
        );
        (await plan.AskAsync(ours)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Providers_SendFilesForTheirMembers_AndForNoOthers(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend", Writing);
        var sent = await Files.StoredAsync(ehr, $"Patient/{world.Ours}");
        var document = await ehr.CreateAsync(Files.Document($"Patient/{world.Ours}", sent));
        (await ehr.UploadAsync(Files.Png, "image/png", document.At())).Expect(HttpStatusCode.Created);
        (await ehr.UploadAsync(Files.Pdf, "application/pdf", $"Patient/{world.Theirs}")).Expect(
            HttpStatusCode.Forbidden
        );
        using var plan = server.As("plan-admin");
        var theirs = await plan.CreateAsync(
            Files.Document($"Patient/{world.Theirs}", await Files.StoredAsync(plan, $"Patient/{world.Theirs}"))
        );
        (await ehr.UploadAsync(Files.Pdf, "application/pdf", theirs.At())).Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ADocument_ThatLeadsToAnothersBytes_IsRefused_AndNothingIsStored(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var theirs = await Files.StoredAsync(plan, $"Patient/{world.Theirs}");
        foreach (var address in new[] { theirs, $"{server.Url}/{theirs}" })
            (await plan.PostAsync(Files.Document($"Patient/{world.Ours}", address))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "binary-of-another"
            );
        using var ehr = server.As("ehr-riverbend", Writing);
        // A provider must not learn from the refusal that there is such a file.
        (await ehr.PostAsync(Files.Document($"Patient/{world.Ours}", theirs))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
        (
            await plan.PostAsync(Files.Document($"Patient/{world.Ours}", "Binary/00000000-0000-4000-8000-000000000000"))
        ).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown");
        var urn = Running.Bundles.Urn();
        (
            await plan.TransactAsync(
                Running.Bundles.Post(Files.Binary($"Patient/{world.Theirs}", Files.Pdf), urn),
                Running.Bundles.Post(Files.Document($"Patient/{world.Ours}", urn))
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "binary-of-another");
        Assert.Empty((await plan.AskAsync($"DocumentReference?patient={world.Ours}")).Ids);
        (
            await plan.TransactAsync(
                Running.Bundles.Post(Files.Binary($"Patient/{world.Ours}", Files.Pdf), urn),
                Running.Bundles.Post(Files.Document($"Patient/{world.Ours}", urn))
            )
        ).Expect(HttpStatusCode.OK);
        var stored = (await plan.AskAsync($"DocumentReference?patient={world.Ours}"))
            .Entries.Single()
            .GetProperty("resource");
        var url = stored.GetProperty("content")[0].GetProperty("attachment").GetProperty("url").GetString()!;
        Assert.Equal(Files.Pdf, (await plan.AskAsync(url)).Expect(HttpStatusCode.OK).Body);
    }
}
