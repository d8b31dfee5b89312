using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>Both databases as settings of a process.</summary>
internal static class Databases
{
    /// <summary>Settings for a new database.</summary>
    public static async Task<(string Name, string Value)[]> SettingsAsync(
        string provider,
        string folder,
        PostgresServer postgres
    ) =>
        [
            ("Store__Provider", provider),
            (
                "ConnectionStrings__Husky",
                provider == "Sqlite"
                    ? $"Data Source={Path.Combine(folder, "husky.db")}"
                    : await postgres.NewDatabaseAsync()
            ),
        ];
}
