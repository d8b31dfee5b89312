using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http;

/// <summary>Which representations are read and written (R4 section 3.1.0.1.7).</summary>
public sealed class NegotiationTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Accept_OfJsonInAnyOfItsNames_Is200(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var accept in new[]
            {
                "application/fhir+json",
                "application/json",
                "*/*",
                "application/*",
                "text/html;q=0.4, application/fhir+json;q=0.5",
                "application/json, text/plain, */*",
                "*/*, text/html",
                "application/fhir+json, application/fhir+xml",
                "application/fhir+xml;q=0.9, */*",
                "application/fhir+xml; fhirVersion=5.0, application/json;q=0.1",
                "application/fhir+json; fhirVersion=4.0",
                "application/fhir+json; fhirVersion=\"4.0\"",
                "application/fhir+json; charset=utf-8",
            }
        )
            Assert.Equal(
                "application/fhir+json; charset=utf-8",
                (await plan.AskAsync("Patient?_count=1", ("Accept", accept))).Expect(HttpStatusCode.OK).ContentType
            );
    }

    [Theory]
    [InlineData("application/fhir+xml", "application/fhir+xml")]
    [InlineData("application/json;q=0.5, application/xml;q=0.6", "application/fhir+xml")]
    [InlineData("application/xml, application/fhir+json", "application/fhir+xml")]
    [InlineData("application/fhir+json;q=0, */*", "application/fhir+xml")]
    [InlineData("text/*", "text/html")]
    [InlineData("text/html, */*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "text/html")]
    public async Task Accept_OfSeveral_TakesTheBest(string accept, string type)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        Assert.Equal(
            $"{type}; charset=utf-8",
            (await plan.AskAsync("Patient?_count=1", ("Accept", accept))).Expect(HttpStatusCode.OK).ContentType
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Accept_OfNothingThatWeHave_Is406(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var accept in new[]
            {
                "image/*",
                "text/plain",
                "text/html;q=0",
                "application/fhir+json;q=0",
                "application/fhir+json; fhirVersion=5.0",
                "%%%",
            }
        )
        {
            (await plan.AskAsync("Patient?_count=1", ("Accept", accept))).Refused(
                HttpStatusCode.NotAcceptable,
                "format"
            );
            (await plan.AskAsync("metadata", ("Accept", accept))).Refused(HttpStatusCode.NotAcceptable, "format");
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Format_WinsOverAccept(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var format in new[] { "json", "application/fhir%2Bjson", "application/json", "text/json" })
            (await plan.AskAsync($"Patient?_count=1&_format={format}", ("Accept", "text/html"))).Expect(
                HttpStatusCode.OK
            );
        foreach (
            var format in new[]
            {
                "htm",
                "ttl",
                "application/fhir%2Bturtle",
                "application/fhir%2Bxml;fhirVersion=3.0",
                "",
            }
        )
            (await plan.AskAsync($"Patient?_count=1&_format={format}", ("Accept", "application/json"))).Refused(
                HttpStatusCode.NotAcceptable,
                "format"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Format_OfASearch_HoldsForItsNextPages(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var page = (await plan.AskAsync("Patient?_count=1&_format=json&_pretty=true", ("Accept", "text/html"))).Expect(
            HttpStatusCode.OK
        );
        var next = (await plan.AskAsync(page.Link("next")!, ("Accept", "text/html"))).Expect(HttpStatusCode.OK);
        Assert.Contains("\n  ", next.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Pretty_Indents_AndChangesNoValue(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var income = await plan.CreateAsync(Made.Income(patient.At(), 1));
        income["valueQuantity"]!["value"] = System.Text.Json.Nodes.JsonNode.Parse("1234.50");
        (await plan.PutAsync(income)).Expect(HttpStatusCode.OK);
        var plain = await plan.AskAsync(income.At());
        var pretty = (await plan.AskAsync(income.At() + "?_pretty=true")).Expect(HttpStatusCode.OK);
        Assert.Contains("\"value\":1234.50", plain.Text, StringComparison.Ordinal);
        Assert.Contains("\"value\": 1234.50", pretty.Text, StringComparison.Ordinal);
        Assert.Equal(pretty.Body.Length, pretty.ContentLength);
        Assert.DoesNotContain('\n', plain.Text);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Body_OfAnotherMediaType_Is415(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var body = Encoding.UTF8.GetBytes(Made.Patient(Made.Word()).ToJsonString());
        foreach (
            var type in new[]
            {
                "text/html",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/fhir+json; charset=iso-8859-1",
                "application/fhir+json; fhirVersion=3.0",
                "nonsense",
                null,
            }
        )
            Assert.Equal(
                "Content-Type",
                (await plan.RawAsync(HttpMethod.Post, "Patient", body, type))
                    .Refused(HttpStatusCode.UnsupportedMediaType, "content-type")
                    .Expression
            );
        (
            await plan.RawAsync(
                HttpMethod.Post,
                "Patient",
                body,
                "application/fhir+json",
                ("Content-Encoding", "compress")
            )
        ).Refused(HttpStatusCode.UnsupportedMediaType, "content-type");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Body_OfJsonInAnyOfItsNames_IsRead(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var type in new[]
            {
                "application/json",
                "application/fhir+json; charset=UTF-8",
                "application/fhir+json; charset=\"utf-8\"",
                "application/fhir+json;fhirVersion=4.0",
                "text/json",
            }
        )
            (
                await plan.RawAsync(
                    HttpMethod.Post,
                    "Patient",
                    Encoding.UTF8.GetBytes(Made.Patient(Made.Word()).ToJsonString()),
                    type
                )
            ).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Json_KeepsEveryCharacterOfTheSender(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var family in new[] { "Muñoz", "陳", "O'Brien & <Söhne>", "😀 smile", "a\\b\"c", "e\u0301" })
        {
            var patient = Made.Patient(Made.Word());
            patient["name"]![0]!["family"] = family;
            var made = await plan.CreateAsync(patient);
            Assert.Equal(
                family,
                (await plan.AskAsync(made.At())).Json.GetProperty("name")[0].GetProperty("family").GetString()
            );
        }
    }
}
