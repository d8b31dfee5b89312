using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Representations;

/// <summary>
/// XML that attacks, and XML that is merely wrong: refused with every issue, its line, and nothing of our insides.
/// </summary>
public sealed class BadXmlTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Open = "<Patient xmlns=\"http://hl7.org/fhir\">";

    public static TheoryData<string, string> Attacks =>
        new()
        {
            {
                "<!DOCTYPE Patient [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"&x;\"/></name></Patient>",
                "xml-dtd"
            },
            {
                "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"&c;\"/></name></Patient>",
                "xml-dtd"
            },
            {
                "<!DOCTYPE Patient SYSTEM \"http://127.0.0.1:9/evil.dtd\"><Patient xmlns=\"http://hl7.org/fhir\"/>",
                "xml-dtd"
            },
            { Open + "<name><family value=\"&nbsp;\"/></name></Patient>", "xml-syntax" },
            { Open + "<active value=\"true\"></Patient>", "xml-syntax" },
            { Open + "<active value=\"true\"/>", "xml-syntax" },
            { Open + "<active value=\"&#0;\"/></Patient>", "xml-syntax" },
            { Open + "</Patient>" + Open + "</Patient>", "xml-syntax" },
            { "", "xml-syntax" },
            { "{\"resourceType\":\"Patient\"}", "xml-syntax" },
            { "<Patient><active value=\"true\"/></Patient>", "xml-structure" },
            { Open + "<birthDate value=\"1980\"/><active value=\"true\"/></Patient>", "xml-structure" },
            { Open + "<name>text</name></Patient>", "xml-structure" },
            { Open + "<contained/></Patient>", "xml-structure" },
            { Open + "<deceasedBoolean value=\"true\"/><deceasedDateTime value=\"2020\"/></Patient>", "unreadable" },
            { Open + "<active value=\"maybe\"/></Patient>", "wrong-json-type" },
            { Open + "<nonsense value=\"1\"/></Patient>", "unknown-element" },
            {
                Open
                    + "<name><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/></name></Patient>",
                "xml-structure"
            },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Body_ThatCannotBeRead_Is400(string body, string detail)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var refused = (
            await plan.RawAsync(HttpMethod.Post, "Patient", Encoding.UTF8.GetBytes(body), "application/fhir+xml")
        ).Refused(HttpStatusCode.BadRequest, detail);
        Outcomes.Check(refused, body);
        Assert.DoesNotContain("root:", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatIsNotUtf8_Is400()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        (
            await plan.RawAsync(
                HttpMethod.Post,
                "Patient",
                [.. Encoding.Latin1.GetBytes(Open + "<name><family value=\"Mu\u00f1oz\"/></name></Patient>")],
                "application/fhir+xml"
            )
        ).Refused(HttpStatusCode.BadRequest, "not-utf8");
        var declared =
            "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>"
            + Open
            + "<name><family value=\"Mu\u00f1oz\"/></name></Patient>";
        (
            await plan.RawAsync(
                HttpMethod.Post,
                "Patient",
                [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(declared)],
                "application/fhir+xml"
            )
        ).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Body_OfTenThousandLevels_Is400()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        foreach (var element in new[] { "extension", "contained", "name" })
        {
            var deep =
                $"{Open}{string.Concat(Enumerable.Repeat($"<{element}>", 10_000))}{string.Concat(Enumerable.Repeat($"</{element}>", 10_000))}</Patient>";
            Outcomes.Check(
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        Encoding.UTF8.GetBytes(deep),
                        "application/fhir+xml"
                    )
                ).Refused(HttpStatusCode.BadRequest, "xml-too-deep")
            );
        }

        var div =
            $"{Open}<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">{string.Concat(Enumerable.Repeat("<b>", 10_000))}{string.Concat(Enumerable.Repeat("</b>", 10_000))}</div></text></Patient>";
        Outcomes.Check(
            (
                await plan.RawAsync(HttpMethod.Post, "Patient", Encoding.UTF8.GetBytes(div), "application/fhir+xml")
            ).Refused(HttpStatusCode.BadRequest, "xml-too-deep")
        );
    }

    [Fact]
    public async Task Issues_AllOfThem_TellTheLinesOfTheXml()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var body =
            $"{Open}\n  <active value=\"maybe\"/>\n  <name>\n    <family value=\"A\"/>\n  </name>\n  <name>\n    <use value=\"sometimes\"/>\n  </name>\n  <nonsense value=\"1\"/>\n</Patient>";
        var refused = (
            await plan.RawAsync(HttpMethod.Post, "Patient", Encoding.UTF8.GetBytes(body), "application/fhir+xml")
        ).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(
            [("Patient.active", 2), ("Patient.name[1].use", 7), ("Patient.nonsense", 9)],
            refused
                .Issues.Select(static issue => (issue.GetProperty("expression")[0].GetString()!, Line(issue)))
                .OrderBy(static issue => issue.Item2)
        );
        var order = (
            await plan.RawAsync(
                HttpMethod.Post,
                "Patient",
                Encoding.UTF8.GetBytes(
                    $"{Open}\n<birthDate value=\"1980\"/>\n<gender value=\"male\"/>\n<active value=\"true\"/></Patient>"
                ),
                "application/fhir+xml"
            )
        ).Refused(HttpStatusCode.BadRequest, "xml-structure");
        Assert.Equal([3, 4], order.Issues.Select(Line));
    }

    private static int Line(System.Text.Json.JsonElement issue) =>
        issue
            .GetProperty("extension")
            .EnumerateArray()
            .First(static each => each.GetProperty("url").GetString()!.EndsWith("issue-line", StringComparison.Ordinal))
            .GetProperty("valueInteger")
            .GetInt32();
}
