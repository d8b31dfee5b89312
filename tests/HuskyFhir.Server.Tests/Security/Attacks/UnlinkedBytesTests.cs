using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// Bytes are seen with their documents: not before there is one, and not after a hidden one has moved on.
/// </summary>
public sealed class UnlinkedBytesTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Writing = "system/*.rs system/Binary.c system/DocumentReference.cu";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bytes_OfAHiddenDocument_StayHidden_WhenItMovesOn(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", Writing);
        var member = $"Patient/{world.Ours}";
        var (first, second) = (await Files.StoredAsync(plan, member), await Files.StoredAsync(plan, member));
        var document = Files.Document(member, first);
        document["securityLabel"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}]"""
        );
        document = await plan.CreateAsync(document);
        document["content"]![0]!["attachment"]!["url"] = second;
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        foreach (var bytes in new[] { first, second })
            await HiddenLooks.NothingAsync(ehr, bytes, member);
        // Nor does a document of one's own open them.
        (await ehr.PostAsync(Files.Document(member, first))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
        // What becomes visible again brings its bytes with it.
        document.Remove("securityLabel");
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(first)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(second)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bytes_ThatNoDocumentHas_AreLinkedByTheirAddress_AndSeenByThePlanAlone(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", Writing);
        using var emergency = server.As("ehr-riverbend", purpose: "BTG");
        var member = $"Patient/{world.Ours}";
        var bytes = await Files.StoredAsync(ehr, member);
        await HiddenLooks.NothingAsync(ehr, bytes, member);
        (await emergency.AskAsync(bytes, ("X-Access-Reason", "unconscious"))).Refused(
            HttpStatusCode.NotFound,
            "unknown-id"
        );
        (await plan.AskAsync(bytes)).Expect(HttpStatusCode.OK);
        var document = await ehr.CreateAsync(Files.Document(member, bytes));
        Assert.Equal(Files.Pdf, (await ehr.AskAsync(bytes)).Expect(HttpStatusCode.OK).Body);
        // By the document as their security context they belong to it from the start.
        document["securityLabel"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]}]"""
        );
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        var further = await Files.StoredAsync(plan, document.At());
        await HiddenLooks.NothingAsync(ehr, further, member);
    }
}
