using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary>Whom a description is of (HRex member-match), and who is treated where by a provider's word (PDex provider-member-match).</summary>
public sealed class MemberMatchTests(PostgresServer postgres) : OnBoth(postgres)
{
    // Guesses are counted, and attestations expire.
    protected override bool Alone => true;

    protected override (string Name, string Value)[] Settings => [("Security:FailedMatchesPerMinute", "5"), ("Security:AttestationDays", "30")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MemberMatch_OfOneMember_TellsTheIdentifier_AndOtherwiseOneRefusal(string database)
    {
        var server = await ServerAsync(database);
        var (word, number, member) = await MemberAsync(server);
        using var plan = server.As("plan-admin");
        var found = (await plan.PostAsAsync("Patient/$member-match", Asked(word, number))).Expect(HttpStatusCode.OK);
        var part = found.Json.GetProperty("parameter")[0];
        Assert.Equal(("MemberIdentifier", "UMB"), (part.GetProperty("name").GetString(), part.GetProperty("valueIdentifier").GetProperty("type").GetProperty("coding")[0].GetProperty("code").GetString()));
        Assert.Equal(member, found.Json.GetProperty("parameter")[1].GetProperty("valueReference").GetProperty("reference").GetString());
        foreach (var wrong in new[] { Asked(word, "X" + number), Asked(word + "x", number), Asked(word, number, "1980-02-28") })
            (await plan.PostAsAsync("Patient/$member-match", wrong)).Refused(HttpStatusCode.UnprocessableEntity, "no-match");
        foreach (var (consent, rule) in new[] { (Consent("inactive", """{"type":"permit"}"""), "consent-inactive"), (Consent("active", """{"type":"deny"}"""), "consent-denies"), (Consent("active", """{"type":"permit","period":{"end":"2020-01-01"}}"""), "consent-period") })
            (await plan.PostAsAsync("Patient/$member-match", Asked(word, number, consent: consent))).Refused(HttpStatusCode.UnprocessableEntity, rule);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Guesses_BeyondTheAllowance_AreRefused(string database)
    {
        var server = await ServerAsync(database);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        using var ehr = server.As("ehr-harbor");
        for (var guess = 0; guess < 5; guess++)
            (await ehr.PostAsAsync("Patient/$member-match", Asked(Made.Word(), "1"))).Refused(HttpStatusCode.UnprocessableEntity, "no-match");
        (await ehr.PostAsAsync("Patient/$member-match", Asked(Made.Word(), "1"))).Refused(HttpStatusCode.TooManyRequests, "too-many-guesses");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await ehr.PostAsAsync("Patient/$member-match", Asked(Made.Word(), "1"))).Refused(HttpStatusCode.UnprocessableEntity, "no-match");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Attestation_AttributesForATime_AndTellsNothingOfWhoOptedOut(string database)
    {
        var server = await ServerAsync(database);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var (word, number, member) = await MemberAsync(server);
        var (otherWord, otherNumber, other) = await MemberAsync(server);
        using var plan = server.As("plan-admin");
        await plan.CreateAsync(Made.OptOut(other));
        using var ehr = server.As("ehr-riverbend");
        (await ehr.AskAsync(member)).Refused(HttpStatusCode.NotFound, "unknown-id");
        var asked = Many((word, number, null), (otherWord, otherNumber, null), (Made.Word(), "7", null), (word, number, Consent("inactive", """{"type":"permit"}""")));
        (await ehr.PostAsAsync("Group/$provider-member-match", asked)).Refused(HttpStatusCode.BadRequest, "respond-async");
        (await plan.CallAsync(HttpMethod.Post, "Group/$provider-member-match", asked, ("Prefer", "respond-async"))).Refused(HttpStatusCode.Forbidden, "policy");
        var accepted = (await ehr.CallAsync(HttpMethod.Post, "Group/$provider-member-match", asked, ("Prefer", "respond-async"))).Expect(HttpStatusCode.Accepted);
        var status = accepted.Header("Content-Location")!;
        using var harbor = server.As("ehr-harbor");
        (await harbor.AskAsync(status)).Refused(HttpStatusCode.NotFound, "unknown-id");
        var answer = await DoneAsync(ehr, status);
        var groups = answer.Entries[0].GetProperty("resource").GetProperty("parameter").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!, static one => one.GetProperty("resource"));
        Assert.Equal(member, Assert.Single(groups["MatchedMembers"].GetProperty("member").EnumerateArray()).GetProperty("entity").GetProperty("reference").GetString());
        Assert.Equal(2, groups["NonMatchedMembers"].GetProperty("quantity").GetInt32());
        Assert.Equal(1, groups["ConsentConstrainedMembers"].GetProperty("quantity").GetInt32());
        Assert.DoesNotContain(other, answer.Text, StringComparison.Ordinal);
        (await ehr.AskAsync(member)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(other)).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await harbor.RemoveAsync(status)).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await ehr.RemoveAsync(status)).Expect(HttpStatusCode.Accepted);
        (await ehr.AskAsync(status)).Refused(HttpStatusCode.NotFound, "unknown-id");
        server.Clock.Advance(TimeSpan.FromDays(31));
        using var later = server.As("ehr-riverbend");
        (await later.AskAsync(member)).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    /// <summary>Asks until there is an answer; each ask waits for the service, and none for a clock.</summary>
    private static async Task<Reply> DoneAsync(HttpClient http, string status)
    {
        for (var ask = 0; ask < 2000; ask++)
        {
            var reply = await http.AskAsync(status);
            if (reply.Status != HttpStatusCode.Accepted)
                return reply.Expect(HttpStatusCode.OK);
            Assert.NotNull(reply.Header("Retry-After"));
        }

        throw new InvalidOperationException("The request was not answered.");
    }

