namespace HuskyFhir.Server.Hosting;

/// <summary>What a host starts from: settings beside the executable, and the environment's name.</summary>
internal static class Starting
{
    /// <summary>
    /// A debug build, which is what <c>dotnet run</c> makes, is a developer's: without a name for the environment it
    /// runs as Development, with the sandbox and the sample story. A release build runs as Production.
    /// </summary>
    public static WebApplicationOptions Options =>
        new()
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName =
                Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
                ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
                ?? BuiltFor,
        };

    private static string BuiltFor =>
#if DEBUG
        "Development";
#else
        "Production";
#endif
}
