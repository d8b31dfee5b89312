namespace HuskyFhir.Server.Tests.Commands;

/// <summary>The base of tests of commands: an empty folder for each, gone afterwards.</summary>
public abstract class InFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("husky-run-").FullName;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a command of the built executable here, with everything by default.</summary>
    protected Task<HuskyProcess.Ended> RunAsync(params string[] arguments) =>
        HuskyProcess.RunAsync(Folder, [], arguments);

    /// <summary>Runs it with settings.</summary>
    protected Task<HuskyProcess.Ended> RunWithAsync(
        (string Name, string Value)[] settings,
        params string[] arguments
    ) => HuskyProcess.RunAsync(Folder, settings, arguments);

    /// <summary>Writes a file here and answers its full name.</summary>
    protected string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }
}
