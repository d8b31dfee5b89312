using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// The statement of disagreement and the rebuttal go with the disputed record wherever it goes (45 CFR 164.526(d)(4)
/// and (5)).
/// </summary>
public sealed class DisagreementTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Kinds = Systems.Base + "/CodeSystem/husky-document-kind";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task StatementAndRebuttal_AreReadByWhoReadsTheRecord_AndTheRequestIsNot(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        var record = (await plan.CreateAsync(Made.Document(member, "current", "18842-5", "2026-01-01", null))).At();
        var (words, request) = (Made.Word(), Made.Word());
        var task = await LoggedAsync(plan, member, record, request, words);
        var statement = Assert
            .Single(
                (await ehr.AskAsync($"DocumentReference?patient={member}&category={Kinds}|disagreement-statement"))
                    .Expect(HttpStatusCode.OK)
                    .Entries
            )
            .GetProperty("resource");
        Assert.Equal(
            record,
            statement.GetProperty("context").GetProperty("related")[0].GetProperty("reference").GetString()
        );
        var text = Encoding.UTF8.GetString(
            statement.GetProperty("content")[0].GetProperty("attachment").GetProperty("data").GetBytesFromBase64()
        );
        foreach (var said in new[] { words, request, "accurate" })
            Assert.Contains(said, text, StringComparison.Ordinal);
        var at = $"DocumentReference/{statement.GetProperty("id").GetString()}";
        var rebuttal = await plan.CreateAsync(Rebuttal(member, record, at));
        foreach (var seen in new[] { at, rebuttal.At() })
        {
            (await ehr.AskAsync(seen)).Expect(HttpStatusCode.OK);
            foreach (
                var road in new[] { $"{member}/$everything?_count=100", $"DocumentReference/$docref?patient={member}" }
            )
                Assert.Contains(
                    seen["DocumentReference/".Length..],
                    (await ehr.AskAsync(road)).Expect(HttpStatusCode.OK).Ids
                );
            Assert.DoesNotContain(((string)task["id"]!), (await ehr.AskAsync(seen)).Text, StringComparison.Ordinal);
        }

        var told = (await ehr.AskAsync($"Provenance?target={record}")).Expect(HttpStatusCode.OK);
        Assert.Contains(at, told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((string)task["id"]!, told.Text, StringComparison.Ordinal);
        (await ehr.AskAsync(task.At())).Expect(HttpStatusCode.NotFound);
        var access = await MovedAsync(
            plan,
            (await MovedAsync(plan, (await plan.CreateAsync(For("records-access", member))).To("in-progress"))).To(
                "accepted",
                "granted"
            )
        );
        var file = await Asked.ReadAsync(plan, (string)Output(access, "records")!["valueReference"]!["reference"]!);
        var handed = (
            await plan.AskAsync(
                (string)file["content"]![0]!["attachment"]!["url"]!,
                ("Accept", "application/fhir+ndjson")
            )
        )
            .Expect(HttpStatusCode.OK)
            .Text;
        Assert.Contains(at["DocumentReference/".Length..], handed, StringComparison.Ordinal);
        Assert.Contains((string)rebuttal["id"]!, handed, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Statement_AboutAHiddenRecord_IsHiddenWithIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        var labelled = Made.Document(member, "current", "18842-5", "2026-01-01", null);
        labelled["meta"] = JsonNode.Parse(
            """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}"""
        );
        foreach (var hidden in new[] { labelled, Made.Income(member, 4321) })
            await LoggedAsync(plan, member, (await plan.CreateAsync(hidden)).At(), Made.Word(), Made.Word());
        Assert.Equal(
            2,
            (await plan.AskAsync($"DocumentReference?patient={member}&category={Kinds}|disagreement-statement")).Total
        );
        Assert.Equal(
            0,
            (await ehr.AskAsync($"DocumentReference?patient={member}&category={Kinds}|disagreement-statement")).Total
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Statement_IsSeenAgain_WhenTheRecordIs(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        var record = Made.Document(member, "current", "18842-5", "2026-01-01", null);
        record["meta"] = JsonNode.Parse(
            """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}"""
        );
        record = await plan.CreateAsync(record);
        await LoggedAsync(plan, member, record.At(), Made.Word(), Made.Word());
        var statements = $"DocumentReference?patient={member}&category={Kinds}|disagreement-statement";
        Assert.Equal(0, (await ehr.AskAsync(statements)).Total);
        record["meta"]!.AsObject().Remove("security");
        (await plan.PutAsync(record)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(record.At())).Expect(HttpStatusCode.OK);
        Assert.Equal(1, (await ehr.AskAsync(statements)).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task StatementAndRebuttal_AreThePlansToWrite(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        var record = (await plan.CreateAsync(Made.Document(member, "current", "18842-5", "2026-01-01", null))).At();
        (await ehr.PostAsync(Rebuttal(member, record, record))).Refused(HttpStatusCode.Forbidden, "plan-paper");
        var loose = Rebuttal(member, record, record);
        loose.Remove("context");
        (await plan.PostAsync(loose)).Refused(HttpStatusCode.UnprocessableEntity, "disputed-record");
    }

    private static JsonObject Rebuttal(string member, string record, string statement)
    {
        var rebuttal = Made.Document(member, "current", "51851-4", "2026-11-23", null);
        rebuttal["category"] = JsonNode.Parse(
            $$"""[{"coding":[{"system":"{{Kinds}}","code":"disagreement-rebuttal"}]}]"""
        );
        rebuttal["context"]!["related"] = new JsonArray(Asked.Reference(record));
        rebuttal["relatesTo"] = new JsonArray(
            new JsonObject { ["code"] = "appends", ["target"] = Asked.Reference(statement) }
        );
        return rebuttal;
    }

    /// <summary>A correction that was refused, and the disagreement with that, put on record.</summary>
    private static async Task<JsonObject> LoggedAsync(
        HttpClient plan,
        string member,
        string record,
        string request,
        string statement
    )
    {
        var asked = await plan.CreateAsync(Correction("medRecCxReq", member, request).About(record));
        var denied = await MovedAsync(
            plan,
            (await MovedAsync(plan, asked.To("in-progress", "in-review"))).To("rejected", "denied", "accurate")
        );
        var disagreed = Correction("medRecCxDenialDisagree", member, statement);
        disagreed["reasonReference"] = Asked.Reference(denied.At());
        disagreed = await MovedAsync(plan, (await plan.CreateAsync(disagreed)).To("in-progress", "in-review"));
        return await MovedAsync(
            plan,
            disagreed
                .To("completed", "disagreement-logged")
                .Out(
                    With(
                        "medRecCxReqResolution",
                        "valueString",
                        "It is with the record.",
                        Corrections + "PatientCorrectionOutputTypes"
                    )
                )
        );
    }

    private static JsonObject Correction(string code, string member, string words)
    {
        var task = For(
            code,
            member,
            With(code, "valueString", words, Corrections + "PatientCorrectionCommunicationTypes")
        );
        task["code"]!["coding"]![0]!["system"] = Corrections + "PatientCorrectionTaskTypes";
        return task;
    }
}
