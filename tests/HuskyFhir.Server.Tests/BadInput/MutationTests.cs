using System.Globalization;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// Requests changed at random, by a seed that a failure prints: methods, addresses, parameters, headers, and bodies of
/// every interaction that takes one, bundles, patches and the Parameters of operations among them, in their structure
/// and in their bytes. Whatever comes, the answer is below 500, and a refusal is a valid OperationOutcome that shows
/// nothing of our insides.
/// </summary>
public sealed class MutationTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Requests = 1000;

    private static readonly string[] Names =
    [
        "name",
        "family",
        "birthdate",
        "identifier",
        "gender",
        "_id",
        "_lastUpdated",
        "_count",
        "_sort",
        "_total",
        "_page",
        "general-practitioner",
        "address",
        "phone",
        "_format",
        "_pretty",
        "_since",
        "value-quantity",
        "patient",
        "period",
        "nonsense",
        "deceased",
        "link",
        "_include",
        "_revinclude",
        "_include:iterate",
        "_has:Coverage:beneficiary:status",
        "_has:Patient:link:name",
        "_summary",
        "_elements",
        "_type",
        "_at",
        "_tag",
        "_profile:below",
        "code-value-quantity",
        "component-code-value-concept",
        "start",
        "max",
        "code",
        "system",
        "url",
        "count",
        "profile",
        "mode",
    ];

    private static readonly string[] Methods =
    [
        "GET",
        "GET",
        "GET",
        "POST",
        "PUT",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "PATCH",
    ];

    private static readonly string[] Modifiers =
    [
        "",
        ":missing",
        ":not",
        ":exact",
        ":contains",
        ":Patient",
        ":",
        ":x",
        ":missing:not",
        ".name",
        ":text",
        ":in",
        ":below",
        ":above",
        ":of-type",
        ":identifier",
        ":Patient.name",
        ".link.link.link",
        ":Organization.partof:missing",
    ];

    private static readonly string[] Values =
    [
        "a",
        "",
        "true",
        "1980-02-29",
        "ge1980",
        "ap9999-12-31",
        "lt0001-01-01",
        "9999-12-31T23:59:59.9999999+14:00",
        "0001-01-01T00:00:00-14:00",
        "http://x|y",
        "|",
        "||",
        "\\",
        "\\,",
        ",,",
        "%",
        "_",
        "'",
        "\"",
        ";--",
        "\u0000",
        "\u0001\u001b[31m",
        "\u00e9",
        "\U0001F600",
        "\uFFFF",
        "\uFEFF",
        "-1",
        "0",
        "1",
        "1e309",
        "-1e-30",
        "0.00000000000000000000000000001",
        "79228162514264337593543950335",
        "79228162514264337593543950336|a|b",
        "99999999999999999999",
        "-birthdate,name",
        "Patient/1",
        "Patient/01900000-0000-7000-8000-000000000000",
        "../../etc/passwd",
        "$everything",
        "{{7*7}}",
        "<script>",
        "null",
        "name,-name,name",
        "json",
        "xml",
        "01900000-0000-7000-8000-000000000000",
        "İıſK",
        "\t",
        " ",
        "\r\n",
        "2026-11-23T10:00:00+05:00",
        "24:00",
        "Patient:link",
        "Coverage:*",
        "*",
        "Patient:link:Patient",
        "a$b",
        "$",
        "$$",
        "a|b|c",
        "http://hl7.org/fhir/ValueSet/administrative-gender",
        "count",
        "text",
        "name,birthDate",
        "Patient,Coverage",
        "accurate",
    ];

    private static readonly string[] Headers =
    [
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-None-Exist",
        "Prefer",
        "Accept",
        "Content-Type",
        "X-Request-Id",
        "Content-Encoding",
        "Range",
        "X-HTTP-Method-Override",
        "Accept-Charset",
        "Authorization",
        "Origin",
        "Expect-CT",
    ];

    protected override bool Alone => true;

    [Theory]
    [InlineData("Sqlite", 20261123)]
    [InlineData("Postgres", 20261123)]
    public async Task Request_ChangedAtRandom_IsAnsweredBelow500(string database, int seed)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        plan.Timeout = ehr.Timeout = TimeSpan.FromSeconds(30);
        var known = (await plan.AskAsync("Patient?_count=3"))
            .Entries.SelectMany(static entry => Mutants.Sound(entry.GetProperty("resource").GetRawText()))
            .ToArray();
        for (var at = 0; at < Requests; at++)
        {
            var (method, address, type, body, headers) = Make(new Random(seed + at), known);
            var told = string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed + at}: {method} {address} {string.Join(' ', headers.Select(static pair => $"{pair.Name}: {pair.Value}"))}"
            );
            Reply reply;
            try
            {
                reply = await (at % 3 == 0 ? ehr : plan).RawAsync(new(method), address, body, type, headers);
            }
            catch (Exception fault) when (fault is UriFormatException or FormatException or InvalidOperationException)
            {
                continue; // a client cannot even send it
            }

            Assert.True((int)reply.Status < 500, $"{told} → {(int)reply.Status}: {reply.Text}");
            if ((int)reply.Status >= 400 && method != "HEAD" && reply.Header("X-Request-Id") is not null)
                Check(reply, told);
        }
    }

    /// <summary>In the format that the caller asked for, if by chance.</summary>
    private static void Check(Reply reply, string told)
    {
        if (
            reply.ContentType?.StartsWith("application/fhir+xml", StringComparison.Ordinal) == true
            || reply.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true
        )
            Assert.True(reply.Text.Contains("OperationOutcome", StringComparison.Ordinal), $"{told} → {reply.Text}");
        else
            Outcomes.Check(reply, told);
    }

    private static (
        string Method,
        string Address,
        string? ContentType,
        byte[]? Body,
        (string Name, string Value)[] Headers
    ) Make(Random random, SoundRequest[] known)
    {
        var headers = Enumerable
            .Range(0, random.Next(3))
            .Select(_ =>
                (
                    Pick(random, Headers),
                    Printable(
                        Pick(
                            random,
                            [.. Values, "W/\"1\"", "return=minimal", "handling=strict", "identifier=a|b", "*/*"]
                        )
                    )
                )
            )
            .Where(static pair => pair.Item1 != "Authorization" || pair.Item2.Length > 3)
            .ToArray();
        if (random.Next(2) == 0)
        {
            var sound = known[random.Next(known.Length)];
            var query =
                random.Next(4) > 0
                    ? string.Empty
                    : (sound.Address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Query(random);
            return (
                random.Next(10) == 0 ? Pick(random, Methods) : sound.Method,
                sound.Address + query,
                random.Next(10) == 0
                    ? Pick(
                        random,
                        [
                            "application/json",
                            "text/plain",
                            "application/fhir+json; fhirVersion=9",
                            "application/fhir+xml",
                            "application/json-patch+json",
                            "x",
                        ]
                    )
                    : sound.ContentType,
                Mutants.Spoil(random, sound),
                headers
            );
        }

        return Bare(random, headers);
    }

    private static (
        string Method,
        string Address,
        string? ContentType,
        byte[]? Body,
        (string Name, string Value)[] Headers
    ) Bare(Random random, (string, string)[] headers)
    {
        var method = Pick(random, Methods);
        var type = Pick(
            random,
            [
                "Patient",
                "Coverage",
                "Observation",
                "Location",
                "Practitioner",
                "patient",
                "Claim",
                "metadata",
                "Patient%2F",
                "Pat\u00efent",
            ]
        );
        var path = random.Next(14) switch
        {
            0 => $"{type}/{Uri.EscapeDataString(Pick(random, Values))}",
            1 => $"{type}/01900000-0000-7000-8000-000000000000/_history/{Uri.EscapeDataString(Pick(random, Values))}",
            2 => $"{type}/_search",
            3 => $"{type}/01900000-0000-7000-8000-000000000000/_history",
            4 =>
                $"{type}/01900000-0000-7000-8000-000000000000/{Pick(random, ["$everything", "$validate", "$meta", "$match", "$", "*", "Coverage", "Observation/_search"])}",
            5 => $"{type}/{Pick(random, ["$everything", "$validate", "$match", "$lastn", "$expand", "_history"])}",
            6 => Pick(
                random,
                [
                    "",
                    "_search",
                    "_history",
                    "ValueSet/$expand",
                    "ValueSet/$validate-code",
                    "CodeSystem/$lookup",
                    "CodeSystem/$subsumes",
                    "StructureDefinition",
                    "Observation/$lastn",
                ]
            ),
            _ => type,
        };
        var query = Query(random);
        return (method, query.Length == 0 ? path : $"{path}?{query}", null, null, headers);
    }

    private static string Query(Random random) =>
        string.Join(
            '&',
            Enumerable
                .Range(0, random.Next(4))
                .Select(_ => $"{Uri.EscapeDataString(Pick(random, Names) + Pick(random, Modifiers))}={Value(random)}")
        );

    private static string Value(Random random) =>
        random.Next(5) switch
        {
            0 => string.Join(
                ',',
                Enumerable.Range(0, random.Next(1, 5)).Select(_ => Uri.EscapeDataString(Pick(random, Values)))
            ),
            1 => "%"
                + random.Next(256).ToString("X2", CultureInfo.InvariantCulture)
                + Uri.EscapeDataString(Pick(random, Values)),
            _ => Uri.EscapeDataString(Pick(random, Values)),
        };

    /// <summary>A header holds no line ends, and HttpClient sends ASCII alone.</summary>
    private static string Printable(string value) =>
        string.Concat(value.Where(static letter => letter is >= ' ' and < (char)127));

    private static string Pick(Random random, string[] from) => Mutations.Pick(random, from);
}
