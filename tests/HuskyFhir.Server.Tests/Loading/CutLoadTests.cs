using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Commands;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Simulation.Population;
using HuskyFhir.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary>
/// A load that was cut anywhere and repeated ends in the store of an undisturbed one: cut at a line of a file, or
/// between two batches, which is where a killed process stops, since a batch is a transaction.
/// </summary>
public sealed class CutLoadTests(PostgresServer postgres, ITestOutputHelper output) : InFolder
{
    private static readonly string[] Order =
    [
        "Organization",
        "Location",
        "Practitioner",
        "PractitionerRole",
        "Patient",
        "CareTeam",
        "RelatedPerson",
        "Coverage",
        "Observation",
        "Binary",
        "DocumentReference",
        "Consent",
        "Claim",
        "ClaimResponse",
        "Task",
        "Communication",
    ];

    private static readonly Lazy<Intake> Checks = new(static () =>
        Configured.Intake(new ConfigurationBuilder().Build())
    );

    private readonly FakeTimeProvider clock = new(new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero))
    {
        AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
    };

    public static TheoryData<string> Stores => ["Sqlite", "Postgres"];

    /// <summary>
    /// A quarter of the members had another provider before: their earlier assignment is loaded, and the file ends
    /// before the one that holds.
    /// </summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Load_CutBetweenTheAssignmentsOfAMember_IsFinishedByTheNext(string provider)
    {
        var files = Generate("files", 60, 3);
        var teams = await File.ReadAllLinesAsync(Path.Combine(files, "CareTeam.ndjson"), Cancellation);
        var earlier = Array.FindIndex(teams, static line => line.Contains("\"inactive\"", StringComparison.Ordinal));
        Assert.True(earlier >= 0, "Nobody of the population had another provider before.");
        await using var undisturbed = await NewAsync(provider, "whole");
        await LoadAsync(undisturbed, files, 400);
        await using var cut = await NewAsync(provider, "cut");
        await LoadAsync(cut, Part(files, "part", "CareTeam", earlier + 1), 400);
        await LoadAsync(cut, files, 400);
        await LoadAsync(cut, files, 400);
        StoreImage.Equal(
            await StoreImage.OfAsync(undisturbed, Cancellation),
            await StoreImage.OfAsync(cut, Cancellation),
            provider
        );
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Load_CutAnywhereAndRepeated_EndsInTheStoreOfAnUndisturbedOne(string provider)
    {
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        var files = Generate("files", 40, chance.Next(1, 1000));
        await using var undisturbed = await NewAsync(provider, "whole");
        await LoadAsync(undisturbed, files, 400);
        var expected = await StoreImage.OfAsync(undisturbed, Cancellation);
        for (var round = 0; round < 3; round++)
        {
            await using var cut = await NewAsync(provider, $"cut{round}");
            var told = $"seed {seed}, {provider}, round {round}:";
            for (var cuts = chance.Next(1, 4); cuts > 0; cuts--)
                told += await CutAsync(cut, files, chance, $"{round}-{cuts}");
            output.WriteLine(told);
            await LoadAsync(cut, files, 400, told);
            StoreImage.Equal(expected, await StoreImage.OfAsync(cut, Cancellation), told);
        }
    }

    /// <summary>
    /// Loads a part: all up to a line of a file, or as many batches as were done before the end came.
    /// </summary>
    private async Task<string> CutAsync(Database database, string files, Random chance, string name)
    {
        var batch = chance.Next(3, 60);
        if (chance.Next(2) == 0)
        {
            var type = Order[chance.Next(Order.Length)];
            var path = Path.Combine(files, type + ".ndjson");
            var lines = File.Exists(path) ? (await File.ReadAllLinesAsync(path, Cancellation)).Length : 0;
            var kept = chance.Next(0, lines + 1);
            await LoadAsync(database, Part(files, $"part{name}", type, kept), batch);
            return $" {type}:{kept}";
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var after = chance.Next(1, 400);
        var ended = Loader(database, batch)
            .LoadAsync(
                [files],
                "local",
                new Told(done =>
                {
                    if (done >= after)
                        stop.Cancel();
                }),
                stop.Token
            );
        await Task.WhenAny(ended);
        Assert.True(ended.IsCanceled || ended.IsCompletedSuccessfully, ended.Exception?.ToString());
        return $" after {after} by {batch}";
    }

    private string Generate(string name, int members, int seed)
    {
        var folder = Path.Combine(Folder, name);
        new Population(new(members, seed)).Write(folder, null, Cancellation);
        return folder;
    }

    /// <summary>All files up to one of a type, and of that the first lines.</summary>
    private string Part(string files, string name, string type, int lines)
    {
        var folder = Directory
            .CreateDirectory(
                Path.Combine(Folder, name),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            )
            .FullName;
        foreach (var file in LoadSources.Files(files))
        {
            var at = Array.IndexOf(Order, Path.GetFileName(file).Split('.', '-')[0]);
            var limit =
                at < Array.IndexOf(Order, type) ? int.MaxValue
                : at == Array.IndexOf(Order, type) ? lines
                : 0;
            File.WriteAllLines(Path.Combine(folder, Path.GetFileName(file)), File.ReadLines(file).Take(limit));
        }

        return folder;
    }

    private async Task<Database> NewAsync(string provider, string name)
    {
        var options = new StoreOptions(
            provider,
            provider == "Sqlite"
                ? $"Data Source={Path.Combine(Folder, name + ".db")}"
                : await postgres.NewDatabaseAsync()
        );
        await options.Schema().RunAsync(Cancellation);
        return options.Open();
    }

    private async Task LoadAsync(Database database, string files, int batch, string told = "")
    {
        var report = await Loader(database, batch).LoadAsync([files], "local", null, Cancellation);
        Assert.True(report.Refusals == 0, $"{told} {string.Join("\n", report.Refused.Take(3))}");
    }

    private Loader Loader(Database database, int batch) =>
        new(
            database,
            Checks.Value,
            new WritePipeline(database, PlanCatalog.Types, clock, PlanCatalog.Reactions()),
            PlanCatalog.Types,
            clock
        )
        {
            Batch = batch,
        };

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
