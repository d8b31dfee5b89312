using System.Collections.Concurrent;
using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// What callers write reaches no log, neither as control characters nor as a member's data (attacks 21 and 22; 45 CFR
/// 164.312(b)).
/// </summary>
public sealed class LogTests(PostgresServer postgres) : OnBoth(postgres)
{
    // It listens to the whole service's log, at the levels that the service ships with.
    protected override bool Alone => true;

    protected override (string Name, string Value)[] Settings => [("Logging:LogLevel:Default", "Information")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task HostileWords_AndMembersData_AreInNoLogLine(string database)
    {
        var server = await ServerAsync(database);
        using var lines = new Lines();
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        using var plan = server.As("plan-admin");
        using var nobody = server.Anonymous();
        var word = Made.Word();
        var hostile = $"{word}\u001b[31m";
        var made = await plan.CreateAsync(Made.Patient(word));
        foreach (var http in new[] { plan, nobody })
        foreach (
            var address in new[]
            {
                $"Patient?name={word}",
                $"Patient?name={Uri.EscapeDataString(hostile + "\r\nerror: all is lost")}",
                $"Patient?birthdate={word}",
                $"Patient/{Uri.EscapeDataString(hostile)}",
                $"{Uri.EscapeDataString(hostile)}/1",
                $"Patient?{word}=1",
                made.At(),
            }
        )
            Assert.InRange(
                (int)
                    (
                        await http.AskAsync(
                            address,
                            ("User-Agent", hostile),
                            ("X-Request-Id", hostile),
                            ("X-Access-Reason", hostile)
                        )
                    ).Status,
                200,
                499
            );
        Assert.InRange(
            (int)
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        Encoding.UTF8.GetBytes($"{{\"resourceType\":\"Patient\",\"{word}\":\"\\u001b[31m\"}}"),
                        "application/fhir+json"
                    )
                ).Status,
            400,
            422
        );
        using (var forged = server.Anonymous().With($"{word}.{word}.{word}"))
            (await forged.AskAsync("Patient")).Expect(HttpStatusCode.Unauthorized);
        await nobody.FormAsync(
            "oauth/token",
            ("grant_type", "client_credentials"),
            ("client_assertion_type", hostile),
            ("client_assertion", hostile),
            ("scope", hostile),
            ("client_id", hostile)
        );
        await BreakAsync(server, plan, word);
        Assert.Contains(lines.All, static line => line.Contains("failed", StringComparison.Ordinal));
        foreach (var line in lines.All)
        {
            Assert.DoesNotContain(word, line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u001b', line);
        }

        var shown = (await plan.AskAsync("Patient?_count=0", ("X-Request-Id", "a b"))).Header("X-Request-Id")!;
        Assert.NotEqual("a b", shown);
    }

    /// <summary>
    /// A write that the database refuses: the one kind of line that carries a fault of somebody else's words.
    /// </summary>
    private static async Task BreakAsync(HuskyServer server, HttpClient plan, string word)
    {
        await server.ExecuteAsync("ALTER TABLE patient_string RENAME TO patient_string_away");
        try
        {
            (await plan.PostAsync(Made.Patient(word))).Expect(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await server.ExecuteAsync("ALTER TABLE patient_string_away RENAME TO patient_string");
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() => All.Clear();
    }
}
