using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>Bodies that cannot be taken: always 4xx with what and where, and nothing is stored.</summary>
public sealed class BadBodyTests(PostgresServer postgres) : OnBoth(postgres)
{
    public static TheoryData<string, string> Unreadable =>
        new()
        {
            { "empty", "" },
            { "blank", "  " },
            { "not JSON", "hello" },
            { "truncated", "{\"resourceType\":\"Patient\"" },
            { "array", "[]" },
            { "number", "1" },
            { "null", "null" },
            { "no type", "{}" },
            { "unknown type", "{\"resourceType\":\"Dog\"}" },
            { "abstract type", "{\"resourceType\":\"Resource\"}" },
            { "type as number", "{\"resourceType\":1}" },
            { "trailing comma", "{\"resourceType\":\"Patient\",}" },
            { "comment", "{\"resourceType\":\"Patient\"/*x*/}" },
            { "two resources", "{\"resourceType\":\"Patient\"}{}" },
            { "duplicate key", "{\"resourceType\":\"Patient\",\"active\":true,\"active\":false}" },
            { "unknown element", "{\"resourceType\":\"Patient\",\"colour\":\"blue\"}" },
            { "wrong case", "{\"resourceType\":\"Patient\",\"Active\":true}" },
            { "string for boolean", "{\"resourceType\":\"Patient\",\"active\":\"true\"}" },
            { "object for list", "{\"resourceType\":\"Patient\",\"name\":{}}" },
            { "empty list", "{\"resourceType\":\"Patient\",\"name\":[]}" },
            { "null member", "{\"resourceType\":\"Patient\",\"gender\":null}" },
            { "bad date", "{\"resourceType\":\"Patient\",\"birthDate\":\"1980-02-30\"}" },
            { "NaN", "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":NaN}}" },
            { "control character", "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\\u0000b\"}]}" },
            { "lone surrogate", "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\\ud800\"}]}" },
            {
                "control in a uri",
                "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"http://a\\u0000b\",\"value\":\"x\"}]}"
            },
            {
                "control in a code",
                "{\"resourceType\":\"Patient\",\"communication\":[{\"language\":{\"coding\":[{\"code\":\"a\\u0000b\"}]}}]}"
            },
            {
                "control in a reference",
                "{\"resourceType\":\"Patient\",\"generalPractitioner\":[{\"reference\":\"http://x/\\u0000\"}]}"
            },
            {
                "control in a unit",
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"http://x.example/Patient/1\"},\"valueQuantity\":{\"value\":1,\"unit\":\"a\\u0000\"}}"
            },
            { "lone surrogate in a name", "{\"resourceTy\\ud800pe\":\"Patient\"}" },
            {
                "lone surrogate in an inner name",
                "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceTy\\ud800pe\":\"Coverage\"}]}"
            },
            {
                "script",
                "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><script>x</script></div>\"}}"
            },
            { "bad code", "{\"resourceType\":\"Patient\",\"gender\":\"unknwon\"}" },
        };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Body_ThatCannotBeTaken_Is4xxThatSaysWhere(string what, string body)
    {
        Assert.NotEmpty(what);
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin");
            foreach (var type in new[] { "Patient", "Observation" })
            {
                var refused = await plan.RawAsync(
                    HttpMethod.Post,
                    type,
                    Encoding.UTF8.GetBytes(body),
                    "application/fhir+json"
                );
                Assert.True(
                    refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity,
                    $"{(int)refused.Status} {refused.Text}"
                );
                Outcomes.Check(refused);
                Assert.True(
                    refused.Expression is not null
                        || refused.Text.Contains("operationoutcome-issue-line", StringComparison.Ordinal),
                    refused.Text
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bytes_ThatAreNotUtf8_Are400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var latin = Encoding.Latin1.GetBytes(
            Made.Patient("Muñoz")
                .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        );
        foreach (
            var bytes in new[]
            {
                latin,
                [0xEF, 0xBB, 0xBF, .. "{}"u8],
                Encoding.Unicode.GetBytes("{\"resourceType\":\"Patient\"}"),
                [0, 0, 0],
                [0xFF, 0xFE],
            }
        )
            Outcomes.Check(
                (await plan.RawAsync(HttpMethod.Post, "Patient", bytes, "application/fhir+json")).Expect(
                    HttpStatusCode.BadRequest
                )
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Nesting_BeyondTheLimit_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var depth in new[] { 70, 1000, 100_000 })
        {
            var deep =
                string.Concat(Enumerable.Repeat("{\"extension\":[{\"url\":\"http://x.example\",\"extension\":[", 1))
                + string.Concat(Enumerable.Repeat("{\"url\":\"http://x.example\",\"extension\":[", depth));
            Outcomes.Check(
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        Encoding.UTF8.GetBytes("{\"resourceType\":\"Patient\"," + deep[1..]),
                        "application/fhir+json"
                    )
                ).Expect(HttpStatusCode.BadRequest)
            );
            Outcomes.Check(
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        Encoding.UTF8.GetBytes(new string('[', depth)),
                        "application/fhir+json"
                    )
                ).Expect(HttpStatusCode.BadRequest)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Value_TooLongToBeSearched_Is422ThatNamesTheElement(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (element, expression) in new[]
            {
                ("""name":[{"family":"LONG"}]""", "Patient.name.family"),
                ("""identifier":[{"system":"http://x.example","value":"LONG"}]""", "Patient.identifier"),
                ("""identifier":[{"system":"http://x.example/LONG","value":"1"}]""", "Patient.identifier"),
                ("""telecom":[{"system":"phone","value":"LONG"}]""", "Patient.telecom"),
                ("""address":[{"line":["LONG"]}]""", "Patient.address"),
                ("""generalPractitioner":[{"reference":"http://x.example/LONG"}]""", "Patient.generalPractitioner"),
                ("""communication":[{"language":{"coding":[{"code":"LONG"}]}}]""", "Patient.communication.language"),
            }
        )
        {
            foreach (var length in new[] { 9_000, 200_000 })
            {
                var body =
                    $"{{\"resourceType\":\"Patient\",\"{element.Replace("LONG", Noise(length), StringComparison.Ordinal)}}}";
                var refused = (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        Encoding.UTF8.GetBytes(body),
                        "application/fhir+json"
                    )
                ).Expect(HttpStatusCode.UnprocessableEntity);
                var issue = Assert.Single(
                    refused.Issues,
                    static issue => issue.ToString().Contains("\"value-too-long\"", StringComparison.Ordinal)
                );
                Assert.StartsWith(expression, issue.GetProperty("expression")[0].GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Value_AsLongAsCanBeSearched_IsStoredAndFound(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (family, code) = (Made.Word() + Noise(1_900), Made.ClientId() + Noise(900));
        var patient = Made.Patient(family, code);
        patient["text"] = JsonNode.Parse(
            $$"""{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">{{Noise(300_000)}}</div>"}"""
        );
        await plan.CreateAsync(patient);
        Assert.Equal(1, (await plan.AskAsync($"Patient?family:exact={family}")).Total);
        Assert.Equal(1, (await plan.AskAsync($"Patient?family={family[..40]}")).Total);
        Assert.Equal(1, (await plan.AskAsync($"Patient?identifier={code}")).Total);
    }

    /// <summary>Letters that do not compress, since a database may squeeze a long key before it measures it.</summary>
    private static string Noise(int length)
    {
        var random = new Random(7);
        return string.Create(
            length,
            random,
            static (span, random) =>
            {
                for (var at = 0; at < span.Length; at++)
                    span[at] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[random.Next(62)];
            }
        );
    }
}
