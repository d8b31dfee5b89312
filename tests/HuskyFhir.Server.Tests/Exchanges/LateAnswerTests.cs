using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Server.Partners;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Simulation.Partner;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// An answer that does not come: told when it is late, told again when it is missing, each once; and the figures that
/// say so.
/// </summary>
public sealed class LateAnswerTests(PostgresServer postgres) : OnBoth(postgres)
{
    private readonly string boxes = Directory.CreateTempSubdirectory("husky-boxes-").FullName;

    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings =>
        [
            ("Partners:dss:Title", "The Department"),
            ("Partners:dss:Folder", Path.Combine(boxes, "boxes")),
            ("Partners:dss:Spool", Path.Combine(boxes, "spool")),
        ];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Answer_ThatDoesNotCome_IsLateThenMissing_AndIsUsedWhenItComes(string database)
    {
        var server = await ServerAsync(database);
        var (work, watch, list) = (
            server.Services.GetRequiredService<ExchangeWork>(),
            server.Services.GetRequiredService<ExchangeWatch>(),
            server.Services.GetRequiredService<RunList>()
        );
        var partner = server.Services.GetRequiredService<PartnerRegistry>().Of("dss");
        using (var plan = server.As("plan-admin"))
        {
            var member = await plan.CreateAsync(Made.Patient(Made.Word()));
            member["telecom"] = JsonNode.Parse("""[{"system":"phone","value":"860-555-0147","use":"home"}]""");
            (await plan.PutAsync(member)).Expect(System.Net.HttpStatusCode.OK);
        }

        var cancellation = TestContext.Current.CancellationToken;
        await watch.LookAsync(cancellation);
        Assert.Equal((1, 0, 0), Figures(server));
        Assert.Equal(
            RunEnd.Sent,
            (await work.RunAsync("dss", $"test-{database}", TimeSpan.Zero, new(), cancellation)).End
        );
        foreach (var (hours, alarm, late) in new[] { (23, 0L, 0), (2, 1L, 1), (1, 1L, 1), (48, 2L, 1) })
        {
            server.Clock.Advance(TimeSpan.FromHours(hours));
            await watch.LookAsync(cancellation);
            Assert.Equal(
                [alarm],
                await server.QueryAsync("SELECT alarm FROM exchange_runs", static row => row.Long(0))
            );
            Assert.Equal((0, 1, late), Figures(server));
        }

        await new SimulatedPartner(
            partner.Folder,
            partner.Partner.Outbox,
            partner.Partner.Inbox,
            new(),
            server.Clock
        ).TurnAsync(cancellation);
        Assert.Equal(1, (await work.RunAsync("dss", null, TimeSpan.Zero, new(), cancellation)).Answers.Acknowledged);
        await watch.LookAsync(cancellation);
        Assert.Equal((0, 0, 0), Figures(server));
        Assert.Equal(RunState.Closed, (await list.LatestAsync("dss", 1, cancellation))[0].State);
    }

    /// <summary>Pending, awaited and late, as a collector of metrics sees them.</summary>
    private static (int Pending, int Awaited, int Late) Figures(HuskyServer server)
    {
        var meter = server.Services.GetRequiredService<ExchangeMeter>();
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, each) =>
            {
                if (meter.Owns(instrument))
                    each.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) =>
            {
                if (tags.ToArray().Contains(new("partner", "dss")))
                    found[instrument.Name] = value;
            }
        );
        listener.Start();
        listener.RecordObservableInstruments();
        return (
            (int)found["husky.exchange.pending"],
            (int)found["husky.exchange.awaited"],
            (int)found["husky.exchange.late"]
        );
    }
}
