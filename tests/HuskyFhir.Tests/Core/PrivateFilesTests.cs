using HuskyFhir.Core.Files;

namespace HuskyFhir.Tests.Core;

/// <summary>Files with PHI and keys: made for one account alone, and refused where others may open them.</summary>
public sealed class PrivateFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("husky-private-").FullName;

    public PrivateFilesTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no Unix permissions here.");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Folder_ThatIsMade_IsForItsOwnerAlone_AndSoAreThoseAboveIt()
    {
        var made = PrivateFiles.CreateFolder(Path.Combine(folder, "a", "b"));
        Assert.Equal(Convert.ToInt32("700", 8), (int)Mode(made));
        Assert.Equal(Convert.ToInt32("700", 8), (int)Mode(Path.Combine(folder, "a")));
        PrivateFiles.Demand(made);
    }

    [Fact]
    public void File_ThatIsMade_IsForItsOwnerAlone_AndOneThatIsThereIsKept()
    {
        var file = Path.Combine(folder, "x");
        PrivateFiles.CreateFile(file);
        Assert.Equal(Convert.ToInt32("600", 8), (int)Mode(file));
        File.WriteAllText(file, "kept");
        PrivateFiles.CreateFile(file);
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("640", "chmod 600")]
    [InlineData("604", "chmod 600")]
    [InlineData("620", "chmod 600")]
    [InlineData("601", "chmod 600")]
    public void File_OpenToOthers_IsRefusedWithTheWayToMendIt(string mode, string mend)
    {
        var file = Path.Combine(folder, "x");
        PrivateFiles.CreateFile(file);
        Open(file, mode);
        var refused = Assert.Throws<ExposedFileException>(() => PrivateFiles.Demand(file));
        Assert.Contains($"{mend} '{file}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"mode 0{mode}", refused.Message, StringComparison.Ordinal);
        Open(file, "600");
        PrivateFiles.Demand(file);
    }

    [Fact]
    public void Folder_OpenToOthers_IsRefused_AndWhatIsNotThereIsNot()
    {
        PrivateFiles.Demand(Path.Combine(folder, "absent"));
        Open(folder, "750");
        Assert.Contains(
            "chmod 700",
            Assert.Throws<ExposedFileException>(() => PrivateFiles.Demand(folder)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Convert.ToInt32("640", 8), (int)PrivateFiles.ModeIn(folder));
        Open(folder, "705");
        Assert.Equal(Convert.ToInt32("600", 8), (int)PrivateFiles.ModeIn(folder));
    }

#pragma warning disable CA1416 // skipped there
    private static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);

    private static void Open(string path, string mode) =>
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
#pragma warning restore CA1416
}
