using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Tables;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// The worked examples of layouts, in the folder <c>formats</c> of the repository, as a partner's format.
/// </summary>
internal static class Layouts
{
    /// <summary>The settings of a format: a name, or the file of a layout.</summary>
    public static (string Name, string Value)[] Settings(string format) =>
        format.EndsWith(".json", StringComparison.Ordinal)
            ? [("Partners__dss__Format", "table"), ("Partners__dss__FormatFile", Path(format))]
            : [("Partners__dss__Format", format)];

    /// <summary>The format of a layout; null for one that has a name.</summary>
    public static IExchangeFormat? Format(string format) =>
        format.EndsWith(".json", StringComparison.Ordinal) ? TableFormat.Load(Path(format)) : null;

    public static string Path(string layout)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "HuskyFhir.sln")))
                return System.IO.Path.Combine(folder.FullName, "formats", layout);
        throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
