using System.Formats.Tar;
using System.IO.Compression;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation;

public sealed class PackageLoaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("husky-packages").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Add_Archive_LoadsItsDefinitionsAndLeavesExamplesOut()
    {
        var path = Archive(
            "a.tgz",
            ("package/package.json", Manifest("one", "1.0.0", "hl7.fhir.r4.core")),
            ("package/StructureDefinition-t.json", Profile),
            (
                "package/example/StructureDefinition-u.json",
                Profile.Replace("under-test", "other", StringComparison.Ordinal)
            )
        );

        var set = new PackageLoader().Add(path).Load();

        Assert.Equal([Engine.Url], set.Profiles);
        Assert.Empty(set.Problems);
        Assert.Equal(
            ("one", "1.0.0", 1),
            set.Packages.Select(package => (package.Name, package.Version, package.Definitions)).Single()
        );
    }

    [Fact]
    public void Add_NameInCache_FindsTheFolder()
    {
        Write("one#1.0.0/package/package.json", Manifest("one", "1.0.0", "two"));
        Write("one#1.0.0/package/StructureDefinition-t.json", Profile);

        var set = new PackageLoader(folder).Add("one#1.0.0").Load();

        Assert.Equal([Engine.Url], set.Profiles);
        var unmet = Assert.Single(set.Problems);
        Assert.False(unmet.Fatal);
        Assert.Contains("two#2.0.0", unmet.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing-here.tgz")]
    [InlineData("../one#1.0.0")]
    [InlineData("one#9.9.9")]
    public void Add_WhatIsNotThere_IsAProblem(string path) =>
        Assert.Contains(
            "no such",
            Assert.Single(new PackageLoader(folder).Add(path).Load().Problems).Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Add_BrokenArchiveOrJson_IsAProblemAndTheRestIsLoaded()
    {
        var broken = Path.Combine(folder, "broken.tgz");
        File.WriteAllText(broken, "not an archive");
        Write("own/good.json", Profile);
        Write("own/bad.json", "{\"resourceType\":");

        var set = new PackageLoader().Add(broken).Add(Path.Combine(folder, "own")).Load();

        Assert.Equal([Engine.Url], set.Profiles);
        Assert.Equal(2, set.Problems.Count);
    }

    [Fact]
    public void Load_SeveralVersions_NewestAnswersUnlessOneIsAskedFor()
    {
        string Version(string version, string min) =>
            Engine
                .Profile("Patient", $$"""{"id":"Patient.name","path":"Patient.name","min":{{min}}}""")
                .Replace("\"status\"", $"\"version\":\"{version}\",\"status\"", StringComparison.Ordinal);
        var engine = Engine.With(Version("2.0.0", "1"), Version("10.0.0", "0"), Version("10.0.0-ballot", "1"));
        const string body = """{"resourceType":"Patient","active":true}""";

        Assert.True(engine.Judge(body, Engine.Url).Valid);
        Assert.False(engine.Judge(body, Engine.Url + "|2.0.0").Valid);
        Assert.Contains(engine.Judge(body, Engine.Url + "|3.0.0").Issues, issue => issue.Detail == "profile-unknown");
    }

    private const string Elements = """{"id":"Patient.name","path":"Patient.name","min":1}""";

    private static string Profile => Engine.Profile("Patient", Elements);

    private static string Manifest(string name, string version, string dependency) =>
        $$$"""{"name":"{{{name}}}","version":"{{{version}}}","dependencies":{"{{{dependency}}}":"2.0.0"}}""";

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), text);
    }

    private string Archive(string name, params (string Path, string Text)[] entries)
    {
        var path = Path.Combine(folder, name);
        using var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var (entry, text) in entries)
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Bodies.Utf8(text)) }
            );
        return path;
    }
}
