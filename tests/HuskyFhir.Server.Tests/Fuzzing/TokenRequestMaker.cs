using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Security.Tokens;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>
/// Requests at the token service: a good one, spoilt in its fields, in its assertion's claims, or in its bytes.
/// </summary>
internal sealed class TokenRequestMaker(SmartClient client)
{
    private const string Form = "application/x-www-form-urlencoded";

    public FuzzRequest Make(Random random)
    {
        if (random.Once(6))
            return new(
                "token",
                "GET",
                random.Pick(["Patient?_count=1", "metadata", "oauth/token"]),
                null,
                null,
                ("Authorization", "Bearer " + Unsigned(random))
            );
        List<(string Name, string Value)> fields =
        [
            ("grant_type", "client_credentials"),
            ("scope", "system/*.rs"),
            ("client_assertion_type", SmartClient.AssertionType),
            ("client_assertion", random.Once(2) ? client.Assertion() : Unsigned(random)),
            ("token", random.Once(2) ? "a.b.c" : Unsigned(random)),
        ];
        for (var times = random.Next(3); times > 0; times--)
        {
            var at = random.Next(fields.Count);
            switch (random.Next(5))
            {
                case 0:
                    fields.RemoveAt(at);
                    break;
                case 1:
                    fields.Add(fields[at]);
                    break;
                case 2:
                    fields.Add((Hostile.Text(random), Hostile.Text(random)));
                    break;
                default:
                    fields[at] = (fields[at].Name, Hostile.Text(random));
                    break;
            }

            if (fields.Count == 0)
                fields.Add(("x", "y"));
        }

        if (random.Once(20))
            fields.AddRange(Enumerable.Range(0, 1500).Select(static at => ($"k{at}", "v")));
        var body = string.Join(
            '&',
            fields.Select(static field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}")
        );
        return new(
            "token",
            "POST",
            random.Once(3) ? "oauth/introspect" : "oauth/token",
            Encoding.UTF8.GetBytes(body),
            random.Once(10) ? random.Pick(Hostile.ContentTypes) : Form
        );
    }

    /// <summary>A JWT that nobody signed, with claims of any kind.</summary>
    private string Unsigned(Random random)
    {
        var claims = new JsonObject
        {
            ["iss"] = client.Id,
            ["sub"] = client.Id,
            ["aud"] = client.TokenUrl,
            ["jti"] = "a",
            ["exp"] = 1795446000,
        };
        var header = new JsonObject
        {
            ["alg"] = "RS384",
            ["kid"] = client.Key.Kid,
            ["typ"] = "JWT",
        };
        foreach (var part in (JsonObject[])[claims, header])
            for (var times = random.Next(3); times > 0; times--)
                part[
                    random.Pick([
                        .. part.Select(static member => member.Key),
                        "nbf",
                        "iat",
                        "extensions",
                        "crit",
                        "jku",
                        "x5c",
                        "enc",
                        "zip",
                        "cty",
                        "scope",
                        "client_id",
                    ])
                ] = random.Next(3) switch
                {
                    0 => JsonNode.Parse(random.Pick(Hostile.Nodes)),
                    1 => JsonNode.Parse(random.Pick(Hostile.Numbers)),
                    _ => Hostile.Text(random),
                };
        return $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}.{Encode("signature")}";
    }

    private static string Encode(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
