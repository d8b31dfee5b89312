using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation.R4;

public sealed class PackTests
{
    private static readonly Definition[] Some =
    [
        new("ValueSet", "http://example.org/a", "1", null, "t", "{\"a\":1}"u8.ToArray()),
        new("CodeSystem", "http://example.org/b", "2.0", null, "t", "{\"b\":2}"u8.ToArray()),
    ];

    [Fact]
    public void Pack_Written_IsReadBackWhole()
    {
        var pack = R4Pack.Open(R4Pack.Write(Some, "stamp"), "stamp")!;

        Assert.All(Some, one => Assert.Equal(one.Json.ToArray(), pack.Find(one.Kind, one.Url)!.Json.ToArray()));
        Assert.Equal("2.0", pack.Find("CodeSystem", "http://example.org/b")!.Version);
        Assert.Null(pack.Find("ValueSet", "http://example.org/b"));
    }

    [Fact]
    public void Pack_OfAnotherArchiveOrBroken_IsNotUsed()
    {
        var file = R4Pack.Write(Some, "stamp");

        Assert.Null(R4Pack.Open(file, "other"));
        Assert.All(Enumerable.Range(0, 60), length => Assert.Null(R4Pack.Open(file[..length], "stamp")));
    }

    [Fact]
    public void Loader_WithoutTheArchive_SaysSo()
    {
        var set = new PackageLoader()
            .AddR4(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "none.zip"))
            .Load();

        Assert.False(set.HasR4);
        Assert.Contains("not in this build", Assert.Single(set.Problems).Reason, StringComparison.Ordinal);
    }
}
