using System.Net;
using System.Text;
using System.Xml.Linq;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Representations;

/// <summary>XML wherever JSON goes (R4 sections 2.6.1 and 3.1.0.1.7).</summary>
public sealed class XmlTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Type = "application/fhir+xml; charset=utf-8";
    private const string Namespace = "http://hl7.org/fhir";

    // What is compared is asked for twice; nobody else may write between.
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Answers_OfEveryKind_AreXmlWhenAsked(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        foreach (
            var (address, root, status) in new (string, string, HttpStatusCode)[]
            {
                (patient, "Patient", HttpStatusCode.OK),
                (patient + "/_history/1", "Patient", HttpStatusCode.OK),
                (patient + "/_history", "Bundle", HttpStatusCode.OK),
                ("Patient?_count=3&_include=*", "Bundle", HttpStatusCode.OK),
                ("Patient?_count=0", "Bundle", HttpStatusCode.OK),
                ("metadata", "CapabilityStatement", HttpStatusCode.OK),
                ("StructureDefinition", "Bundle", HttpStatusCode.OK),
                ("StructureDefinition/husky-member", "StructureDefinition", HttpStatusCode.OK),
                (patient + "/$validate", "OperationOutcome", HttpStatusCode.OK),
                ("Patient/none", "OperationOutcome", HttpStatusCode.NotFound),
                ("Immunization", "OperationOutcome", HttpStatusCode.NotFound),
                ("Patient?birthdate=x", "OperationOutcome", HttpStatusCode.BadRequest),
            }
        )
        {
            var reply = (await plan.AskAsync(address, ("Accept", "application/fhir+xml"))).Expect(status);
            Assert.Equal((address, Type), (address, reply.ContentType));
            Assert.Equal(XName.Get(root, Namespace), XDocument.Parse(reply.Text).Root!.Name);
            Assert.Equal(reply.Body.Length, reply.ContentLength);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Refusal_WithoutAToken_IsXmlToo(string database)
    {
        using var nobody = (await ServerAsync(database)).Anonymous();
        var refused = (await nobody.AskAsync("Patient?_format=xml")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("OperationOutcome", XDocument.Parse(refused.Text).Root!.Name.LocalName);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Json_AndXml_SayTheSame(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var address in new[]
            {
                "Patient?_count=100",
                "Coverage?_count=100",
                "Observation?_count=100",
                "PractitionerRole?_count=100",
                "RelatedPerson?_count=100",
                "Location?_count=50",
                "Organization?_count=50&_sort=name",
            }
        )
        {
            var json = FhirJson.Read((await plan.AskAsync(address)).Expect(HttpStatusCode.OK).Body);
            var xml = await plan.AskAsync(address + "&_pretty=true", ("Accept", "text/xml"));
            Assert.Contains("\n  <", xml.Text, StringComparison.Ordinal);
            Assert.Equal(
                Entries(XDocument.Parse(Encoding.UTF8.GetString(FhirXml.Write(json, pretty: true).Span))),
                Entries(XDocument.Parse(xml.Text))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Resource_SentAsXml_IsStoredLikeJson(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var made = await plan.CreateAsync(Made.Patient(Made.Word()));
        var xml = await plan.AskAsync(made.At(), ("Accept", "application/fhir+xml"));
        var same = (await plan.RawAsync(HttpMethod.Put, made.At(), xml.Body, "application/fhir+xml")).Expect(
            HttpStatusCode.OK
        );
        Assert.Equal("1", same.Json.GetProperty("meta").GetProperty("versionId").GetString());
        var changed = Encoding.UTF8.GetBytes(xml.Text.Replace("female", "male", StringComparison.Ordinal));
        var answer = (
            await plan.RawAsync(
                HttpMethod.Put,
                made.At(),
                changed,
                "text/xml; charset=UTF-8",
                ("Accept", "application/xml")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(
            "2",
            XDocument
                .Parse(answer.Text)
                .Root!.Descendants(XName.Get("versionId", Namespace))
                .Single()
                .Attribute("value")!
                .Value
        );
        Assert.Equal("male", (await plan.AskAsync(made.At())).Json.GetProperty("gender").GetString());
        var word = Made.Word();
        (
            await plan.RawAsync(
                HttpMethod.Post,
                "Location",
                Encoding.UTF8.GetBytes(
                    $"<Location xmlns=\"{Namespace}\"><status value=\"active\"/><name value=\"{word}\"/></Location>"
                ),
                "application/fhir+xml"
            )
        ).Expect(HttpStatusCode.Created);
        Assert.Equal(1, (await plan.AskAsync($"Location?name={word}&_total=accurate")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Pages_OfXml_GoOnInXml(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var page = XDocument.Parse(
            (await plan.AskAsync("Patient?_count=2&_format=application/fhir%2Bxml")).Expect(HttpStatusCode.OK).Text
        );
        var next = page.Root!.Elements(XName.Get("link", Namespace))
            .Single(static link => link.Elements().First().Attribute("value")!.Value == "next")
            .Elements()
            .Last()
            .Attribute("value")!
            .Value;
        Assert.Equal(Type, (await plan.AskAsync(next)).Expect(HttpStatusCode.OK).ContentType);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bundles_AndPatches_ComeInXmlToo(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var bundle =
            $"""<Bundle xmlns="{Namespace}"><type value="transaction"/><entry><fullUrl value="urn:uuid:01900000-0000-4000-8000-000000000001"/><resource><Organization><name value="{word}"/></Organization></resource><request><method value="POST"/><url value="Organization"/></request></entry><entry><resource><Location><status value="active"/><name value="{word}"/><managingOrganization><reference value="urn:uuid:01900000-0000-4000-8000-000000000001"/></managingOrganization></Location></resource><request><method value="POST"/><url value="Location"/></request></entry></Bundle>""";
        var done = (
            await plan.RawAsync(
                HttpMethod.Post,
                "",
                Encoding.UTF8.GetBytes(bundle),
                "application/fhir+xml",
                ("Accept", "application/fhir+xml")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(
            ["201 Created", "201 Created"],
            XDocument
                .Parse(done.Text)
                .Descendants(XName.Get("status", Namespace))
                .Select(static status => status.Attribute("value")!.Value)
        );
        var site = (await plan.AskAsync($"Location?name={word}&organization.name={word}")).Ids.Single();
        var patch =
            $"""<Parameters xmlns="{Namespace}"><parameter><name value="operation"/><part><name value="type"/><valueCode value="replace"/></part><part><name value="path"/><valueString value="Location.status"/></part><part><name value="value"/><valueCode value="suspended"/></part></parameter></Parameters>""";
        (
            await plan.RawAsync(
                HttpMethod.Patch,
                $"Location/{site}",
                Encoding.UTF8.GetBytes(patch),
                "application/fhir+xml"
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal("suspended", (await plan.AskAsync($"Location/{site}")).Json.GetProperty("status").GetString());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Characters_ThatXmlCannotSay_DoNotHideAResource(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var made = await plan.CreateAsync(Made.Location("a\uFFFEb\uFFFFc \\uFFFE " + Made.Word()));
        var xml = XDocument.Parse(
            (await plan.AskAsync(made.At(), ("Accept", "application/fhir+xml"))).Expect(HttpStatusCode.OK).Text
        );
        Assert.StartsWith(
            "a\uFFFDb\uFFFDc \\uFFFE ",
            xml.Root!.Elements(XName.Get("name", Namespace)).Single().Attribute("value")!.Value,
            StringComparison.Ordinal
        );
        (await plan.AskAsync(made.At(), ("Accept", "text/html"))).Expect(HttpStatusCode.OK);
        (await plan.AskAsync("Location?x\uFFFE=1&status:\uFFFF=a", ("Accept", "application/fhir+xml"))).Expect(
            HttpStatusCode.BadRequest
        );
        // The tests beside this one compare what is in the store, in whichever order they run.
        (await plan.RemoveAsync(made.At())).Expect(HttpStatusCode.NoContent);
    }

    /// <summary>All that does not differ from one answer to the next.</summary>
    private static List<string> Entries(XDocument bundle) =>
        [
            .. bundle
                .Root!.Elements(XName.Get("entry", Namespace))
                .Select(static entry => entry.ToString(SaveOptions.DisableFormatting)),
        ];
}
