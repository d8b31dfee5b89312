using System.Text;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security.Tokens;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>What a run has seen.</summary>
internal sealed class FuzzFigures
{
    public SortedDictionary<string, int> Kinds { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<int, int> Statuses { get; } = [];

    public List<string> Finds { get; } = [];

    public int Requests => Kinds.Values.Sum();

    public override string ToString() =>
        $"{Requests} requests ({string.Join(", ", Kinds.Select(static pair => $"{pair.Key} {pair.Value}"))}); answers {string.Join(", ", Statuses.Select(static pair => $"{pair.Key}: {pair.Value}"))}; finds {Finds.Count}";
}

/// <summary>
/// Sends made requests to a service as it really runs, one after the other, and looks at each answer. Request <c>n</c>
/// is made from the seed plus <c>n</c>.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    private readonly RequestMaker maker;
    private readonly HttpClient[] callers;

    private FuzzRun(RequestMaker maker, HttpClient[] callers) => (this.maker, this.callers) = (maker, callers);

    /// <summary>Settings that open everything there is to send to.</summary>
    public static (string Name, string Value)[] Settings =>
        [("Jobs:Dashboard", "true"), ("Security:TokenEndpoint", "true"), ("Validation:RequireOwnProfiles", "false")];

    public static async Task<FuzzRun> OnAsync(HuskyServer server)
    {
        (string Client, string Scope, string? Purpose)[] tokens =
        [
            ("plan-admin", "system/*.cruds system/jobs.r", null),
            ("plan-admin", "system/*.cruds", null),
            ("ehr-riverbend", "system/*.cruds", null),
            ("ehr-harbor", "system/*.cruds", null),
            ("dss", "system/*.cruds", null),
            ("ehr-riverbend", "system/*.rs", "BTG"),
            ("plan-admin", "system/Patient.cruds?gender=female system/Coverage.rs", null),
        ];
        HttpClient[] callers =
        [
            .. tokens.Select(each => Client(server).With(server.Token(each.Client, each.Scope, each.Purpose))),
            Client(server),
        ];
        return new(new(await FuzzWorld.ReadAsync(callers[0]), new(await SmartClient.RegisterAsync(server))), callers);
    }

    /// <summary>One that sends what a header may not hold, too.</summary>
    private static HttpClient Client(HuskyServer server) =>
        new(
            new SocketsHttpHandler
            {
                RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
                AllowAutoRedirect = false,
            }
        )
        {
            BaseAddress = new(server.Url + "/"),
            Timeout = TimeSpan.FromSeconds(60),
        };

    public async Task RunAsync(int seed, int requests, FuzzFigures figures)
    {
        for (var at = 0; at < requests; at++)
            await OneAsync(seed + at, figures);
    }

    public void Dispose() => Array.ForEach(callers, static caller => caller.Dispose());

    private async Task OneAsync(int seed, FuzzFigures figures)
    {
        var random = new Random(seed);
        var request = maker.Make(random);
        figures.Kinds[request.Kind] = figures.Kinds.GetValueOrDefault(request.Kind) + 1;
        var caller = callers[random.Next(2) == 0 ? 0 : random.Next(callers.Length)];
        try
        {
            var reply = await caller.RawAsync(
                new(request.Method),
                request.Address,
                request.Body,
                request.ContentType,
                [.. request.Headers]
            );
            figures.Statuses[(int)reply.Status] = figures.Statuses.GetValueOrDefault((int)reply.Status) + 1;
            if (Verdict.Of(request, reply) is { } wrong)
                figures.Finds.Add(
                    $"{wrong}\n{request.Told(seed)}\n→ {(int)reply.Status} {reply.ContentType} {reply.Text[..Math.Min(reply.Text.Length, 1500)]}"
                );
        }
        catch (Exception unsent) when (unsent is UriFormatException or FormatException or InvalidOperationException)
        {
            figures.Statuses[0] = figures.Statuses.GetValueOrDefault(0) + 1; // a client cannot even send it
        }
        catch (Exception dropped) when (dropped is HttpRequestException or IOException or OperationCanceledException)
        {
            figures.Finds.Add($"no answer: {dropped.Message} {dropped.InnerException?.Message}\n{request.Told(seed)}");
        }
    }
}
