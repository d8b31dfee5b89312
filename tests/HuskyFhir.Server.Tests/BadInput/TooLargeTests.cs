using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>Bodies and searches beyond the limits.</summary>
public sealed class TooLargeTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override (string Name, string Value)[] Settings =>
        [("Http:MaxBodyBytes", "4096"), ("Http:MaxSearchValues", "50")];

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Body_OverTheLimit_Is413(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var body = Encoding.UTF8.GetBytes(Made.Patient(new string('x', 5000)).ToJsonString());
        // The answer comes before the body is sent, which spares both sides the sending.
        plan.DefaultRequestHeaders.ExpectContinue = true;
        foreach (
            var (method, address, type) in new[]
            {
                (HttpMethod.Post, "Patient", "application/fhir+json"),
                (HttpMethod.Put, "Patient/01900000-0000-7000-8000-000000000000", "application/fhir+json"),
                (HttpMethod.Post, "Patient/_search", "application/x-www-form-urlencoded"),
            }
        )
            Outcomes.Check(
                (await plan.RawAsync(method, address, body, type)).Refused(
                    HttpStatusCode.RequestEntityTooLarge,
                    "too-large"
                )
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Body_OverTheLimitInChunks_Is413(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (address, type) in new[]
            {
                ("Patient", "application/fhir+json"),
                ("Patient/_search", "application/x-www-form-urlencoded"),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new StringContent(new string('x', 6_000), Encoding.UTF8, type),
            };
            request.Content.Headers.ContentLength = null;
            request.Headers.TransferEncodingChunked = true;
            using var message = await plan.SendAsync(request, TestContext.Current.CancellationToken);
            Outcomes.Check(
                new Reply(
                    message,
                    await message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
                ).Refused(HttpStatusCode.RequestEntityTooLarge, "too-large")
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Body_OfExactlyTheLimit_IsRead(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var body = Encoding.UTF8.GetBytes(Made.Patient(Made.Word()).ToJsonString());
        (
            await plan.RawAsync(
                HttpMethod.Post,
                "Patient",
                [.. body, .. Enumerable.Repeat((byte)' ', 4096 - body.Length)],
                "application/fhir+json"
            )
        ).Expect(HttpStatusCode.Created);
        plan.DefaultRequestHeaders.ExpectContinue = true;
        (
            await plan.RawAsync(
                HttpMethod.Post,
                "Patient",
                [.. body, .. Enumerable.Repeat((byte)' ', 4097 - body.Length)],
                "application/fhir+json"
            )
        ).Refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Search_OfTooManyValues_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        Outcomes.Check(
            (await plan.AskAsync($"Patient?_id={string.Join(',', Enumerable.Range(0, 1500))}")).Refused(
                HttpStatusCode.BadRequest,
                "search-too-large"
            )
        );
        Outcomes.Check(
            (
                await plan.AskAsync(
                    $"Patient?{string.Join('&', Enumerable.Range(0, 60).Select(static at => $"name=a{at}"))}"
                )
            ).Refused(HttpStatusCode.BadRequest, "search-too-large")
        );
        Outcomes.Check(
            (await plan.AskAsync("Patient?_sort=name,family,given,birthdate,gender")).Refused(
                HttpStatusCode.BadRequest,
                "search-too-large"
            )
        );
        (await plan.AskAsync($"Patient?_id={string.Join(',', Enumerable.Range(0, 50))}")).Expect(HttpStatusCode.OK);
    }
}
