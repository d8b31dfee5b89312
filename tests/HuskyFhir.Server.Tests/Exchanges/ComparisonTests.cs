using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Exchange.Reconciliation;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Server.Partners;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Tests.Enrolments;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Simulation.Partner;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// A full file goes out and is acknowledged; one that comes back is compared field by field, and chosen lines are
/// settled.
/// </summary>
public sealed class ComparisonTests(PostgresServer postgres) : OnBoth(postgres)
{
    private readonly string boxes = Directory.CreateTempSubdirectory("husky-compare-").FullName;

    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings =>
        [("Partners:dss:Folder", Path.Combine(boxes, "boxes")), ("Partners:dss:Spool", Path.Combine(boxes, "spool"))];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FullFile_GoesThereAndBack_AndWhatDiffersIsSettled(string database)
    {
        var server = await ServerAsync(database);
        var cancellation = TestContext.Current.CancellationToken;
        using var plan = server.As("plan-admin");
        var (partner, work) = (
            server.Services.GetRequiredService<PartnerRegistry>().Of("dss"),
            server.Services.GetRequiredService<ExchangeWork>()
        );
        string[] ids = [.. Enumerable.Range(0, 4).Select(static _ => Made.ClientId()).Order(StringComparer.Ordinal)];
        await server.TakeAsync(
            Files834.Of("2", [.. ids.Select(static (id, at) => Files834.Subscriber(id, "INVENTED" + (char)('A' + at)))])
        );
        var moved = await plan.MemberAsync(ids[0]);
        moved["telecom"]![0]!["value"] = "860-555-0199";
        (await plan.PutAsync(moved)).Expect(HttpStatusCode.OK);

        // Everybody goes out, without taking what waits; the answer closes the run.
        var sent = await work.RunAsync("dss", work.FullPeriod(), TimeSpan.Zero, new(), cancellation);
        Assert.Equal((RunEnd.Sent, 4L, 0L), (sent.End, sent.Run!.Members, sent.Run.Changes));
        Assert.Equal(
            RunEnd.Nothing,
            (await work.RunAsync("dss", work.FullPeriod(), TimeSpan.Zero, new(), cancellation)).End
        );
        var file = await File.ReadAllTextAsync(
            Path.Combine(partner.Folder, partner.Partner.Outbox, sent.Run.File!.Name),
            cancellation
        );
        Assert.Contains("*ET***4~", file, StringComparison.Ordinal);
        await new SimulatedPartner(
            partner.Folder,
            partner.Partner.Outbox,
            partner.Partner.Inbox,
            new(),
            server.Clock
        ).TurnAsync(cancellation);
        Assert.Equal(4, (await work.RunAsync("dss", null, TimeSpan.Zero, new(), cancellation)).Answers.Acknowledged);
        Assert.Equal(
            1,
            (
                await server.QueryAsync(
                    "SELECT COUNT(*) FROM change_states WHERE state = 'pending'",
                    static row => row.Long(0)
                )
            )[0]
        );
        Assert.Equal((4, 0, 0, 0), Counts(await CompareAsync(server, file)));

        // Another telephone, which the partner has not heard of yet; another town, which the partner told before; a
        // stranger, and one who is missing.
        var theirs = file.Replace("HP*8605550199", "HP*2035550101", StringComparison.Ordinal)
            .Replace($"REF*0F*{ids[3]}", "REF*0F*CT99999999", StringComparison.Ordinal)
            .Replace($"REF*23*{ids[3]}", "REF*23*CT99999999", StringComparison.Ordinal);
        var at = theirs.IndexOf(
            "N4*NEW HAVEN",
            theirs.IndexOf(ids[1], StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        theirs = theirs[..at] + "N4*BRIDGEPORT" + theirs[(at + "N4*NEW HAVEN".Length)..];
        var compared = await CompareAsync(server, theirs);
        Assert.Equal((1, 2, 1, 1), Counts(compared));
        var lines = await LinesAsync(server, compared.Id);
        var phone = lines.Single(static line => line.Field == "phone.home");
        Assert.Equal(
            ("8605550199", "2035550101", "ours", "plan"),
            (phone.Ours, phone.Theirs, phone.Standing, phone.Source)
        );
        var city = lines.Single(static line => line.Field == "home.city");
        Assert.Equal(
            ("NEW HAVEN", "BRIDGEPORT", "theirs", "dss"),
            (city.Ours, city.Theirs, city.Standing, city.Source)
        );

        var desk = server.Services.GetRequiredService<ReconciliationDesk>();
        Assert.Equal(
            [(city.Number, (string?)null)],
            await desk.SettleAsync(
                partner.Partner,
                compared.Id,
                [city.Number],
                isTheirs: true,
                "operator",
                cancellation
            )
        );
        Assert.Equal("BRIDGEPORT", (string)(await plan.MemberAsync(ids[1]))["address"]![0]!["city"]!);
        await server.ExecuteAsync("UPDATE change_states SET state = 'acknowledged' WHERE state = 'pending'");
        Assert.Equal(
            [(phone.Number, (string?)null)],
            await desk.SettleAsync(
                partner.Partner,
                compared.Id,
                [phone.Number],
                isTheirs: false,
                "operator",
                cancellation
            )
        );
        Assert.Empty(
            await desk.SettleAsync(
                partner.Partner,
                compared.Id,
                [phone.Number],
                isTheirs: false,
                "operator",
                cancellation
            )
        );
        Assert.Equal(
            1,
            (await work.RunAsync("dss", $"again-{database}", TimeSpan.Zero, new(), cancellation)).Run!.Members
        );
        Assert.Equal(
            ["ours", "theirs"],
            (await LinesAsync(server, compared.Id))
                .Select(static line => line.SettledAs)
                .OfType<string>()
                .Order(StringComparer.Ordinal)
        );
        await ReportAsync(server, compared);
    }

    private static async Task ReportAsync(HuskyServer server, Reconciliation compared)
    {
        var (book, cancellation) = (
            server.Services.GetRequiredService<ReconciliationRepository>(),
            TestContext.Current.CancellationToken
        );
        using var csv = new MemoryStream();
        await ReconciliationReport.WriteCsvAsync(csv, book.LinesAsync(compared.Id, cancellation), cancellation);
        Assert.Equal(
            5,
            Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length
        );
        using var fhir = new MemoryStream();
        await ReconciliationReport.WriteFhirAsync(
            fhir,
            compared,
            book.LinesAsync(compared.Id, cancellation),
            cancellation
        );
        var bundle = JsonNode.Parse(fhir.ToArray())!;
        Assert.Equal(
            ["MeasureReport", "List"],
            bundle["entry"]!.AsArray().Select(static entry => (string)entry!["resource"]!["resourceType"]!)
        );
        Assert.DoesNotContain("BRIDGEPORT", bundle.ToJsonString(), StringComparison.Ordinal);
    }

    private static (long Equal, long Differing, long Unknown, long Missing) Counts(Reconciliation done) =>
        (done.Equal, done.Differing, done.Unknown, done.Missing);

    private static async Task<Reconciliation> CompareAsync(HuskyServer server, string file)
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(file));
        return await server
            .Services.GetRequiredService<FieldReconciler>()
            .CompareAsync(
                server.Services.GetRequiredService<PartnerRegistry>().Of("dss").Partner,
                stream,
                "full.834",
                null,
                TestContext.Current.CancellationToken
            );
    }

    private static async Task<List<ReconciliationLine>> LinesAsync(HuskyServer server, Guid id)
    {
        var lines = new List<ReconciliationLine>();
        await foreach (
            var line in server
                .Services.GetRequiredService<ReconciliationRepository>()
                .LinesAsync(id, TestContext.Current.CancellationToken)
        )
            lines.Add(line);
        return lines;
    }
}
