using System.Globalization;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// Requests changed at random, by a seed that a failure prints: addresses, parameters, headers and the bytes of bodies. Whatever comes,
/// the answer is below 500, and a refusal is a valid OperationOutcome that shows nothing of our insides.
/// </summary>
public sealed class MutationTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Requests = 750;

    private static readonly string[] Names =
        ["name", "family", "birthdate", "identifier", "gender", "_id", "_lastUpdated", "_count", "_sort", "_total", "_page", "general-practitioner", "address", "phone", "_format", "_pretty", "_since", "value-quantity", "patient", "period", "nonsense", "deceased", "link"];

    private static readonly string[] Modifiers = ["", ":missing", ":not", ":exact", ":contains", ":Patient", ":", ":x", ":missing:not", ".name"];

    private static readonly string[] Values =
    [
        "a", "", "true", "1980-02-29", "ge1980", "ap9999-12-31", "lt0001-01-01", "9999-12-31T23:59:59.9999999+14:00", "0001-01-01T00:00:00-14:00", "http://x|y", "|", "||", "\\", "\\,", ",,", "%", "_", "'", "\"", ";--", "\u0000", "\u0001\u001b[31m",
        "\u00e9", "\U0001F600", "\uFFFF", "\uFEFF", "-1", "0", "1", "1e309", "-1e-30", "0.00000000000000000000000000001", "79228162514264337593543950335", "79228162514264337593543950336|a|b", "99999999999999999999", "-birthdate,name", "Patient/1", "Patient/01900000-0000-7000-8000-000000000000",
        "../../etc/passwd", "$everything", "{{7*7}}", "<script>", "null", "name,-name,name", "json", "xml", "01900000-0000-7000-8000-000000000000", "İıſK", "\t", " ", "\r\n", "2026-11-23T10:00:00+05:00", "24:00",
    ];

    private static readonly string[] Headers =
        ["If-Match", "If-None-Match", "If-Modified-Since", "If-None-Exist", "Prefer", "Accept", "Content-Type", "X-Request-Id", "Content-Encoding", "Range", "X-HTTP-Method-Override", "Accept-Charset", "Authorization", "Origin", "Expect-CT"];

    [Theory]
    [InlineData("Sqlite", 20261123)]
    [InlineData("Postgres", 20261123)]
    public async Task Request_ChangedAtRandom_IsAnsweredBelow500(string database, int seed)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var known = (await plan.AskAsync("Patient?_count=3")).Entries.Select(static entry => entry.GetProperty("resource").GetRawText()).ToArray();
        for (var at = 0; at < Requests; at++)
        {
            var (method, address, body, headers) = Make(new Random(seed + at), known);
            var told = string.Create(CultureInfo.InvariantCulture, $"seed {seed + at}: {method} {address} {string.Join(' ', headers.Select(static pair => $"{pair.Name}: {pair.Value}"))}");
            Reply reply;
            try
            {
                reply = await (at % 3 == 0 ? ehr : plan).RawAsync(new(method), address, body, body is null ? null : "application/fhir+json", headers);
            }
            catch (Exception fault) when (fault is UriFormatException or FormatException or InvalidOperationException)
            {
                continue; // a client cannot even send it
            }

            Assert.True((int)reply.Status < 500, $"{told} → {(int)reply.Status}: {reply.Text}");
            if ((int)reply.Status >= 400 && method != "HEAD" && reply.Header("X-Request-Id") is not null)
                Outcomes.Check(reply, told);
        }
    }

    private static (string Method, string Address, byte[]? Body, (string Name, string Value)[] Headers) Make(Random random, string[] known)
    {
        var method = Pick(random, ["GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]);
        var type = Pick(random, ["Patient", "Coverage", "Observation", "Location", "Practitioner", "patient", "Claim", "metadata", "Patient%2F", "Pat\u00efent"]);
        var path = random.Next(8) switch
        {
            0 => $"{type}/{Uri.EscapeDataString(Pick(random, Values))}",
            1 => $"{type}/01900000-0000-7000-8000-000000000000/_history/{Uri.EscapeDataString(Pick(random, Values))}",
            2 => $"{type}/_search",
            3 => $"{type}/01900000-0000-7000-8000-000000000000/_history",
            4 => $"{type}/$everything",
            _ => type,
        };
        var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Uri.EscapeDataString(Pick(random, Names) + Pick(random, Modifiers))}={Value(random)}"));
        var headers = Enumerable.Range(0, random.Next(3)).Select(_ => (Pick(random, Headers), Printable(Pick(random, [.. Values, "W/\"1\"", "return=minimal", "handling=strict", "identifier=a|b", "*/*"])))).Where(static pair => pair.Item1 != "Authorization" || pair.Item2.Length > 3).ToArray();
        return (method, query.Length == 0 ? path : $"{path}?{query}", method is "POST" or "PUT" ? Mutations.Of(random, Pick(random, known)) : null, headers);
    }

    private static string Value(Random random) => random.Next(5) switch
    {
        0 => string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Uri.EscapeDataString(Pick(random, Values)))),
        1 => "%" + random.Next(256).ToString("X2", CultureInfo.InvariantCulture) + Uri.EscapeDataString(Pick(random, Values)),
        _ => Uri.EscapeDataString(Pick(random, Values)),
    };

    /// <summary>A header holds no line ends, and HttpClient sends ASCII alone.</summary>
    private static string Printable(string value) => string.Concat(value.Where(static letter => letter is >= ' ' and < (char)127));

    private static string Pick(Random random, string[] from) => Mutations.Pick(random, from);
}
