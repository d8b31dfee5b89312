namespace HuskyFhir.Tests.Formats;

/// <summary>The worked examples of layouts, in the folder <c>formats</c> of the repository.</summary>
internal static class Layouts
{
    public static string Path(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "HuskyFhir.sln")))
                return System.IO.Path.Combine(folder.FullName, "formats", name);
        throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }

    public static string Text(string name) => File.ReadAllText(Path(name));
}
