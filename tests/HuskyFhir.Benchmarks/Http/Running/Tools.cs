using System.Net;
using System.Net.Sockets;

namespace HuskyFhir.Benchmarks.Http.Running;

/// <summary>Programs of this machine, and ports that are free.</summary>
internal static class Tools
{
    /// <summary>The runtime that runs this program runs the others too.</summary>
    public static string Dotnet { get; } =
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? own
            : Find("dotnet") ?? "dotnet";

    /// <summary>Full path of a program on the search path; null when there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    public static string Assembly(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
