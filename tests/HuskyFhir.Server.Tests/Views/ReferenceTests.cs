using System.Net;
using System.Xml;
using System.Xml.Linq;
using HuskyFhir.Server.Tests.Running;
using Microsoft.OpenApi;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>
/// The descriptions for people and for programs: they say what the CapabilityStatement says, and every call in them is
/// there.
/// </summary>
public sealed class ReferenceTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Fact]
    public async Task OpenApi_IsReadByALibrary_WithoutAnyComplaint()
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var reply = (await nobody.AskAsync("openapi.json")).Expect(HttpStatusCode.OK);
        var read = OpenApiDocument.Parse(reply.Text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal("3.0", reply.Json.GetProperty("openapi").GetString()![..3]);
        Assert.Equal("public, max-age=60", reply.Header("Cache-Control"));
        var ids = read.Document!.Paths.SelectMany(static path => path.Value.Operations!.Values)
            .Select(static operation => operation.OperationId)
            .ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task OpenApi_HasEveryInteractionAndParameter_OfTheCapabilityStatement()
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var document = OpenApiDocument.Parse((await nobody.AskAsync("openapi.json")).Text, "json").Document!;
        var operations = document
            .Paths.SelectMany(static path => path.Value.Operations!.Values)
            .ToLookup(static operation => operation.Tags!.Single().Name);
        foreach (
            var resource in (await nobody.AskAsync("metadata"))
                .Json.GetProperty("rest")[0]
                .GetProperty("resource")
                .EnumerateArray()
        )
        {
            var type = resource.GetProperty("type").GetString()!;
            foreach (
                var interaction in resource
                    .GetProperty("interaction")
                    .EnumerateArray()
                    .Select(static each => each.GetProperty("code").GetString())
            )
                Assert.Contains(
                    operations[type],
                    operation => operation.OperationId!.EndsWith($"-{interaction}", StringComparison.Ordinal)
                );
            foreach (
                var name in resource.TryGetProperty("operation", out var named)
                    ? named.EnumerateArray().Select(static each => each.GetProperty("name").GetString())
                    : []
            )
                Assert.Contains(
                    operations[type],
                    operation =>
                        operation.OperationId == $"{type}-post-{name}"
                        || operation.OperationId == $"{type}-get-{name}"
                        || operation.OperationId == $"{type}-get-{name}-one"
                        || operation.OperationId == $"{type}-post-{name}-one"
                );
            var search = operations[type].Single(operation => operation.OperationId == $"{type}-get-search-type");
            Assert.Subset(
                search.Parameters!.Select(static each => each.Name).ToHashSet(),
                resource
                    .GetProperty("searchParam")
                    .EnumerateArray()
                    .Select(static each => each.GetProperty("name").GetString())
                    .ToHashSet()
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EveryCall_OfTheOpenApiDocument_IsOffered(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var document = OpenApiDocument.Parse((await plan.AskAsync("openapi.json")).Text, "json").Document!;
        Assert.True(document.Paths.Count > 50);
        foreach (var (path, item) in document.Paths)
        foreach (var method in item.Operations!.Keys)
        {
            var address = path[1..]
                .Replace("{id}", "01900000-0000-7000-8000-000000000000", StringComparison.Ordinal)
                .Replace("{version}", "1", StringComparison.Ordinal);
            var reply = await plan.RawAsync(
                new(method.Method),
                address,
                method.Method is "POST" or "PUT" or "PATCH" ? "x"u8.ToArray() : null,
                "text/plain"
            );
            Assert.True((int)reply.Status < 500, $"{method} {path}: {reply.Text}");
            if ((int)reply.Status >= 400)
                Assert.DoesNotContain(reply.Detail, new[] { "address", "method" });
        }
    }

    [Fact]
    public async Task Pages_SayEverything_AndEveryLinkInThemLeadsSomewhere()
    {
        var server = await ServerAsync("Sqlite");
        using var nobody = server.Anonymous();
        var root = await PageAsync(nobody, "/");
        var reference = await PageAsync(nobody, "reference");
        foreach (
            var link in root.Descendants("a")
                .Concat(reference.Descendants("a"))
                .Select(static link => (string)link.Attribute("href")!)
                .Where(static link => link[0] != '#')
                .Distinct()
                .Where(link => link.StartsWith(server.Url, StringComparison.Ordinal))
        )
            (await nobody.AskAsync(link)).Expect(HttpStatusCode.OK);
        Assert.Contains(root.Descendants("a"), link => (string)link.Attribute("href")! == server.Url + "/reference");
        foreach (
            var resource in (await nobody.AskAsync("metadata"))
                .Json.GetProperty("rest")[0]
                .GetProperty("resource")
                .EnumerateArray()
        )
        {
            var section = reference
                .Descendants("section")
                .Single(each => (string?)each.Attribute("aria-labelledby") == resource.GetProperty("type").GetString());
            foreach (var parameter in resource.GetProperty("searchParam").EnumerateArray())
                Assert.Contains(
                    section.Descendants("tr"),
                    row => row.Elements("td").FirstOrDefault()?.Value == parameter.GetProperty("name").GetString()
                );
            Assert.Contains("curl -s", section.Descendants("pre").First().Value, StringComparison.Ordinal);
        }

        Assert.Contains(":exact", reference.Descendants("main").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_TakeNoOtherMethod()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        foreach (var address in new[] { "reference", "openapi.json" })
            Assert.Equal(
                "GET, HEAD, OPTIONS",
                (await plan.CallAsync(HttpMethod.Post, address, []))
                    .Refused(HttpStatusCode.MethodNotAllowed, "method")
                    .Header("Allow")
            );
        Assert.Empty((await plan.CallAsync(HttpMethod.Head, "reference", null)).Expect(HttpStatusCode.OK).Body);
    }

    private static async Task<XDocument> PageAsync(HttpClient http, string address)
    {
        var reply = (await http.AskAsync(address)).Expect(HttpStatusCode.OK);
        Assert.Equal("text/html; charset=utf-8", reply.ContentType);
        Assert.StartsWith("default-src 'none'", reply.Header("Content-Security-Policy"), StringComparison.Ordinal);
        return XDocument.Load(
            XmlReader.Create(new StringReader(reply.Text), new() { DtdProcessing = DtdProcessing.Ignore })
        );
    }
}
