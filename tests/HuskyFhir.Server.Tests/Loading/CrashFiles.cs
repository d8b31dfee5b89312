using System.Globalization;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Simulation.Population;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary>
/// What the crashed loads load: a generated population of some thousands as NDJSON, and transaction bundles of
/// households.
/// </summary>
internal static class CrashFiles
{
    public const int Bundles = 40;
    public const int Members = 12;

    /// <summary>
    /// Writes the files; answers how many resources they hold, without what others bring by themselves: assignments.
    /// </summary>
    public static long Write(string folder, CancellationToken cancellation)
    {
        var report = new Population(new(1500, 3)).Write(folder, null, cancellation);
        for (var bundle = 0; bundle < Bundles; bundle++)
        {
            var members = Enumerable
                .Range(0, Members)
                .Select(member =>
                    Files.Linked(Id(bundle, member), Id(bundle, (member + 1) % Members), $"Bundle{bundle}")
                );
            // Named so that bundles are loaded between the population's files and not after them all.
            File.WriteAllText(
                Path.Combine(
                    folder,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(bundle % 2 == 0 ? "Patient" : "Location")}-bundle-{bundle}.json"
                    )
                ),
                Files.Transaction(members)
            );
        }

        return report
                .Resources.Where(static file => !file.Key.StartsWith("CareTeam", StringComparison.Ordinal))
                .Sum(static file => file.Value) + (Bundles * Members);
    }

    private static string Id(int bundle, int member) =>
        string.Create(CultureInfo.InvariantCulture, $"bundle{bundle:D3}-{member:D2}");
}
