using System.Text.RegularExpressions;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>
/// <c>load</c> as a user runs it: what it stores, what it refuses, what it says, and that doing it again changes
/// nothing.
/// </summary>
public sealed partial class LoadTests(PostgresServer postgres) : InFolder
{
    private const string MuchColour = "true";

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Samples_LoadedTwice_AreAllUnchangedTheSecondTime(string provider)
    {
        (string, string)[] settings =
        [
            .. await Databases.SettingsAsync(provider, Folder, postgres),
            ("GITHUB_ACTIONS", MuchColour),
            ("TERM", "xterm-256color"),
        ];
        var first = await RunWithAsync(settings, "load", HuskyServer.SamplesFolder);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Matches(
            @"^loaded 399 \(399 new, 0 changed\), unchanged 0, refused 0; \d+\.\d s, \d+ a second\n$",
            first.Out
        );
        var second = await RunWithAsync(settings, "load", HuskyServer.SamplesFolder);
        Assert.Equal(0, second.Code);
        Assert.StartsWith(
            "loaded 0 (0 new, 0 changed), unchanged 399, refused 0",
            second.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task File_Changed_GivesANewVersionOfThatResourceOnly()
    {
        var file = Write("family.ndjson", Files.Patient("1", "Before"), Files.Patient("2", "Same"));
        Assert.Contains(
            "(2 new, 0 changed), unchanged 0",
            (await RunAsync("load", file)).Out,
            StringComparison.Ordinal
        );
        Write("family.ndjson", Files.Patient("1", "After"), Files.Patient("2", "Same"));
        Assert.Contains(
            "(0 new, 1 changed), unchanged 1",
            (await RunAsync("load", file)).Out,
            StringComparison.Ordinal
        );
        await using var stored = await Stored.OpenAsync(Folder);
        var after = await stored.OneAsync("SELECT body FROM resources WHERE version = 2");
        Assert.Contains("After", after, StringComparison.Ordinal);
        Assert.Contains(
            "Before",
            await stored.OneAsync("SELECT body FROM versions WHERE version = 1"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Transaction_WithOneBadEntry_StoresNothing()
    {
        string[] entries =
        [
            .. Enumerable.Range(1, 5).Select(static n => Files.Patient($"{n}", "Whole")),
            """{"resourceType":"Patient","id":"bad","gender":"none"}""",
        ];
        var file = Write("bundle.json", Files.Transaction(entries));
        var ended = await RunAsync("load", file);
        Assert.Equal(1, ended.Code);
        Assert.Matches(@"^refused \S*bundle\.json: .*gender", ended.Out);
        Assert.Contains("loaded 0 (0 new, 0 changed), unchanged 0, refused 1", ended.Out, StringComparison.Ordinal);
        await using var stored = await Stored.OpenAsync(Folder);
        Assert.Equal(0, await stored.CountAsync("SELECT count(*) FROM resources"));
    }

    [Fact]
    public async Task Transaction_ReferringToNothing_StoresNothing()
    {
        var file = Write("bundle.json", Files.Transaction([Files.Patient("1", "Whole"), Files.Linked("2", "nobody")]));
        var ended = await RunAsync("load", file);
        Assert.Equal(1, ended.Code);
        Assert.Contains("Patient/nobody", ended.Out, StringComparison.Ordinal);
        await using var stored = await Stored.OpenAsync(Folder);
        Assert.Equal(0, await stored.CountAsync("SELECT count(*) FROM resources"));
    }

    [Fact]
    public async Task Lines_SomeOfThemBad_AreRefusedByNumberAndTheRestIsLoaded()
    {
        var file = Write(
            "many.ndjson",
            Files.Patient("1", "Good"),
            "{",
            "",
            "   ",
            Files.Patient("2", "Good").Replace("unknown", "none", StringComparison.Ordinal),
            "[1]",
            Files.Patient("3", "Good") + "\r"
        );
        var ended = await RunAsync("load", file);
        Assert.Equal(1, ended.Code);
        Assert.Equal(["2", "5", "6"], RefusedLine().Matches(ended.Out).Select(static found => found.Groups[1].Value));
        Assert.Contains("loaded 2 (2 new, 0 changed), unchanged 0, refused 3", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_IntoAPipe_AreAllListed()
    {
        var file = Write("many.ndjson", [.. Enumerable.Repeat("{", 60)]);
        var ended = await RunAsync("load", file);
        Assert.Equal(1, ended.Code);
        Assert.Equal(60, RefusedLine().Count(ended.Out));
    }

    [Fact]
    public async Task Folder_OfResourcesInAnyOrderAndInRings_LoadsWhole()
    {
        // Coverage comes first and refers to what comes last; two rings of patients, one of two and one of three, and
        // one who refers into a ring.
        Write("in/a.json", Files.Coverage("c1", "Patient/p1", "Organization/o1"));
        Write("in/b.json", Files.Linked("p1", "p2"));
        Write(
            "in/c.ndjson",
            Files.Linked("p2", "p1"),
            Files.Linked("q1", "q2"),
            Files.Linked("q2", "q3"),
            Files.Linked("q3", "q1"),
            Files.Linked("r", "q2")
        );
        Write("in/z/d.json", Files.Organization("o1", "Payor"));
        var ended = await RunAsync("load", Path.Combine(Folder, "in"));
        Assert.True(ended.Code == 0, ended.Out + ended.Error);
        Assert.Contains("loaded 8 (8 new", ended.Out, StringComparison.Ordinal);
        await using var stored = await Stored.OpenAsync(Folder);
        Assert.Equal(
            0,
            await stored.CountAsync(
                "SELECT count(*) FROM refs f LEFT JOIN resources r ON r.id = f.target_id WHERE r.id IS NULL"
            )
        );
    }

    [Fact]
    public async Task SameIds_OfTwoSources_AreTwoResources()
    {
        var file = Write("p.json", Files.Patient("1", "Namesake"));
        Assert.Contains("1 new", (await RunAsync("load", "--source", "one", file)).Out, StringComparison.Ordinal);
        Assert.Contains("1 new", (await RunAsync("load", "--source", "two", file)).Out, StringComparison.Ordinal);
        Assert.Contains("unchanged 1", (await RunAsync("load", "--source", "two", file)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing-here.json", "There is no file or folder")]
    [InlineData("empty", "no .json or .ndjson")]
    public async Task Path_WithNothingToLoad_Is2WithASentence(string name, string said)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "empty"));
        var ended = await RunAsync("load", name);
        Assert.Equal(2, ended.Code);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_WithAFileThatCannotBeRead_RefusesThatFileAndLoadsTheRest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no dangling links for everyone.");
        Write("in/a.json", Files.Patient("1", "There"));
        File.CreateSymbolicLink(Path.Combine(Folder, "in", "b.json"), Path.Combine(Folder, "gone.json"));
        var ended = await RunAsync("load", "in");
        Assert.Equal(1, ended.Code);
        Assert.Contains("b.json", ended.Out, StringComparison.Ordinal);
        Assert.Contains("loaded 1 (1 new, 0 changed), unchanged 0, refused 1", ended.Out, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"refused \S*many\.ndjson:(\d+): \S")]
    private static partial Regex RefusedLine();
}
