using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary>
/// Whom a description is of (HRex member-match), and who is treated where by a provider's word (PDex
/// provider-member-match).
/// </summary>
public sealed class MemberMatchTests(PostgresServer postgres) : OnBoth(postgres)
{
    // Guesses are counted, and attestations expire.
    protected override bool Alone => true;

    protected override (string Name, string Value)[] Settings =>
        [("Security:FailedMatchesPerMinute", "5"), ("Security:AttestationDays", "30")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MemberMatch_OfOneMember_TellsTheIdentifier_AndOtherwiseOneRefusal(string database)
    {
        var server = await ServerAsync(database);
        var (member, (word, number, _)) = await Attestation.MemberAsync(server);
        using var plan = server.As("plan-admin");
        var found = (await plan.PostAsAsync("Patient/$member-match", Asked(word, number))).Expect(HttpStatusCode.OK);
        var part = found.Json.GetProperty("parameter")[0];
        Assert.Equal(
            ("MemberIdentifier", "UMB"),
            (
                part.GetProperty("name").GetString(),
                part.GetProperty("valueIdentifier")
                    .GetProperty("type")
                    .GetProperty("coding")[0]
                    .GetProperty("code")
                    .GetString()
            )
        );
        Assert.Equal(
            member,
            found.Json.GetProperty("parameter")[1].GetProperty("valueReference").GetProperty("reference").GetString()
        );
        foreach (
            var wrong in new[]
            {
                Asked(word, "X" + number),
                Asked(word + "x", number),
                Asked(word, number, "1980-02-28"),
            }
        )
            (await plan.PostAsAsync("Patient/$member-match", wrong)).Refused(
                HttpStatusCode.UnprocessableEntity,
                "no-match"
            );
        foreach (
            var (consent, rule) in new[]
            {
                (Consent("inactive", """{"type":"permit"}"""), "consent-inactive"),
                (Consent("active", """{"type":"deny"}"""), "consent-denies"),
                (Consent("active", """{"type":"permit","period":{"end":"2020-01-01"}}"""), "consent-period"),
            }
        )
            (await plan.PostAsAsync("Patient/$member-match", Asked(word, number, consent: consent))).Refused(
                HttpStatusCode.UnprocessableEntity,
                rule
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Guesses_BeyondTheAllowance_AreRefused(string database)
    {
        var server = await ServerAsync(database);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        using var ehr = server.As("ehr-harbor");
        for (var guess = 0; guess < 5; guess++)
            (await ehr.PostAsAsync("Patient/$member-match", Asked(Made.Word(), "1"))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "no-match"
            );
        (await ehr.PostAsAsync("Patient/$member-match", Asked(Made.Word(), "1"))).Refused(
            HttpStatusCode.TooManyRequests,
            "too-many-guesses"
        );
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await ehr.PostAsAsync("Patient/$member-match", Asked(Made.Word(), "1"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "no-match"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Attestation_AttributesForATime_AndTellsNothingOfWhoOptedOut(string database)
    {
        var server = await ServerAsync(database);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var (member, (word, number, _)) = await Attestation.MemberAsync(server);
        var (other, (otherWord, otherNumber, _)) = await Attestation.MemberAsync(server);
        using var plan = server.As("plan-admin");
        await plan.CreateAsync(Made.OptOut(other));
        using var ehr = server.As("ehr-riverbend");
        (await ehr.AskAsync(member)).Refused(HttpStatusCode.NotFound, "unknown-id");
        var own = Attestation.Of("1999900016");
        var asked = Attestation.Many(
            new(word, number, own),
            new(otherWord, otherNumber, own),
            new(Made.Word(), "7", own),
            new(word, number, Attestation.Of("1999900016", period: """{"start":"2026-01-01","end":"2026-02-01"}"""))
        );
        (await ehr.PostAsAsync("Group/$provider-member-match", asked)).Refused(
            HttpStatusCode.BadRequest,
            "respond-async"
        );
        (
            await plan.CallAsync(HttpMethod.Post, "Group/$provider-member-match", asked, ("Prefer", "respond-async"))
        ).Refused(HttpStatusCode.Forbidden, "policy");
        var accepted = (
            await ehr.CallAsync(HttpMethod.Post, "Group/$provider-member-match", asked, ("Prefer", "respond-async"))
        ).Expect(HttpStatusCode.Accepted);
        var status = accepted.Header("Content-Location")!;
        using var harbor = server.As("ehr-harbor");
        (await harbor.AskAsync(status)).Refused(HttpStatusCode.NotFound, "unknown-id");
        var answer = await Attestation.DoneAsync(ehr, status);
        var groups = answer
            .Entries[0]
            .GetProperty("resource")
            .GetProperty("parameter")
            .EnumerateArray()
            .ToDictionary(
                static one => one.GetProperty("name").GetString()!,
                static one => one.GetProperty("resource")
            );
        Assert.Equal(
            member,
            Assert
                .Single(groups["MatchedMembers"].GetProperty("member").EnumerateArray())
                .GetProperty("entity")
                .GetProperty("reference")
                .GetString()
        );
        Assert.Equal(2, groups["NonMatchedMembers"].GetProperty("quantity").GetInt32());
        Assert.Equal(1, groups["ConsentConstrainedMembers"].GetProperty("quantity").GetInt32());
        Assert.DoesNotContain(other, answer.Text, StringComparison.Ordinal);
        (await ehr.AskAsync(member)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(other)).Refused(HttpStatusCode.NotFound, "unknown-id");
        await KeptAsync(plan, ehr, member, other);
        (await harbor.RemoveAsync(status)).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await ehr.RemoveAsync(status)).Expect(HttpStatusCode.Accepted);
        (await ehr.AskAsync(status)).Refused(HttpStatusCode.NotFound, "unknown-id");
        server.Clock.Advance(TimeSpan.FromDays(31));
        using var later = server.As("ehr-riverbend");
        (await later.AskAsync(member)).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    /// <summary>What was attested stays with the member's record, for the plan.</summary>
    private static async Task KeptAsync(HttpClient plan, HttpClient ehr, string member, string other)
    {
        var kept = Assert
            .Single(
                (await plan.AskAsync($"Consent?patient={member}&scope=treatment")).Expect(HttpStatusCode.OK).Entries
            )
            .GetProperty("resource");
        Assert.Contains("1234567893", kept.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("2026-11-20T10:00:00-05:00", kept.GetProperty("dateTime").GetString());
        Assert.Equal(0, (await ehr.AskAsync($"Consent?patient={member}&scope=treatment")).Total);
        Assert.Equal(0, (await plan.AskAsync($"Consent?patient={other}&scope=treatment")).Total);
        var origin = Assert
            .Single((await plan.AskAsync($"Provenance?target=Consent/{kept.GetProperty("id").GetString()}")).Entries)
            .GetRawText();
        Assert.Contains("ehr-riverbend", origin, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Attestation_ThatLacksWhatTheGuideAsks_IsRefusedWithAllThatIsMissing(string database)
    {
        var server = await ServerAsync(database);
        var (member, person) = await Operations.Attestation.MemberAsync(server);
        using var ehr = server.As("ehr-riverbend");
        async Task<Reply> SendAsync(string consent) =>
            await ehr.CallAsync(
                HttpMethod.Post,
                "Group/$provider-member-match",
                Operations.Attestation.Many(person with { Consent = consent }),
                ("Prefer", "respond-async")
            );
        var empty = (await SendAsync(Consent("active", """{"type":"permit"}"""))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "attestation-incomplete"
        );
        foreach (
            var element in new[]
            {
                "scope",
                "patient",
                "dateTime",
                "performer",
                "provision.period",
                "provision.actor",
                "provision.purpose",
            }
        )
            Assert.Contains(
                empty.Issues,
                issue => issue.GetProperty("expression")[0].GetString() == $"MemberBundle[0].Consent.{element}"
            );
        (await SendAsync(Operations.Attestation.Of("1999900024"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "attestation-of-another"
        );
        (
            await SendAsync(
                Operations
                    .Attestation.Of("1999900016")
                    .Replace("2026-11-20T10", "2031-11-20T10", StringComparison.Ordinal)
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "attestation-incomplete");
        (
            await SendAsync(
                Operations
                    .Attestation.Of("1999900016")
                    .Replace("64292-6", new string('a', 3000), StringComparison.Ordinal)
            )
        ).Expect(HttpStatusCode.UnprocessableEntity);
        foreach (var (status, type) in new[] { ("inactive", "permit"), ("active", "deny") })
            (await SendAsync(Operations.Attestation.Of("1999900016", status, type))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "attestation-incomplete"
            );
        (await ehr.AskAsync(member)).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task NarrowedScopes_HoldTheMatch_AsTheyHoldASearch(string database)
    {
        var server = await ServerAsync(database);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var (_, person) = await Operations.Attestation.MemberAsync(server);
        using var men = server.As("plan-admin", "system/Patient.rs?gender=male");
        using var women = server.As("plan-admin", "system/Patient.rs?gender=female");
        (await women.PostAsAsync("Patient/$member-match", Asked(person.Family, person.Number))).Expect(
            HttpStatusCode.OK
        );
        (await men.PostAsAsync("Patient/$member-match", Asked(person.Family, person.Number))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "no-match"
        );
        using var some = server.As("plan-admin", "system/Patient.rs?gender=male system/Task.rs?status=completed");
        (await some.AskAsync("Patient/$changes")).Refused(HttpStatusCode.Forbidden, "scope");
        (await some.AskAsync("Task/$request-report?start=2026-01-01&end=2026-03-31")).Refused(
            HttpStatusCode.Forbidden,
            "scope"
        );
        using var ehr = server.As("ehr-riverbend", "system/Group.rs system/Patient.rs?gender=male");
        (
            await ehr.CallAsync(
                HttpMethod.Post,
                "Group/$provider-member-match",
                Operations.Attestation.Many(person with { Consent = Operations.Attestation.Of("1999900016") }),
                ("Prefer", "respond-async")
            )
        ).Refused(HttpStatusCode.Forbidden, "scope");
    }

    private static JsonObject Asked(string family, string number, string born = "1980-02-29", string? consent = null) =>
        new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray([
                .. Attestation.Parts(
                    family,
                    number,
                    born,
                    consent
                        ?? Consent("active", """{"type":"permit","period":{"start":"2026-01-01","end":"2027-12-31"}}""")
                ),
            ]),
        };

    private static string Consent(string status, string provision) =>
        $$"""{"resourceType":"Consent","status":"{{status}}","scope":{"text":"privacy"},"category":[{"text":"x"}],"policyRule":{"text":"x"},"provision":{{provision}}}""";
}
