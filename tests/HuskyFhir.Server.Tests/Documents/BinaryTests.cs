using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>
/// The bytes of documents: sent by themselves and within JSON, and read whole, in part, and in FHIR's forms.
/// </summary>
public sealed class BinaryTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachKind_SentByItself_ComesBackInItsOwnMediaType(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (var (mediaType, bytes) in Files.OfEachKind)
        {
            var created = (await plan.UploadAsync(bytes, mediaType, member.At())).Expect(HttpStatusCode.Created);
            Assert.Equal(member.At(), created.Json.GetProperty("securityContext").GetProperty("reference").GetString());
            foreach (var address in new[] { $"Binary/{created.Id}", $"Binary/{created.Id}/_history/1" })
            {
                var read = (await plan.AskAsync(address)).Expect(HttpStatusCode.OK);
                Assert.Equal(bytes, read.Body);
                Assert.Equal(
                    mediaType.Replace(";", "; ", StringComparison.Ordinal),
                    read.ContentType?.Replace(";charset", "; charset", StringComparison.Ordinal)
                );
                Assert.Equal(
                    ("W/\"1\"", "bytes", "nosniff"),
                    (read.Header("ETag"), read.Header("Accept-Ranges"), read.Header("X-Content-Type-Options"))
                );
                Assert.StartsWith(
                    $"attachment; filename=\"{created.Id}.",
                    read.Header("Content-Disposition"),
                    StringComparison.Ordinal
                );
                Assert.Contains(
                    "default-src 'none'; sandbox",
                    read.Header("Content-Security-Policy"),
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task InFhirsForms_TheBytesAreWithinTheResource(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var bytes = Files.Large(200_001);
        var binary = await plan.CreateAsync(Files.Binary(member.At(), bytes));
        foreach (
            var (accept, type) in new[]
            {
                ("application/fhir+json", "application/fhir+json"),
                ("application/fhir+json, */*;q=0.1", "application/fhir+json"),
                ("application/fhir+xml", "application/fhir+xml"),
            }
        )
        {
            var read = (await plan.AskAsync(binary.At(), ("Accept", accept))).Expect(HttpStatusCode.OK);
            Assert.StartsWith(type, read.ContentType, StringComparison.Ordinal);
            Assert.Equal(read.Body.Length, read.ContentLength);
            var data = type.EndsWith("json", StringComparison.Ordinal)
                ? read.Json.GetProperty("data").GetString()
                : System
                    .Xml.Linq.XDocument.Parse(read.Text)
                    .Root!.Element(System.Xml.Linq.XName.Get("data", "http://hl7.org/fhir"))!
                    .Attribute("value")!
                    .Value;
            Assert.Equal(bytes, Convert.FromBase64String(data!));
        }

        Assert.Equal(
            bytes,
            Convert.FromBase64String(
                (await plan.AskAsync($"{binary.At()}?_format=json")).Json.GetProperty("data").GetString()!
            )
        );
        foreach (
            var accept in new[]
            {
                "*/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "application/pdf",
                "application/pdf, application/fhir+json;q=0.5",
            }
        )
            Assert.Equal(bytes, (await plan.AskAsync(binary.At(), ("Accept", accept))).Expect(HttpStatusCode.OK).Body);
        (await plan.AskAsync($"{binary.At()}?_format=turtle")).Expect(HttpStatusCode.NotAcceptable);
        var found = (await plan.AskAsync($"Binary?patient={member.At()}"))
            .Expect(HttpStatusCode.OK)
            .Entries.Single()
            .GetProperty("resource");
        Assert.False(found.TryGetProperty("data", out _));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Parts_AreReadByRange(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var bytes = Files.Large(300_000);
        var at = await Files.StoredAsync(plan, member.At(), bytes);
        foreach (
            var (asked, from, to) in new[]
            {
                ("bytes=0-0", 0, 1),
                ("bytes=65530-65545", 65530, 65546),
                ("bytes=-7", 299_993, 300_000),
                ("bytes=299000-", 299_000, 300_000),
                ("bytes=10-999999", 10, 300_000),
            }
        )
        {
            var part = (await plan.AskAsync(at, ("Range", asked))).Expect(HttpStatusCode.PartialContent);
            Assert.Equal(bytes[from..to], part.Body);
            Assert.Equal($"bytes {from}-{to - 1}/300000", part.Header("Content-Range"));
        }

        Assert.Equal(
            "bytes */300000",
            (await plan.AskAsync(at, ("Range", "bytes=300000-")))
                .Expect(HttpStatusCode.RequestedRangeNotSatisfiable)
                .Header("Content-Range")
        );
        Assert.Equal(
            bytes,
            (await plan.AskAsync(at, ("Range", "bytes=0-9"), ("If-Range", "W/\"2\""))).Expect(HttpStatusCode.OK).Body
        );
        var head = (await plan.CallAsync(HttpMethod.Head, at, null)).Expect(HttpStatusCode.OK);
        Assert.Equal((300_000L, "application/pdf", 0), (head.ContentLength, head.ContentType, head.Body.Length));
        Assert.Empty((await plan.AskAsync(at, ("If-None-Match", "W/\"1\""))).Expect(HttpStatusCode.NotModified).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task NewBytes_AreANewVersion_AndTheOldOnesStay(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var at = await Files.StoredAsync(plan, member.At());
        (string, string)[] context = [("X-Security-Context", member.At())];
        Assert.Equal(
            "W/\"1\"",
            (await plan.RawAsync(HttpMethod.Put, at, Files.Pdf, "application/pdf", context))
                .Expect(HttpStatusCode.OK)
                .Header("ETag")
        );
        var other = Files.Large(70_000);
        Assert.Equal(
            "W/\"2\"",
            (await plan.RawAsync(HttpMethod.Put, at, other, "application/pdf", [.. context, ("If-Match", "W/\"1\"")]))
                .Expect(HttpStatusCode.OK)
                .Header("ETag")
        );
        Assert.Equal(other, (await plan.AskAsync(at)).Body);
        Assert.Equal(Files.Pdf, (await plan.AskAsync($"{at}/_history/1")).Body);
        // Without data only what is said of the bytes changes, and what is said of them must still be so.
        var without = JsonNode
            .Parse(
                (await plan.AskAsync($"Binary?_id={at["Binary/".Length..]}"))
                    .Entries[0]
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
        without["language"] = "en";
        Assert.Equal("W/\"3\"", (await plan.PutAsync(without)).Expect(HttpStatusCode.OK).Header("ETag"));
        Assert.Equal(other, (await plan.AskAsync(at)).Body);
        without["contentType"] = "image/png";
        (await plan.PutAsync(without)).Refused(HttpStatusCode.UnprocessableEntity, "binary-content-type");
        (await plan.RemoveAsync(at)).Refused(HttpStatusCode.MethodNotAllowed, "not-deleted");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatIsNotWhatItSays_IsRefused_AndNothingIsStored(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var bytes = Files.Large(5000);
        bytes[0] = 0;
        foreach (
            var (mediaType, body) in new[]
            {
                ("application/pdf", bytes),
                ("image/png", Files.Pdf),
                ("text/plain", Files.Pdf),
                ("text/plain", [0x4C, 0xFF]),
                ("text/plain", [0x4C, 0x07]),
                ("application/xml", "<ClinicalDocument/>"u8.ToArray()),
                (
                    "text/xml",
                    Encoding.UTF8.GetBytes(
                        "<!DOCTYPE a [<!ENTITY b \"c\">]><ClinicalDocument xmlns=\"urn:hl7-org:v3\">&b;</ClinicalDocument>"
                    )
                ),
                ("application/pdf", []),
            }
        )
        {
            (await plan.UploadAsync(body, mediaType, member.At())).Refused(
                HttpStatusCode.UnprocessableEntity,
                "binary-content-type"
            );
            if (body.Length > 0)
                (await plan.PostAsync(Files.Binary(member.At(), body, mediaType))).Refused(
                    HttpStatusCode.UnprocessableEntity,
                    "binary-content-type"
                );
        }

        (await plan.UploadAsync("<p/>"u8.ToArray(), "text/html", member.At())).Refused(
            HttpStatusCode.UnsupportedMediaType,
            "binary-media-type"
        );
        (await plan.PostAsync(Files.Binary(member.At(), "<p/>"u8.ToArray(), "text/html"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "binary-media-type"
        );
        (await plan.UploadAsync(Files.Pdf, "application/pdf", null)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "security-context"
        );
        (
            await plan.UploadAsync(Files.Pdf, "application/pdf", "Organization/00000000-0000-4000-8000-000000000000")
        ).Refused(HttpStatusCode.UnprocessableEntity, "security-context");
        (await plan.UploadAsync(bytes, "application/pdf", "Patient/00000000-0000-4000-8000-000000000000")).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        var empty = Files.Binary(member.At(), []);
        empty.Remove("data");
        (await plan.PostAsync(empty)).Refused(HttpStatusCode.UnprocessableEntity, "binary-data");
        Assert.Empty((await plan.AskAsync($"Binary?patient={member.At()}")).Entries);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Empty(
            await server.QueryAsync("SELECT n FROM contents WHERE digest = $1", static row => row.Long(0), digest)
        );
    }
}
