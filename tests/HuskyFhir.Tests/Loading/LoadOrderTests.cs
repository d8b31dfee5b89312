using System.Globalization;

namespace HuskyFhir.Tests.Loading;

/// <summary>References in any order, in rings and to nothing; several versions of one resource.</summary>
public sealed class LoadOrderTests : LoadFolder
{
    [Fact]
    public async Task Chain_InReverseOrder_LoadsWhole()
    {
        Write(
            "chain.ndjson",
            [
                .. Enumerable
                    .Range(0, 1000)
                    .Select(static n => Patient($"p{n}", "Chain", n < 999 ? [$"Patient/p{n + 1}"] : [])),
            ]
        );
        var report = await LoadAsync();
        Assert.Equal((1000, 0), (report.Created, report.Refusals));
    }

    [Fact]
    public async Task Rings_OneOfThemBroken_AreEachStoredOrRefusedByThemselves()
    {
        var lines = Enumerable
            .Range(0, 50)
            .SelectMany(static n =>
                (string[])[Patient($"a{n}", "Ring", $"Patient/b{n}"), Patient($"b{n}", "Ring", $"Patient/a{n}")]
            );
        Write(
            "rings.ndjson",
            [
                .. lines,
                Patient("x", "Broken", "Patient/y"),
                Patient("y", "Broken", "Patient/x", "Patient/nobody"),
                Patient("z", "Depends", "Patient/x"),
            ]
        );
        var report = await LoadAsync();
        Assert.Equal((100, 2), (report.Created, report.Refusals));
        Assert.Contains(
            report.Refused,
            static refusal =>
                refusal.Where.Contains(":101", StringComparison.Ordinal)
                && refusal.Where.Contains(":102", StringComparison.Ordinal)
                && refusal.Reason.Contains("Patient/nobody", StringComparison.Ordinal)
        );
        Assert.Contains(
            report.Refused,
            static refusal =>
                refusal.Where.EndsWith(":103", StringComparison.Ordinal)
                && refusal.Reason.Contains("Patient.link[0].other: Patient/x", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Resource_SeveralTimes_EndsAsItIsWrittenLast()
    {
        // More than a batch apart and within one batch; the second one waits for someone who comes at the very end.
        var filler = Enumerable.Range(0, 500).Select(static n => Patient($"f{n}", "Filler"));
        Write(
            "versions.ndjson",
            [
                Patient("1", "First"),
                Patient("1", "Second", "Patient/late"),
                Patient("1", "Third"),
                .. filler,
                Patient("1", "Fourth"),
                Patient("1", "Last"),
                Patient("late", "Late"),
            ]
        );
        var report = await LoadAsync();
        Assert.Equal((502, 4, 0), (report.Created, report.Updated, report.Refusals));
        Assert.Contains(
            await BodiesAsync("Patient"),
            static body =>
                body.Contains("Last", StringComparison.Ordinal)
                && body.Contains("\"versionId\":\"5\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task MoreThanTwentyThousand_BeforeWhatTheyReferTo_AllLoad()
    {
        var lines = Enumerable
            .Range(0, 20_500)
            .Select(static n => Patient(n.ToString(CultureInfo.InvariantCulture), "Early", "Patient/late"));
        Write("early.ndjson", [.. lines, Patient("late", "Late")]);
        var report = await LoadAsync();
        Assert.Equal((20_501, 0), (report.Created, report.Refusals));
    }

    [Fact]
    public async Task Files_NamedAnyhow_AreOrderedByWhatTheyHold()
    {
        Write("part-1.ndjson", Patient("1", "Child", "Patient/0"));
        Write("part-2.ndjson", """{ "resourceType" : "Organization", "id":"o", "name":"First" }""");
        await LoadAsync();
        Assert.Equal(
            ["Organization", "Patient"],
            (
                await QueryAsync(
                    "SELECT DISTINCT type FROM resources UNION SELECT 'Patient' ORDER BY 1",
                    static row => row.Text(0)
                )
            ).ToArray()
        );
        var files = HuskyFhir.Exchange.Loading.LoadSources.Files(Path.Combine(Folder, "in"));
        Assert.Equal(["part-2.ndjson", "part-1.ndjson"], files.Select(Path.GetFileName));
    }
}
