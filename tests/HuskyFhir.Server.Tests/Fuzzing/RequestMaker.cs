using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>
/// Makes requests over everything that is declared: valid, nearly valid and hostile. The same random numbers make the
/// same request.
/// </summary>
internal sealed class RequestMaker(FuzzWorld world, TokenRequestMaker tokens)
{
    private const string Json = "application/fhir+json";
    private static readonly string[] Common =
    [
        "_id",
        "_lastUpdated",
        "_count",
        "_sort",
        "_total",
        "_page",
        "_format",
        "_pretty",
        "_since",
        "_at",
        "_include",
        "_revinclude",
        "_include:iterate",
        "_has:Coverage:beneficiary:status",
        "_summary",
        "_elements",
        "_type",
        "_tag",
        "_profile",
        "_security",
        "_text",
        "_content",
        "_list",
        "_query",
        "_filter",
        "_contained",
        "nonsense",
        "start",
        "end",
        "max",
        "code",
        "system",
        "url",
        "filter",
        "offset",
        "count",
        "kind",
        "programme",
        "status",
        "mode",
        "profile",
        "patient",
        "at",
    ];
    private static readonly string[] Other =
    [
        "metadata",
        "",
        "_history",
        "_search",
        "reference",
        "openapi.json",
        ".well-known/smart-configuration",
        ".well-known/jwks.json",
        "AuditEvent",
        "AuditEvent/_search",
        "async/01900000-0000-7000-8000-000000000000",
        "/",
        "/nothing",
        "StructureDefinition/us-core-patient",
        "$everything",
        "Patient/_search/",
        "Patient//",
        "patient",
        "Claim/$submit",
        "Group/$provider-member-match",
    ];
    private static readonly string[] Jobs =
    [
        "/jobs",
        "/jobs/",
        "/jobs/sign-in",
        "/jobs/stats",
        "/jobs/recurring",
        "/jobs/jobs/enqueued",
        "/jobs/jobs/scheduled",
        "/jobs/jobs/succeeded",
        "/jobs/jobs/failed",
        "/jobs/jobs/details/1",
        "/jobs/retries",
        "/jobs/servers",
        "/jobs/recurring/trigger",
        "/jobs/jobs/actions/requeue/1",
        "/jobs/css180",
        "/jobs/js180",
    ];

    public FuzzRequest Make(Random random)
    {
        var made = random.Next(20) switch
        {
            < 5 => Search(random),
            < 7 => Read(random),
            < 11 => Write(random),
            < 13 => Operation(random),
            < 16 => Bundle(random),
            16 => Bytes(random),
            17 => tokens.Make(random),
            18 => Page(random),
            _ => Else(random),
        };
        made = made with
        {
            Headers =
            [
                .. made.Headers,
                .. Enumerable
                    .Range(0, random.Next(3))
                    .Select(_ =>
                        (
                            random.Pick(Hostile.Headers),
                            Sendable(random.Once(3) ? Hostile.Text(random) : random.Pick(Hostile.HeaderValues))
                        )
                    ),
            ],
        };
        if (made.Body is { Length: > 0 } body && random.Once(8))
            made = made with { Body = Mutations.Of(random, Encoding.UTF8.GetString(body)) };
        if (random.Once(25))
            made = made with { ContentType = random.Pick(Hostile.ContentTypes) };
        return random.Once(40) ? made with { Method = random.Pick(Hostile.Methods) } : made;
    }

    private FuzzRequest Search(Random random)
    {
        var type = world.Type(random);
        var query = Query(random, type);
        return random.Next(8) switch
        {
            0 => new(
                "search",
                "POST",
                $"{type.Name}/_search",
                Encoding.UTF8.GetBytes(query),
                "application/x-www-form-urlencoded"
            ),
            1 => new("search", "GET", $"{Patient(random)}/{random.Pick([type.Name, "*"])}?{query}"),
            2 => new("search", "GET", $"?{query}"),
            3 => new("search", "GET", $"AuditEvent?{AuditQuery(random)}"),
            _ => new("search", random.Once(12) ? "HEAD" : "GET", $"{type.Name}?{query}"),
        };
    }

