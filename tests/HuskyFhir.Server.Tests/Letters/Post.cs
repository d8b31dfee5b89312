using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Letters;

/// <summary>Members with addresses, their letters, and what the post says of them.</summary>
internal static class Post
{
    private const string Label =
        "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    /// <summary>A member who is covered, with what a test says of addresses.</summary>
    public static async Task<string> MemberAsync(
        HttpClient plan,
        string? language = null,
        params JsonObject[] addresses
    )
    {
        var member = Made.Patient(Made.Word());
        member["address"] = new JsonArray([.. addresses]);
        if (addresses.Length == 0)
            member.Remove("address");
        if (language is not null)
            member["communication"] = JsonNode.Parse(
                $$"""[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"{{language}}"}]},"preferred":true}]"""
            );
        var stored = await plan.CreateAsync(member);
        await EnrolAsync(plan, stored.At(), "HUSKY-A");
        return stored.At();
    }

    public static JsonObject Address(string line, bool confidential = false)
    {
        var address = JsonNode
            .Parse($$"""{"line":["{{line}}"],"city":"Hartford","state":"CT","postalCode":"06100"}""")!
            .AsObject();
        if (confidential)
            address["extension"] = Labelled();
        return address;
    }

    public static JsonArray Labelled() =>
        JsonNode
            .Parse(
                $$"""[{"url":"{{Label}}","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"} }]"""
            )!
            .AsArray();

    /// <summary>A grievance of a member that was settled: one letter.</summary>
    public static async Task<JsonObject> SettledAsync(HttpClient plan, string member)
    {
        var task = await plan.CreateAsync(For("grievance", member));
        task = await MovedAsync(plan, task.To("in-progress"));
        return await MovedAsync(plan, task.To("completed").Out(Text("resolution", "The clinic said sorry.")));
    }

    /// <summary>The letters about a resource, in order, as they stand.</summary>
    public static async Task<List<JsonObject>> LettersAsync(this HttpClient plan, string about) =>
        [
            .. (await plan.AskAsync($"Communication?about={about}&_sort=_lastUpdated&_count=100"))
                .Expect(HttpStatusCode.OK)
                .Entries.Select(static entry => JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject())
                .Where(static notice => notice["topic"] is not null),
        ];

    public static string Step(this JsonObject notice) => (string)notice["topic"]!["coding"]![0]!["code"]!;

    public static (string Status, string State) Stand(this JsonObject notice) =>
        ((string)notice["status"]!, (string)notice["statusReason"]!["coding"]![0]!["code"]!);

    public static string Id(this JsonObject notice) => (string)notice["id"]!;

    public static string Paper(this JsonObject notice) =>
        (string)notice["payload"]![1]!["contentReference"]!["reference"]!;

    /// <summary>The words of a letter.</summary>
    public static async Task<string> TextAsync(this HttpClient plan, JsonObject notice) =>
        Encoding.UTF8.GetString(
            Convert.FromBase64String(
                (string)(await ReadAsync(plan, notice.Paper()))["content"]![0]!["attachment"]!["data"]!
            )
        );

    /// <summary>Says of a letter that it was mailed, or what else.</summary>
    public static Task<string?> SayAsync(this HuskyServer server, LetterNews news) =>
        server
            .Services.GetRequiredService<LetterDesk>()
            .RecordAsync("test", news, TestContext.Current.CancellationToken);

    /// <summary>The bytes of a document.</summary>
    public static async Task<byte[]> BytesAsync(HttpClient client, string at)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, at);
        ask.Headers.Accept.ParseAdd("application/pdf");
        using var answer = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The words of a PDF, without lines.</summary>
    public static string Words(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return string.Join(' ', document.GetPages().Select(static page => page.Text));
    }
}
