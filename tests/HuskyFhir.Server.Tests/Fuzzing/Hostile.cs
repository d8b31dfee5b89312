namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>Values at and beyond the edges of what each place takes.</summary>
internal static class Hostile
{
    public static readonly string[] Dates =
    [
        "0001-01-01", "0001", "0001-01", "9999-12-31", "9999", "1980-02-29", "1900-02-29", "2026-11-23", "2026-13-01", "0000-00-00", "2026-11-23T10:00:00Z", "2026-11-23T10:00:00.123456789-05:00",
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01T23:59:59+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.9999999Z", "9999-12-31T00:00:00+14:00", "2026-03-08T02:30:00-05:00", "2026-11-01T01:30:00-04:00",
        "2016-12-31T23:59:60Z", "24:00", "2026-11-23T10:00", "1", "99999-01-01", "-0001-01-01", "2026-11-23T10:00:00+14:01", "10:00:00", "1582-10-10", "now",
    ];

    public static readonly string[] Texts =
    [
        "", " ", "a", "true", "null", "0", "-1", "%", "_", "'", "\"", ";--", "' OR 1=1 --", "\\", "\\,", ",", ",,", "|", "||", "a|b", "a|b|c", "$", "a$b", "\u0000", "\u0001\u001b[31m", "\t", "\r\n", "\u00e9", "\U0001F600", "\uFFFF", "\uFFFE", "\uFEFF", "\u2028", "\u202E",
        "e\u0301", "\u0130\u0131\u017F\u212A", "../../etc/passwd", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "<![CDATA[x]]>", "&amp;", "&#0;", "]]>", "<!--", "1e400", "NaN", "Infinity", "-0", "0x10", "1_000", "１２", "\u0660", "text/plain; name=\u00e9", "$everything", "*", "count", "json", "xml", "csv",
        "urn:uuid:00000000-0000-0000-0000-000000000000", "urn:oid:1.2.3", "http://", "http://x|y", "http://[::1]:99999/", "file:///etc/passwd", "//x", "javascript:alert(1)", "data:text/html,x", "#", "#a", "http://hl7.org/fhir/ValueSet/administrative-gender",
        "Patient/1", "Patient/01900000-0000-7000-8000-000000000000", "Patient/01900000-0000-7000-8000-00000000000Z/_history/1", "Patient?identifier=a|b", "Patient?", "Patient/$everything", "01900000-0000-7000-8000-000000000000", "01900000-0000-7000-8000-00000000000A", "zz", "W/\"1\"", "W/\"99999999999999999999\"", "W/\"1-x\"", "*/*",
    ];

    public static readonly string[] Numbers =
        ["0", "-1", "1", "1.0", "1e0", "1E5", "1e400", "-1e-30", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "79228162514264337593543950335", "79228162514264337593543950336", "0.0000000000000000000000000001", "99999999999999999999999999999999999999", "1.000000000000000000000000000000000"];

    /// <summary>In the place of any node of a JSON body.</summary>
    public static readonly string[] Nodes =
        ["null", "true", "false", "[]", "{}", "[[]]", "[null]", "[{}]", "\"\"", "\" \"", "7", "{\"resourceType\":\"Patient\"}", "{\"resourceType\":\"Binary\",\"contentType\":\"x\",\"data\":\"!!\"}", "{\"extension\":[{\"url\":\"a\"}]}", "{\"id\":\"a\"}", "\"AAAA\"", "[\"a\",\"a\"]"];

    public static readonly string[] Modifiers =
        ["", "", "", ":missing", ":not", ":exact", ":contains", ":Patient", ":", ":x", ":missing:not", ".name", ":text", ":in", ":not-in", ":below", ":above", ":of-type", ":identifier", ":Patient.name", ".link.link.link", ":Organization.partof:missing", ":iterate"];

    public static readonly string[] Prefixes = ["", "", "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap", "zz"];

    public static readonly string[] Headers =
        ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "If-None-Exist", "Prefer", "Accept", "X-Request-Id", "Content-Encoding", "Range", "X-HTTP-Method-Override", "Accept-Charset", "Accept-Encoding", "Authorization", "Origin", "Expect-CT", "X-Provenance", "X-Security-Context", "X-Access-Reason", "X-Forwarded-For", "Cookie", "Content-Disposition"];

    public static readonly string[] HeaderValues =
    [
        "W/\"1\"", "\"1\"", "*", "W/\"999999999999999999999\"", "return=minimal", "return=representation", "return=OperationOutcome", "handling=strict", "respond-async", "return=nonsense", "application/fhir+xml", "application/fhir+json", "text/html", "text/csv", "application/fhir+json; fhirVersion=9.9", "*/*;q=0", "image/png",
        "gzip", "br", "deflate", "zstd", "gzip, br", "identity", "bytes=0-1", "bytes=5-2", "bytes=-1", "bytes=0-0,2-2", "bytes=99999999999999999999-", "Mon, 23 Nov 2026 15:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "identifier=a|b", "identifier=%00", "name=x&name=y",
        "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer", "https://evil.example", "127.0.0.1", "{\"resourceType\":\"Provenance\"}", "{\"resourceType\":\"Provenance\",\"recorded\":\"9999-12-31T23:59:59-14:00\",\"agent\":[{\"who\":{\"display\":\"x\"}}]}", "{", "[]", "Patient/01900000-0000-7000-8000-000000000000", "husky-jobs=a.b", "husky-jobs=YQ.YQ", "husky-jobs=%00",
    ];

    public static readonly string[] ContentTypes =
        ["application/fhir+json", "application/json", "application/fhir+xml", "text/xml", "text/plain", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data; boundary=x", "application/fhir+json; fhirVersion=9", "application/fhir+json; charset=utf-16", "application/json-patch+json", "application/pdf", "x", "", "application/fhir+ndjson", "text/plain; name=\u00e9"];

    public static readonly string[] Methods = ["GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "SEARCH"];

    /// <summary>Long ones are made when they are asked for.</summary>
    public static string Text(Random random) => random.Next(25) switch
    {
        0 => new string((char)random.Next('a', 'z' + 1), random.Next(700, 4000)),
        1 => string.Concat(Enumerable.Repeat(random.Pick(Texts), random.Next(2, 40))),
        2 => ((char)random.Next(1, 0xD800)).ToString(),
        _ => random.Pick(Texts),
    };

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>True once in so many times.</summary>
    public static bool Once(this Random random, int of) => random.Next(of) == 0;
}
