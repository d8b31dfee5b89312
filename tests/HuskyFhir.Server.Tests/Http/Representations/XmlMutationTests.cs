using System.Globalization;
using System.Text;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Representations;

/// <summary>
/// Bodies in XML changed at random, by a seed that a failure prints: never a 5xx, and a refusal is a valid
/// OperationOutcome in the form that was asked for.
/// </summary>
public sealed class XmlMutationTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Requests = 400;

    private static readonly string[] Pieces =
    [
        "<",
        ">",
        "/>",
        "</name>",
        "<name>",
        "<name/>",
        " value=\"\"",
        " id=\"x\"",
        "&",
        "&lt;",
        "&#x10FFFF;",
        "&#0;",
        "<!DOCTYPE a>",
        "<![CDATA[x]]>",
        "<!-- -->",
        "<?p x?>",
        "text",
        " xmlns=\"\"",
        " xmlns=\"http://www.w3.org/1999/xhtml\"",
        "<contained><Patient/></contained>",
        "\uFFFE",
        "\u0001",
        "<extension url=\"u\"/>",
    ];

    // A changed copy of a sample may be taken as another member.
    protected override bool Alone => true;

    [Theory]
    [InlineData("Sqlite", 20261123)]
    [InlineData("Postgres", 20261124)]
    public async Task Body_ChangedAtRandom_IsAnsweredBelow500(string database, int seed)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var known = (await plan.AskAsync("Patient?_count=3"))
            .Entries.Select(static entry =>
                Encoding.UTF8.GetString(
                    FhirXml
                        .Write(FhirJson.Read(Encoding.UTF8.GetBytes(entry.GetProperty("resource").GetRawText())))
                        .Span
                )
            )
            .ToArray();
        for (var at = 0; at < Requests; at++)
        {
            var random = new Random(seed + at);
            var body = Changed(random, known[random.Next(known.Length)]);
            var (method, address) = random.Next(4) switch
            {
                0 => (HttpMethod.Post, ""),
                1 => (HttpMethod.Put, "Patient/01900000-0000-7000-8000-000000000000"),
                2 => (HttpMethod.Post, "Patient/$validate"),
                _ => (HttpMethod.Post, "Patient"),
            };
            if (address.Length == 0)
                body =
                    $"<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"{(random.Next(2) == 0 ? "batch" : "transaction")}\"/><entry><resource>{body}</resource><request><method value=\"POST\"/><url value=\"Patient\"/></request></entry></Bundle>";
            var accept = random.Next(2) == 0 ? "application/fhir+json" : "application/fhir+xml";
            var told = string.Create(CultureInfo.InvariantCulture, $"seed {seed + at}: {method} {address} {body}");
            var reply = await plan.RawAsync(
                method,
                address,
                Encoding.UTF8.GetBytes(body),
                "application/fhir+xml",
                ("Accept", accept)
            );
            Assert.True((int)reply.Status < 500, $"{told} → {(int)reply.Status}: {reply.Text}");
            Assert.StartsWith(accept, reply.ContentType, StringComparison.Ordinal);
            if ((int)reply.Status >= 400)
                Outcomes.Check(reply, told);
        }
    }

    private static string Changed(Random random, string xml)
    {
        var start = xml.IndexOf("?>", StringComparison.Ordinal) + 2;
        var text = new StringBuilder(xml[start..]);
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(text.Length);
            _ = random.Next(4) switch
            {
                0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                1 => text.Remove(at, Math.Min(random.Next(30), text.Length - at)),
                2 => text.Insert(at, text.ToString(at, Math.Min(random.Next(80), text.Length - at))),
                _ => text.Replace(
                    "value=\"",
                    $"value=\"{Pieces[random.Next(Pieces.Length)]}",
                    at,
                    Math.Min(60, text.Length - at)
                ),
            };
        }

        return text.ToString();
    }
}
