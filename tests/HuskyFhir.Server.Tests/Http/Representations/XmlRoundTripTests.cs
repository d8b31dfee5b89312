using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsCheck;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Representations;

/// <summary>
/// JSON in, XML out, XML in, JSON out: nothing is lost and nothing is added. Blanks at the ends of a string are the
/// exception that R4 makes (section 2.24.0.1, string): the XML format removes them.
/// </summary>
public sealed class XmlRoundTripTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly string[] Words =
    [
        "a",
        "Zoë",
        "陳",
        "😀",
        " x ",
        "a\nb",
        "a\tb",
        "a\r\nb",
        "<b>&amp;</b>",
        "\"'",
        "]]>",
        "\u00a0",
        "e\u0301",
        "&#x41;",
    ];
    private static readonly string[] Dates = ["1980", "1980-02", "1980-02-29"];

    private static readonly Gen<string> Text = Gen.Int[0, Words.Length - 1]
        .Select(static at => Words[at])
        .Array[1, 4]
        .Select(static parts => string.Concat(parts).Trim())
        .Where(static text => text.Length > 0);

    private static readonly Gen<JsonObject> Extension = Gen.OneOf(
        Text.Select(static text => new JsonObject { ["url"] = "http://x.example/string", ["valueString"] = text }),
        Gen.Decimal[-1000, 1000]
            .Select(static number => new JsonObject
            {
                ["url"] = "http://x.example/decimal",
                ["valueDecimal"] = JsonNode.Parse(
                    number.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)
                ),
            }),
        Gen.Bool.Select(static flag => new JsonObject { ["url"] = "http://x.example/flag", ["valueBoolean"] = flag })
    );

    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Samples_ThroughXml_StayAsTheyWere(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var type in new[]
            {
                "Patient",
                "Coverage",
                "Observation",
                "RelatedPerson",
                "Provenance",
                "Organization",
                "Location",
                "Practitioner",
                "PractitionerRole",
            }
        )
        foreach (var entry in (await plan.AskAsync($"{type}?_count=1000")).Entries)
        {
            if (entry.GetProperty("resource").GetRawText().Contains("45473-6", StringComparison.Ordinal))
                continue; // the flag of directives, which the service alone writes
            var before = JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject();
            var xml = (await plan.AskAsync(before.At(), ("Accept", "application/fhir+xml"))).Expect(HttpStatusCode.OK);
            var after = (await plan.RawAsync(HttpMethod.Put, before.At(), xml.Body, "application/fhir+xml")).Expect(
                HttpStatusCode.OK
            );
            Same(before, JsonNode.Parse(after.Text)!.AsObject());
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Generated_ThroughXml_StayAsTheyWere(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var made = await plan.CreateAsync(Made.Patient(Made.Word()));
        await Gen.Select(Text, Text, Extension.Array[0, 3], Gen.Bool, Gen.Int[0, Dates.Length - 1])
            .SampleAsync(
                async given =>
                {
                    var (family, line, extensions, coded, born) = given;
                    var sent = made.DeepClone().AsObject();
                    sent["name"]![0]!["family"] = family;
                    sent["name"]![0]!["_given"] = new JsonArray(new JsonObject { ["id"] = "g" });
                    sent["address"] = new JsonArray(
                        new JsonObject
                        {
                            ["line"] = new JsonArray((JsonNode?)null, line),
                            ["_line"] = new JsonArray(
                                new JsonObject
                                {
                                    ["extension"] = Copy(
                                        extensions.Length == 0
                                            ? [new() { ["url"] = "http://x.example/e", ["valueCode"] = "c" }]
                                            : extensions
                                    ),
                                },
                                null
                            ),
                        }
                    );
                    sent["birthDate"] = Dates[born];
                    if (extensions.Length > 0)
                        sent["extension"] = Copy(extensions);
                    if (coded)
                        sent["text"] = new JsonObject
                        {
                            ["status"] = "additional",
                            ["div"] =
                                $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p class=\"x\">{new XText(line.Replace("\r", "", StringComparison.Ordinal))}</p> <b>a</b> <i>b</i></div>",
                        };
                    var stored = JsonNode.Parse((await plan.PutAsync(sent)).Expect(HttpStatusCode.OK).Text)!.AsObject();
                    var xml = (await plan.AskAsync(made.At(), ("Accept", "application/fhir+xml"))).Expect(
                        HttpStatusCode.OK
                    );
                    var back = (
                        await plan.RawAsync(HttpMethod.Put, made.At(), xml.Body, "application/fhir+xml")
                    ).Expect(HttpStatusCode.OK);
                    Same(stored, JsonNode.Parse(back.Text)!.AsObject());
                },
                iter: 60,
                threads: 1
            );
    }

    private static JsonArray Copy(JsonObject[] extensions) => [.. extensions.Select(static each => each.DeepClone())];

    /// <summary>All the same but the version; a narrative is the same when its XML is.</summary>
    private static void Same(JsonObject before, JsonObject after)
    {
        foreach (var each in new[] { before, after })
        {
            each.Remove("meta");
            if (each["text"]?["div"] is { } div)
                each["text"]!["div"] = XElement
                    .Parse(div.GetValue<string>(), LoadOptions.PreserveWhitespace)
                    .ToString(SaveOptions.DisableFormatting);
        }

        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }
}
