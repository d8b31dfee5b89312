using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Directives;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// What was decided for a time, and what was known to end on a day: it ends on it, whether the job has run or not.
/// </summary>
public sealed class LapseTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AConsentWhosePeriodIsOver_BecomesInactive_AndTheMemberIsTold(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        JsonObject Until(int days) =>
            new()
            {
                ["period"] = new JsonObject { ["start"] = "2026-01-01", ["end"] = server.In(days) },
            };
        var ended = await plan.CreateAsync(Made.OptOut(member, Until(-1)));
        var holds = await plan.CreateAsync(Made.OptOut(member, Until(0)));
        var open = await plan.CreateAsync(Made.Denial(member));
        Assert.Equal("1 changed", await server.RunAsync("attestations"));
        Assert.Equal("0 changed", await server.RunAsync("attestations"));
        async Task<string> StatusAsync(JsonObject consent) =>
            (await plan.AskAsync(consent.At())).Expect(HttpStatusCode.OK).Json.GetProperty("status").GetString()!;
        Assert.Equal(
            ("inactive", "active", "active"),
            (await StatusAsync(ended), await StatusAsync(holds), await StatusAsync(open))
        );
        var told = Assert.Single(await plan.NoticesAsync(ended.At()));
        Assert.Equal("expiry", told.Kind);
        Assert.Contains(
            $"ended with {server.In(-1)}",
            told.Notice.GetProperty("payload")[0].GetProperty("contentString").GetString()!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnAttestationOfTreatment_IsTakenAwayWhenItLapses(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = Guid.Parse((string)(await plan.CreateAsync(Made.Patient(Made.Word())))["id"]!);
        var clinic = Guid.Parse((string)(await plan.CreateAsync(Made.Organization(Made.Word())))["id"]!);
        await server
            .Services.GetRequiredService<HuskyFhir.Storage.Database>()
            .WriteAsync<object?>(
                work =>
                {
                    work.Run(
                        new(
                            "INSERT INTO attributions (organization, member, basis, since, until) VALUES ($1, $2, 'attested', 0, $3)",
                            clinic,
                            member,
                            server.Clock.GetUtcNow().AddDays(-1).UtcTicks
                        )
                    );
                    work.Run(
                        new(
                            "INSERT INTO attributions (organization, member, basis, since, until) VALUES ($1, $2, 'attested', 0, $3)",
                            member,
                            member,
                            server.Clock.GetUtcNow().AddDays(1).UtcTicks
                        )
                    );
                    return Task.FromResult<object?>(null);
                },
                TestContext.Current.CancellationToken
            );
        await server.RunAsync("attestations");
        Assert.Equal(
            [member],
            await server.QueryAsync(
                "SELECT organization FROM attributions WHERE member = $1 AND basis = 'attested'",
                static row => row.Uuid(0),
                member
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ADivorceToCome_EndsTheAppointmentOnItsDay_InTheAnswerAtOnce_AndInTheRecordByTheJob(
        string database
    )
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        var one = await it.Plan.CreateAsync(
            it.Directive(
                "health-care-representative",
                "2026-01-15",
                Case.Agent(it.Spouse),
                Case.Agent(it.Sister, "75784-9"),
                Case.Witness("Ruth Ambler"),
                Case.Witness("Owen Pratt")
            )
        );
        var spouse = await it.ReadAsync(it.Spouse);
        spouse["period"] = new JsonObject { ["start"] = "2010-06-01", ["end"] = server.In(2) };
        (await it.Plan.PutAsync(spouse)).Expect(HttpStatusCode.OK);
        async Task<bool> SpeaksAsync(HttpClient http, string day) =>
            (await http.AskAsync($"{it.Member.At()}/$directives?at={day}"))
                .Expect(HttpStatusCode.OK)
                .Ids.Contains(it.Spouse["RelatedPerson/".Length..]);
        Assert.True(await SpeaksAsync(it.Plan, server.In(2)));
        Assert.False(await SpeaksAsync(it.Plan, server.In(3)));
        Assert.Equal("0 changed", await server.RunAsync("directives"));
        server.Clock.Advance(TimeSpan.FromDays(3));
        using var plan = server.As("plan-admin");
        Assert.False(await SpeaksAsync(plan, server.In(0)));
        Assert.Equal("1 changed", await server.RunAsync("directives"));
        Assert.Equal("0 changed", await server.RunAsync("directives"));
        var stored = (await plan.AskAsync(one.At())).Expect(HttpStatusCode.OK);
        Assert.Contains("husky-appointment-ended", stored.Text, StringComparison.Ordinal);
        Assert.Equal("active", stored.Json.GetProperty("status").GetString());
    }
}
