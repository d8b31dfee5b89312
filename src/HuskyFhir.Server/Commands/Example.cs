namespace HuskyFhir.Server.Commands;

/// <summary>Help texts end with examples that work when pasted.</summary>
internal static class Example
{
    private const string Run = "dotnet run --project src/HuskyFhir.Server -- ";

    public static string With(string about, params string[] examples) =>
        $"{about}{Environment.NewLine}{Environment.NewLine}Examples:{Environment.NewLine}{string.Join(Environment.NewLine, examples.Select(static example => $"  {Run}{example}"))}";
}
