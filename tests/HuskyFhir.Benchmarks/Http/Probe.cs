using System.Net;
using System.Text.Json;
using HuskyFhir.Benchmarks.Http.Data;
using HuskyFhir.Benchmarks.Http.Loads;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>Asks once before it is measured: a fast refusal, or an empty page, is not a figure.</summary>
internal sealed class Probe(Uri address, IReadOnlyDictionary<string, string> tokens)
{
    private const int Asked = 20;

    public async Task CheckAsync(Workload workload, IReadOnlyList<Member> members, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        var calls = workload.For(address, members, tokens);
        foreach (var (name, value) in calls.Headers)
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        var rows = 0;
        foreach (var path in calls.Paths.Take(Asked))
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotModified))
                throw new InvalidOperationException(
                    $"{workload.Name}: {path} is {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}"
                );
            rows += workload.IsSearch ? Rows(body) : 1;
        }

        if (rows < Math.Min(Asked, members.Count))
            throw new InvalidOperationException(
                $"{workload.Name}: {rows} rows in {Asked} answers; each member must be found."
            );
        Ticker.Say($"{workload.Name}: {rows / (double)Asked:N1} rows a call.");
    }

    private static int Rows(byte[] body)
    {
        using var bundle = JsonDocument.Parse(body);
        return bundle.RootElement.TryGetProperty("entry", out var entries) ? entries.GetArrayLength() : 0;
    }
}
