using System.Globalization;
using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>read and vread, and the headers that go with versions (R4 sections 3.1.0.1, 3.1.0.2 and 3.1.0.5).</summary>
public sealed class ReadTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string NoOne = "Patient/01900000-0000-7000-8000-000000000000";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_OfStored_GivesBytesWithVersionHeaders(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var read = (await plan.AskAsync(patient.At())).Expect(HttpStatusCode.OK);
        Assert.Equal("W/\"1\"", read.Header("ETag"));
        Assert.Equal("application/fhir+json; charset=utf-8", read.ContentType);
        Assert.Equal(read.Body.Length, read.ContentLength);
        Assert.Equal("1", read.Json.GetProperty("meta").GetProperty("versionId").GetString());
        var updated = read.Json.GetProperty("meta").GetProperty("lastUpdated").GetDateTimeOffset();
        Assert.Equal(updated.ToString("R", CultureInfo.InvariantCulture), read.Header("Last-Modified"));
        Assert.Equal("nosniff", read.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", read.Header("Cache-Control"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_WithCopyThatIsCurrent_Is304WithoutBody(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var first = await plan.AskAsync(patient.At());
        foreach (
            var header in new[]
            {
                ("If-None-Match", "W/\"1\""),
                ("If-None-Match", "\"1\""),
                ("If-None-Match", "W/\"7\", W/\"1\""),
                ("If-None-Match", "*"),
                ("If-Modified-Since", first.Header("Last-Modified")!),
            }
        )
        {
            var again = (await plan.AskAsync(patient.At(), header)).Expect(HttpStatusCode.NotModified);
            Assert.Empty(again.Body);
            Assert.Equal("W/\"1\"", again.Header("ETag"));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_WithCopyThatIsOld_Is200(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        (await plan.AskAsync(patient.At(), ("If-None-Match", "W/\"2\""))).Expect(HttpStatusCode.OK);
        (await plan.AskAsync(patient.At(), ("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"))).Expect(
            HttpStatusCode.OK
        );
        (await plan.AskAsync(patient.At(), ("If-Modified-Since", "not a date"))).Expect(HttpStatusCode.OK);
        // If-None-Match is decisive where both are sent (RFC 9110 section 13.1.3).
        (
            await plan.AskAsync(
                patient.At(),
                ("If-None-Match", "W/\"2\""),
                ("If-Modified-Since", "Fri, 01 Jan 2038 00:00:00 GMT")
            )
        ).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_OfUnknown_Is404(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        (await plan.AskAsync(NoOne)).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await plan.AskAsync("Patient/abc")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await plan.AskAsync(NoOne + "/_history/1")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await plan.AskAsync(NoOne + "/_history")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await plan.AskAsync("patient/abc")).Refused(HttpStatusCode.NotFound, "address");
        (await plan.AskAsync("Immunization/abc")).Refused(HttpStatusCode.NotFound, "address");
        (await plan.AskAsync("Patient/abc/def")).Refused(HttpStatusCode.NotFound, "address");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_UnderAnotherType_Is404(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        (await plan.AskAsync($"Organization/{patient["id"]}")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await plan.AskAsync($"Organization/{patient["id"]}/_history/1")).Refused(
            HttpStatusCode.NotFound,
            "unknown-id"
        );
        (await plan.AskAsync($"Organization/{patient["id"]}/_history")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Vread_OfEachVersion_GivesTheBytesOfThen(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var first = await plan.AskAsync(patient.At());
        patient["gender"] = "male";
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        var second = await plan.AskAsync(patient.At());
        var then = (await plan.AskAsync(patient.At() + "/_history/1")).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Body, then.Body);
        Assert.Equal("W/\"1\"", then.Header("ETag"));
        Assert.Equal(first.Header("Last-Modified"), then.Header("Last-Modified"));
        Assert.Equal(second.Body, (await plan.AskAsync(patient.At() + "/_history/2")).Body);
        foreach (var version in new[] { "3", "0", "-1", "x", "99999999999999999999", "%31%00" })
            Assert.Contains(
                (await plan.AskAsync($"{patient.At()}/_history/{version}")).Status,
                new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest }
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Head_OfEverythingThatGetOffers_HasTheSameHeadersAndNoBody(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (var address in new[] { patient.At(), patient.At() + "/_history/1", NoOne, "metadata" })
        {
            var get = await plan.AskAsync(address);
            var head = await plan.CallAsync(HttpMethod.Head, address, null);
            Assert.Equal(get.Status, head.Status);
            Assert.Empty(head.Body);
            Assert.Equal(get.Body.Length, head.ContentLength);
            Assert.Equal(get.Header("ETag"), head.Header("ETag"));
            Assert.Equal(get.ContentType, head.ContentType);
        }
    }
}
