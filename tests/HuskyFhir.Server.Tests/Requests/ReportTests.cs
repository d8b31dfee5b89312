using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Validation;
using Microsoft.Extensions.DependencyInjection;
using Status = Hl7.Fhir.Model.Task.TaskStatus;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>The report on requests: what it counts, what it hides, its forms, and who reads it.</summary>
public sealed class ReportTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Asked = "Task/$request-report?start=2026-01-01&end=2026-12-31&kind=complaint";

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Report_CountsAndHides_AndTakesThreeForms(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var white = await MembersAsync(plan, "2106-3", "en");
        var black = await MembersAsync(plan, "2054-5", "es");
        // Overdue and waiting of both races, so many that all are shown; then three of a third race, which are not, nor
        // the smallest beside them.
        await server.StoreAsync([
            .. Enumerable.Range(0, 20).Select(_ => OpenRequests.Of(white, "complaint", server.In(-3))),
        ]);
        await server.StoreAsync([
            .. Enumerable.Range(0, 14).Select(_ => OpenRequests.Of(black, "complaint", server.In(5))),
        ]);
        await server.StoreAsync([
            .. Enumerable
                .Range(0, 12)
                .Select(_ => OpenRequests.Of(black, "complaint", server.In(5), Status.Completed, "done")),
        ]);
        // Closed elsewhere, nobody knows when: in no count. And one kind that was closed late.
        var unknown = Enumerable
            .Range(0, 11)
            .Select(_ => OpenRequests.Of(black, "complaint", server.In(5), Status.Completed, "done"))
            .ToArray();
        Array.ForEach(unknown, static each => each.ExecutionPeriod = null);
        await server.StoreAsync(unknown);
        var grievances = Enumerable
            .Range(0, 12)
            .Select(_ => OpenRequests.Of(black, "grievance", server.In(-30), Status.Completed, "done"))
            .ToArray();
        Array.ForEach(
            grievances,
            static each =>
                each.ReasonCode = new(Core.Terms.Systems.Base + "/CodeSystem/husky-grievance-reason", "waiting")
        );
        await server.StoreAsync(grievances);
        var late = (await plan.AskAsync(Asked.Replace("complaint", "grievance", StringComparison.Ordinal)))
            .Expect(HttpStatusCode.OK)
            .Json;
        Assert.Equal((12L, 0L, 12L), (Count(late, "answered"), Count(late, "in-time"), Count(late, "late")));
        Assert.Equal(12, Counts(late, "waiting")["late"]);
        var first = (await plan.AskAsync(Asked)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            (46L, 34L, 12L, 12L, 20L),
            (
                Count(first, "at-hand"),
                Count(first, "open"),
                Count(first, "answered"),
                Count(first, "in-time"),
                Count(first, "overdue")
            )
        );
        var third = await MembersAsync(plan, "2028-9", "fr");
        await server.StoreAsync([
            .. Enumerable.Range(0, 3).Select(_ => OpenRequests.Of(third, "complaint", server.In(5))),
        ]);

        var told = (await plan.AskAsync(Asked)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("MeasureReport", told.GetProperty("resourceType").GetString());
        Assert.Null(Counts(told, "2028-9")["at-hand"]);
        Assert.Null(Counts(told, "2106-3")["at-hand"]);
        Assert.Equal(26, Counts(told, "2054-5")["at-hand"]);
        Assert.All(Numbers(told), static number => Assert.True(number is 0 or > 10, $"{number} is shown"));

        Assert.True(
            server
                .Services.GetRequiredService<ProfileValidator>()
                .Validate(FhirJson.Read(JsonSerializer.SerializeToUtf8Bytes(told)), [])
                .Valid
        );

        var table = (await plan.AskAsync(Asked + "&_format=csv")).Expect(HttpStatusCode.OK).Text;
        Assert.Equal(table, (await plan.AskAsync(Asked, ("Accept", "text/csv"))).Expect(HttpStatusCode.OK).Text);
        Assert.StartsWith("kind,dimension,value,at-hand,asked,", table, StringComparison.Ordinal);
        Assert.Contains("complaint,race,2028-9,,", table, StringComparison.Ordinal);
        Assert.Contains("complaint,race,2054-5,26,", table, StringComparison.Ordinal);

        var page = (await plan.AskAsync(Asked, ("Accept", "text/html"))).Expect(HttpStatusCode.OK).Text;
        var chart = XDocument.Parse(
            page[
                page.IndexOf("<svg", StringComparison.Ordinal)..(
                    page.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length
                )
            ]
        );
        Assert.Contains(
            chart.Descendants(),
            static element => element.Name.LocalName == "title" && element.Value == "complaint, overdue: 20"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Report_IsForThePlan_AndSaysWhatItTakes(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        (await ehr.AskAsync(Asked)).Expect(HttpStatusCode.Forbidden);
        foreach (
            var wrong in new[]
            {
                "",
                "?start=2026-01-01",
                "?start=2026-02-01&end=2026-01-01",
                "?start=2026&end=2026-12-31",
                "?start=2026-01-02&end=2026-12-31",
                "?start=2026-01-01&end=2026-12-30",
                "?start=2026-01-01&end=2026-12-31&kind=none",
                "?start=2026-01-01&end=2026-12-31&programme=A",
                "?start=2026-01-01&end=2026-12-31&race=1",
            }
        )
            (await plan.AskAsync("Task/$request-report" + wrong)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(
            "OperationOutcome",
            (await plan.AskAsync("Task/$request-report?_format=csv"))
                .Expect(HttpStatusCode.BadRequest)
                .Json.GetProperty("resourceType")
                .GetString()
        );
        (await plan.AskAsync("Task?_format=csv")).Expect(HttpStatusCode.NotAcceptable);
        var empty = (await plan.AskAsync("Task/$request-report?start=2001-01-01&end=2001-12-31"))
            .Expect(HttpStatusCode.OK)
            .Json;
        Assert.False(empty.TryGetProperty("group", out _));
    }

    private static async Task<string> MembersAsync(HttpClient plan, string race, string language)
    {
        var member = Made.Patient(Made.Word());
        member["extension"] = JsonNode.Parse(
            $$"""[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[{"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"{{race}}","display":"As told"} },{"url":"text","valueString":"As told"}]}]"""
        );
        member["communication"] = JsonNode.Parse(
            $$"""[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"{{language}}"}]} }]"""
        );
        return (await plan.CreateAsync(member)).At();
    }

    private static long? Count(JsonElement report, string count) => Counts(report, null)[count];

    /// <summary>The counts of the kind, or of the stratum with a code.</summary>
    private static Dictionary<string, long?> Counts(JsonElement report, string? stratum)
    {
        if (!report.TryGetProperty("group", out var groups))
            return [];
        var of = stratum is null
            ? groups[0]
            : groups[0]
                .GetProperty("stratifier")
                .EnumerateArray()
                .SelectMany(static each => each.GetProperty("stratum").EnumerateArray())
                .First(each =>
                    each.GetProperty("value").TryGetProperty("coding", out var coding)
                    && coding[0].GetProperty("code").GetString() == stratum
                );
        return of.GetProperty("population")
            .EnumerateArray()
            .ToDictionary(
                static each => each.GetProperty("code").GetProperty("coding")[0].GetProperty("code").GetString()!,
                static each => each.TryGetProperty("count", out var count) ? count.GetInt64() : (long?)null
            );
    }

    private static IEnumerable<long> Numbers(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(static each => each.NameEquals("count") ? [each.Value.GetInt64()] : Numbers(each.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
            _ => [],
        };
}