    /// <summary>A member of no practice, with the number on the card.</summary>
    private static async Task<(string Word, string Number, string Address)> MemberAsync(HuskyServer server)
    {
        using var plan = server.As("plan-admin");
        var (word, number) = (Made.Word(), Made.ClientId());
        var member = await plan.CreateAsync(Made.Patient(word));
        var payor = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        await plan.CreateAsync(Made.Coverage(member.At(), $"Organization/{payor}", number));
        return (word, number, member.At());
    }

    private static JsonObject Asked(string family, string number, string born = "1980-02-29", string? consent = null) =>
        new() { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray([.. Parts(family, number, born, consent)]) };

    private static JsonObject Many(params (string Family, string Number, string? Consent)[] people) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray([.. people.Select(static person => new JsonObject { ["name"] = "MemberBundle", ["part"] = new JsonArray([.. Parts(person.Family, person.Number, "1980-02-29", person.Consent)]) })]),
    };

    private static IEnumerable<JsonNode> Parts(string family, string number, string born, string? consent)
    {
        JsonObject Part(string name, string resource) => new() { ["name"] = name, ["resource"] = JsonNode.Parse(resource) };
        yield return Part("MemberPatient", $$"""{"resourceType":"Patient","name":[{"family":"{{family}}","given":["Test"]}],"birthDate":"{{born}}","gender":"female"}""");
        yield return Part("CoverageToMatch", $$"""{"resourceType":"Coverage","status":"active","beneficiary":{"display":"the patient"},"payor":[{"display":"HUSKY Health"}],"identifier":[{"value":"{{number}}"}]}""");
        yield return Part("Consent", consent ?? Consent("active", """{"type":"permit","period":{"start":"2026-01-01","end":"2027-12-31"}}"""));
    }

    private static string Consent(string status, string provision) =>
        $$"""{"resourceType":"Consent","status":"{{status}}","scope":{"text":"privacy"},"category":[{"text":"x"}],"policyRule":{"text":"x"},"provision":{{provision}}}""";
}