    private static string AuditQuery(Random random) =>
        string.Join(
            '&',
            Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ =>
                    $"{random.Pick(["_id", "action", "agent", "agent:identifier", "date", "entity", "outcome", "patient", "purpose", "subtype", "_count", "_page", "_total"])}={Uri.EscapeDataString(random.Pick(Hostile.Prefixes) + (random.Once(2) ? random.Pick(Hostile.Dates) : Hostile.Text(random)))}"
                )
        );

    private FuzzRequest Read(Random random)
    {
        var one = random.Once(6)
            ? $"{world.Type(random).Name}/{Uri.EscapeDataString(Hostile.Text(random))}"
            : random.Pick(world.References);
        var path = random.Next(6) switch
        {
            0 => $"{one}/_history",
            1 =>
                $"{one}/_history/{Uri.EscapeDataString(random.Once(2) ? random.Next(1, 4).ToString(CultureInfo.InvariantCulture) : Hostile.Text(random))}",
            2 => $"{one.Split('/')[0]}/_history",
            _ => one,
        };
        return new("read", random.Once(8) ? "HEAD" : "GET", random.Once(3) ? $"{path}?{Query(random, null)}" : path);
    }

    private FuzzRequest Write(Random random)
    {
        var type = world.Writable(random);
        var stored = type.One(random);
        if (random.Once(8))
            return new("write", "DELETE", random.Once(2) ? stored.At() : $"{type.Name}?{Query(random, type)}");
        if (random.Once(6))
            return Patch(random, random.Once(4) ? $"{type.Name}?{Query(random, type)}" : stored.At(), stored);
        var changed = JsonMutator.Change(random, stored, world.References);
        var (method, address) = random.Next(4) switch
        {
            0 => ("PUT", $"{type.Name}?{Query(random, type)}"),
            1 => ("PUT", stored.At()),
            _ => ("POST", type.Name),
        };
        if (method == "POST" && changed is JsonObject fresh && random.Next(3) > 0)
        {
            fresh.Remove("id");
            if (fresh["identifier"] is JsonArray)
                fresh.Remove("identifier");
        }

        return random.Once(4) && Xml(changed) is { } xml
            ? new(
                "write xml",
                method,
                address,
                Encoding.UTF8.GetBytes(random.Once(2) ? xml : SpoilXml(random, xml)),
                "application/fhir+xml"
            )
            : new("write", method, address, Encoding.UTF8.GetBytes(changed.ToJsonString()), Json);
    }

    private static FuzzRequest Patch(Random random, string address, JsonObject stored)
    {
        var path =
            "/"
            + random.Pick([.. stored.Select(static member => member.Key)])
            + random.Pick(["", "/0", "/-", "/99999999999", "/0/x", "/~2"]);
        JsonObject Step() =>
            new()
            {
                ["op"] = random.Pick(["add", "remove", "replace", "move", "copy", "test", "x"]),
                ["path"] = random.Once(4) ? Hostile.Text(random) : path,
                ["from"] = path,
                ["value"] = random.Once(2) ? Hostile.Text(random) : JsonNode.Parse(random.Pick(Hostile.Nodes)),
            };
        if (random.Once(2))
            return new(
                "patch",
                "PATCH",
                address,
                Encoding.UTF8.GetBytes(
                    new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Step())]).ToJsonString()
                ),
                "application/json-patch+json"
            );
        JsonObject Part(string name, string kind, string value) => new() { ["name"] = name, [kind] = value };
        var type = (string)stored["resourceType"]!;
        var parts = new JsonArray(
            Part("type", "valueCode", random.Pick(["add", "insert", "delete", "replace", "move", "x"])),
            Part(
                "path",
                "valueString",
                random.Once(3)
                    ? Hostile.Text(random)
                    : $"{type}.{path.Split('/')[1]}{random.Pick(["", "[0]", ".first()", ".where(true)", ".repeat($this)", "[", ".extension.value"])}"
            ),
            Part("name", "valueString", path.Split('/')[1]),
            Part(
                "value",
                random.Pick(["valueString", "valueDate", "valueDateTime", "valueCode", "valueBoolean", "valueInteger"]),
                Hostile.Text(random)
            )
        );
        return new(
            "patch",
            "PATCH",
            address,
            Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["resourceType"] = "Parameters",
                    ["parameter"] = new JsonArray(new JsonObject { ["name"] = "operation", ["part"] = parts }),
                }.ToJsonString()
            ),
            Json
        );
    }

    private FuzzRequest Operation(Random random)
    {
        var call = random.Pick(world.Operations);
        if (call.Body is { } body)
            return new(
                "operation",
                "POST",
                call.Address,
                Encoding.UTF8.GetBytes(JsonMutator.Change(random, body, world.References).ToJsonString()),
                Json
            );
        var mark = call.Address.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? call.Address : call.Address[..mark];
        var given = (mark < 0 ? [] : call.Address[(mark + 1)..].Split('&')).Select(pair =>
            random.Once(2)
                ? pair
                : $"{pair.Split('=')[0]}={Uri.EscapeDataString(random.Once(2) ? random.Pick(Hostile.Dates) : Hostile.Text(random))}"
        );
        return new(
            "operation",
            random.Once(10) ? "POST" : "GET",
            $"{path}?{string.Join('&', [.. given, .. random.Once(3) ? new[] { Query(random, null) } : []])}"
        );
    }

    private FuzzRequest Bundle(Random random)
    {
        var entries = new JsonArray();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var inner = random.Next(5) switch
            {
                0 => Search(random),
                1 => Read(random),
                2 => Operation(random),
                3 => Else(random),
                _ => Write(random),
            };
            var request = new JsonObject { ["method"] = inner.Method, ["url"] = inner.Address };
            foreach (var name in (string[])["ifMatch", "ifNoneMatch", "ifNoneExist", "ifModifiedSince"])
                if (random.Once(8))
                    request[name] =
                        name == "ifModifiedSince" ? random.Pick(Hostile.Dates) : random.Pick(Hostile.HeaderValues);
            var entry = new JsonObject { ["request"] = request };
            if (random.Once(3))
                entry["fullUrl"] = random.Once(2) ? Running.Bundles.Urn() : Hostile.Text(random);
            if (inner.Body is { } body && inner.ContentType == Json)
                entry["resource"] = JsonNode.Parse(body);
            entries.Add(entry);
        }

        JsonNode bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = random.Once(2) ? "batch" : "transaction",
            ["entry"] = entries,
        };
        if (random.Once(4))
            bundle = JsonMutator.Change(random, bundle, world.References);
        return random.Once(6) && Xml(bundle) is { } xml
            ? new("bundle", "POST", "", Encoding.UTF8.GetBytes(xml), "application/fhir+xml")
            : new("bundle", "POST", "", Encoding.UTF8.GetBytes(bundle.ToJsonString()), Json);
    }

    private FuzzRequest Bytes(Random random)
    {
        var (type, bytes) = random.Pick(Documents.Files.OfEachKind);
        return random.Once(3)
            ? new(
                "bytes",
                "GET",
                random.Pick(
                    world.References.Where(static one => one.StartsWith("Binary/", StringComparison.Ordinal)).ToList()
                )
            )
            : new(
                "bytes",
                "POST",
                "Binary",
                random.Once(3) ? Encoding.UTF8.GetBytes(Hostile.Text(random)) : bytes,
                random.Once(3)
                    ? type + random.Pick(["; a=b", "; name=\u00e9", ";;", "; charset=utf-7", "; a=\"", " "])
                    : type,
                ("X-Security-Context", random.Once(4) ? Sendable(Hostile.Text(random)) : Patient(random))
            );
    }

    private static FuzzRequest Page(Random random)
    {
        var address =
            random.Pick(Jobs)
            + (
                random.Once(3)
                    ? $"?from={Uri.EscapeDataString(random.Pick(Hostile.Numbers))}&count={Uri.EscapeDataString(random.Pick(Hostile.Numbers))}"
                    : string.Empty
            );
        return random.Once(2)
            ? new("jobs", "GET", address)
            : new(
                "jobs",
                "POST",
                address,
                Encoding.UTF8.GetBytes(
                    $"token={Uri.EscapeDataString(Hostile.Text(random))}&metrics%5B%5D={Uri.EscapeDataString(Hostile.Text(random))}&jobs%5B%5D=1"
                ),
                "application/x-www-form-urlencoded"
            );
    }

    private FuzzRequest Else(Random random) =>
        new(
            "other",
            random.Pick(Hostile.Methods),
            random.Once(3) ? random.Pick(Other)
                : random.Once(2) ? $"{random.Pick(Other)}?{Query(random, null)}"
                : $"{world.Type(random).Name}/{Uri.EscapeDataString(Hostile.Text(random))}/{Uri.EscapeDataString(Hostile.Text(random))}"
        );

    private string Query(Random random, FuzzType? type)
    {
        var pairs = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(_ =>
                random.Next(5) switch
                {
                    < 2 when type is { Parameters.Count: > 0 } => Spoil(random, random.Pick(type.Parameters)),
                    2 when type is { Includes.Count: > 0 } =>
                        $"{random.Pick(["_include", "_revinclude", "_include:iterate", "_revinclude:iterate"])}={Uri.EscapeDataString(random.Pick(type.Includes))}",
                    _ =>
                        $"{Uri.EscapeDataString(random.Pick(Common) + (random.Once(4) ? random.Pick(Hostile.Modifiers) : string.Empty))}={Value(random)}",
                }
            );
        return string.Join('&', pairs);
    }

    private static string Spoil(Random random, string pair)
    {
        if (random.Once(3))
            return pair;
        var name = pair[..pair.IndexOf('=', StringComparison.Ordinal)];
        return $"{name}{(random.Once(4) ? Uri.EscapeDataString(random.Pick(Hostile.Modifiers)) : string.Empty)}={Value(random)}";
    }

    private static string Value(Random random) =>
        random.Next(8) switch
        {
            0 => string.Join(
                ',',
                Enumerable.Range(0, random.Next(1, 5)).Select(_ => Uri.EscapeDataString(Hostile.Text(random)))
            ),
            1 => "%"
                + random.Next(256).ToString("X2", CultureInfo.InvariantCulture)
                + Uri.EscapeDataString(Hostile.Text(random)),
            2 or 3 => Uri.EscapeDataString(random.Pick(Hostile.Prefixes) + random.Pick(Hostile.Dates)),
            4 => Uri.EscapeDataString(random.Pick(Hostile.Prefixes) + random.Pick(Hostile.Numbers)),
            _ => Uri.EscapeDataString(Hostile.Text(random)),
        };

    private string Patient(Random random) =>
        random.Pick(
            world.References.Where(static one => one.StartsWith("Patient/", StringComparison.Ordinal)).ToList()
        );

    /// <summary>Null where the SDK itself cannot say it in XML.</summary>
    private static string? Xml(JsonNode json)
    {
        try
        {
            return Encoding.UTF8.GetString(
                FhirXml.Write(FhirJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString())), false).Span
            );
        }
#pragma warning disable CA1031 // whatever it says, the request is sent as JSON then
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static string SpoilXml(Random random, string xml)
    {
        var at = xml.IndexOf("value=\"", random.Next(xml.Length), StringComparison.Ordinal);
        var end = at < 0 ? -1 : xml.IndexOf('"', at + 7);
        if (end < 0)
            return xml;
        var text = random.Once(2) ? random.Pick(Hostile.Dates) : Hostile.Text(random);
        return xml[..(at + 7)] + (random.Once(3) ? text : System.Security.SecurityElement.Escape(text)) + xml[end..];
    }

    /// <summary>HttpClient sends no line ends in a header, and none of it but Latin-1.</summary>
    private static string Sendable(string value) =>
        string.Concat(value.Where(static letter => letter is >= ' ' and <= '\u00ff'));
}
