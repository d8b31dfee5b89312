using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Validation.Narratives;

namespace HuskyFhir.Server.Tests.Store;

/// <summary>The narrative that a resource gets when it comes without one.</summary>
public sealed class NarrativeTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Open = "<div xmlns=\"http://www.w3.org/1999/xhtml\" class=\"husky-generated\"><p><b>";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Resource_WithoutOne_GetsAShortOne(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var number = Made.ClientId();
        var patient = Made.Patient("O'Brien & <b>Söhne</b>", number);
        patient["generalPractitioner"] = new JsonArray(new JsonObject { ["display"] = "Dr. \"Nobody\"" });
        patient["birthDate"] = "1980-02";
        var made = await plan.CreateAsync(patient);
        Assert.Equal("generated", (string?)made["text"]!["status"]);
        Assert.Equal(
            $"{Open}Patient</b><br />Name: Test O'Brien &amp; &lt;b&gt;Söhne&lt;/b&gt;<br />Born: 1980-02<br />Gender: female<br />Client id: {number}<br />Primary care: Dr. \"Nobody\"</p></div>",
            Div(made)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EveryResource_OfTheSamples_HasOneThatIsValid(string database)
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
        {
            var generated = 0;
            foreach (var entry in (await plan.AskAsync($"{type}?_count=1000")).Entries)
            {
                var div = entry.GetProperty("resource").GetProperty("text").GetProperty("div").GetString()!;
                Assert.Null(NarrativeCheck.Of(System.Text.Encoding.UTF8.GetBytes(div)));
                Assert.DoesNotContain("Hl7.", div, StringComparison.Ordinal);
                generated +=
                    div.StartsWith(Open, StringComparison.Ordinal) && div.Contains("<br />", StringComparison.Ordinal)
                        ? 1
                        : 0;
            }

            Assert.True(generated > 0, type);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Narrative_OfOurs_IsMadeAnewWithEachVersion(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location("Old"));
        Assert.Equal("1", Version((await plan.PutAsync(site)).Expect(HttpStatusCode.OK)));
        site["name"] = "New";
        site["text"]!["div"] = Div(site)
            .Replace(" class=\"husky-generated\"", "", StringComparison.Ordinal)
            .Replace("<div xmlns", "<div class=\"husky-generated\" xmlns", StringComparison.Ordinal);
        var changed = JsonNode.Parse((await plan.PutAsync(site)).Expect(HttpStatusCode.OK).Text)!.AsObject();
        Assert.Equal($"{Open}Location</b><br />Name: New<br />Status: active</p></div>", Div(changed));
        changed.Remove("text");
        Assert.Equal("2", Version((await plan.PutAsync(changed)).Expect(HttpStatusCode.OK)));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Narrative_OfAClient_StaysAsItIs(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var status in new[] { "generated", "additional", "extensions" })
        {
            const string div =
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p class=\"husky-generated\">Mine</p></div>";
            var site = Made.Location(Made.Word());
            site["text"] = new JsonObject { ["status"] = status, ["div"] = div };
            var made = await plan.CreateAsync(site);
            Assert.Equal((status, div), ((string?)made["text"]!["status"], Div(made)));
            made["name"] = "Other";
            Assert.Equal(
                div,
                Div(JsonNode.Parse((await plan.PutAsync(made)).Expect(HttpStatusCode.OK).Text)!.AsObject())
            );
        }
    }

    private static string Div(JsonObject resource) => (string)resource["text"]!["div"]!;

    private static string? Version(Reply reply) => reply.Json.GetProperty("meta").GetProperty("versionId").GetString();
}
