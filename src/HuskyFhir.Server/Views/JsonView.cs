using System.Text.Json;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Server.Views;

/// <summary>Shows JSON, indented, with every reference and address of ours as a link to follow.</summary>
internal sealed class JsonView(Markup html, string baseUrl)
{
    /// <summary>Writes a whole document.</summary>
    public void Write(JsonElement json)
    {
        html.Open("pre", ("tabindex", "0"), ("role", "region"), ("aria-label", "JSON"));
        Value(json, null, 0);
        html.Close("pre");
    }

    /// <summary>Where a value leads: a resource here, or a page of this service; null for nowhere.</summary>
    public static string? Target(string baseUrl, string? property, string value)
    {
        if (value.StartsWith(baseUrl + "/", StringComparison.Ordinal))
            return value;
        if (value.StartsWith(Systems.Base + "/", StringComparison.Ordinal) && property is not "system")
            return baseUrl + value[Systems.Base.Length..].Split('|')[0];
        return
            property == "reference"
            && char.IsAsciiLetterUpper(value.FirstOrDefault())
            && value.Contains('/', StringComparison.Ordinal)
            && Uri.TryCreate($"{baseUrl}/{value}", UriKind.Absolute, out var local)
            ? local.AbsoluteUri
            : null;
    }

    private void Value(JsonElement json, string? property, int depth)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                Items(
                    "{",
                    "}",
                    [.. json.EnumerateObject()],
                    depth,
                    member =>
                    {
                        html.Put("span", $"\"{member.Name}\"", ("class", "k")).Text(": ");
                        Value(member.Value, member.Name, depth + 1);
                    }
                );
                break;
            case JsonValueKind.Array:
                Items("[", "]", [.. json.EnumerateArray()], depth, item => Value(item, property, depth + 1));
                break;
            case JsonValueKind.String:
                String(json, property);
                break;
            default:
                html.Put("span", json.GetRawText(), ("class", "n"));
                break;
        }
    }

    private void Items<T>(string before, string after, List<T> items, int depth, Action<T> one)
    {
        html.Text(before);
        for (var at = 0; at < items.Count; at++)
        {
            html.Text((at == 0 ? "\n" : ",\n") + new string(' ', (depth + 1) * 2));
            one(items[at]);
        }

        html.Text(items.Count == 0 ? after : "\n" + new string(' ', depth * 2) + after);
    }

    private void String(JsonElement json, string? property)
    {
        html.Open("span", ("class", "s"));
        if (Target(baseUrl, property, json.GetString()!) is { } target)
            html.Text("\"").Link(target, json.GetString()!).Text("\"");
        else
            html.Text(json.GetRawText());
        html.Close("span");
    }
}
