using System.Net;
using System.Xml;
using System.Xml.Linq;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>The pages for people: what is on them, and that nothing from outside becomes part of them.</summary>
public sealed class PageTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Browser =
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Resource_InABrowser_IsReadableAndLeadsOn(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var coverage = await plan.CreateAsync(Made.Coverage(patient.At(), payor.At()));
        coverage["status"] = "cancelled";
        (await plan.PutAsync(coverage)).Expect(HttpStatusCode.OK);
        var page = await PageAsync(plan, coverage.At());
        var links = Links(page);
        foreach (
            var target in new[]
            {
                patient.At(),
                payor.At(),
                coverage.At() + "/_history",
                coverage.At() + "/_history/1",
                coverage.At() + "?_format=xml&_pretty=true",
                "metadata?_format=html",
            }
        )
            Assert.Contains($"{server.Url}/{target}", links);
        Assert.Equal(coverage.At(), page.Descendants("h1").Single().Value);
        var call = page.Descendants("section")
            .First(static section => (string?)section.Attribute("class") == "call")
            .Value;
        Assert.Contains($"GET {server.Url}/{coverage.At()}", call, StringComparison.Ordinal);
        Assert.Contains("200 OK in ", call, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"cancelled\"", page.Descendants("pre").Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bundle_InABrowser_HasALineForEachEntry(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var page = await PageAsync(plan, "Patient?_count=3&_sort=family");
        var rows = page.Descendants("tbody").Single().Elements("tr").ToList();
        Assert.Equal(3, rows.Count);
        Assert.All(
            rows,
            static row => Assert.StartsWith("Patient/", row.Element("td")!.Value, StringComparison.Ordinal)
        );
        Assert.Contains(page.Descendants("a"), static link => link.Value == "next");
        var history = await PageAsync(plan, rows[0].Element("td")!.Value + "/_history");
        Assert.Equal("History", history.Descendants("h1").Single().Value);
        Assert.EndsWith(
            "/_history/1",
            history.Descendants("tbody").Single().Descendants("a").First().Value,
            StringComparison.Ordinal
        );
        Assert.Empty((await PageAsync(plan, "Patient?family=nobody-of-this-name")).Descendants("tbody"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Refusal_InABrowser_IsAPageToo(string database)
    {
        var server = await ServerAsync(database);
        using var nobody = server.Anonymous();
        var page = XDocument.Load(
            Xml((await nobody.AskAsync("Patient", ("Accept", Browser))).Expect(HttpStatusCode.Unauthorized).Text)
        );
        Assert.Contains("No access token", page.Descendants("tbody").Single().Value, StringComparison.Ordinal);
        using var plan = server.As("plan-admin");
        var unknown = XDocument.Load(
            Xml((await plan.AskAsync("Patient/none?_format=html")).Expect(HttpStatusCode.NotFound).Text)
        );
        Assert.Contains("404 Not Found", unknown.Descendants("section").First().Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Everything_FromOutside_IsTextAndNothingElse(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var patient = Made.Patient(Hostile);
        patient["text"] = new System.Text.Json.Nodes.JsonObject
        {
            ["status"] = "additional",
            ["div"] =
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><![CDATA[ ><script>alert(2)</script>]]><p style=\"position:fixed\" class=\"call\" id=\"content\">x</p><a href=\"http://x.example/?a=1&amp;b=2\">out</a></div>",
        };
        patient["managingOrganization"] = new System.Text.Json.Nodes.JsonObject
        {
            ["reference"] = "https://x.example/Organization/1",
            ["display"] = Hostile,
        };
        patient["link"] = new System.Text.Json.Nodes.JsonArray(
            new System.Text.Json.Nodes.JsonObject
            {
                ["type"] = "seealso",
                ["other"] = new System.Text.Json.Nodes.JsonObject { ["display"] = Hostile },
            }
        );
        var made = await plan.CreateAsync(patient);
        foreach (
            var address in new[]
            {
                made.At(),
                "Patient?_id=" + made["id"],
                $"Patient?name={Uri.EscapeDataString(Hostile)}&_x={Uri.EscapeDataString(Hostile)}",
                "Nonsense" + Uri.EscapeDataString(Hostile),
                "Patient?birthdate=" + Uri.EscapeDataString(Hostile),
            }
        )
        {
            var reply = await plan.AskAsync(address, ("Accept", Browser));
            Assert.Equal("text/html; charset=utf-8", reply.ContentType);
            foreach (var forbidden in new[] { "<script", "<img src=x", " onerror=", "style=\"", "javascript:" })
                Assert.DoesNotContain(
                    forbidden,
                    reply.Text.Replace("onerror=alert(1)&gt;", string.Empty, StringComparison.Ordinal),
                    StringComparison.OrdinalIgnoreCase
                );
            var page = XDocument.Load(Xml(reply.Text));
            Assert.Single(page.Descendants(), static element => (string?)element.Attribute("id") == "content");
            Assert.DoesNotContain(
                page.Descendants("a"),
                static link =>
                    ((string)link.Attribute("href")!).StartsWith("https://x.example", StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Policy_OfEveryPage_AllowsNothingButItsOwnStyle(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var address in new[] { "metadata", "Patient?_count=1", "Claim", "StructureDefinition/husky-member" })
        {
            var reply = await plan.AskAsync(address, ("Accept", Browser));
            Assert.StartsWith(
                "default-src 'none'; style-src 'sha256-",
                reply.Header("Content-Security-Policy"),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("unsafe", reply.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("no-referrer", reply.Header("Referrer-Policy"));
            var style = XDocument.Load(Xml(reply.Text)).Descendants("style").Single().Value;
            Assert.Contains(
                Convert.ToBase64String(
                    System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style))
                ),
                reply.Header("Content-Security-Policy"),
                StringComparison.Ordinal
            );
        }
    }

    private static async Task<XDocument> PageAsync(HttpClient http, string address)
    {
        var reply = (await http.AskAsync(address, ("Accept", Browser))).Expect(HttpStatusCode.OK);
        Assert.Equal("text/html; charset=utf-8", reply.ContentType);
        return XDocument.Load(Xml(reply.Text));
    }

    private static List<string> Links(XDocument page) =>
        [.. page.Descendants("a").Select(static link => (string)link.Attribute("href")!)];

    private static XmlReader Xml(string page) =>
        XmlReader.Create(new StringReader(page), new() { DtdProcessing = DtdProcessing.Ignore });
}
