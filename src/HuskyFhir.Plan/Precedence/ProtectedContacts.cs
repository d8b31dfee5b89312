using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Precedence;

/// <summary>
/// Addresses and numbers for confidential communication beside ordinary ones. A source that knows the protected address
/// by itself must not have it stored a second time without its protection: what equals a protected one stays protected.
/// </summary>
public static class ProtectedContacts
{
    /// <summary>Whether the element is for the plan alone.</summary>
    public static bool IsProtected(DataType part) => ConfidentialElements.IsLabelled(part);

    /// <summary>
    /// Takes what equals a protected address or number out of the ordinary ones, unless it stood there before; whether
    /// there was any.
    /// </summary>
    internal static bool TakeOut(JsonObject said, JsonObject stands)
    {
        var found = TakeOut(said, stands, "address", Place);
        return TakeOut(said, stands, "telecom", Number) || found;
    }

    private static bool TakeOut(JsonObject said, JsonObject stands, string name, Func<JsonObject, string> plain)
    {
        if (said[name] is not JsonArray list)
            return false;
        var items = list.OfType<JsonObject>().ToList();
        var hidden = items.Where(ConfidentialElements.IsLabelled).Select(plain).ToHashSet(StringComparer.Ordinal);
        if (hidden.Count == 0)
            return false;
        var open = (stands[name] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(static item => !ConfidentialElements.IsLabelled(item))
            .Select(plain)
            .ToHashSet(StringComparer.Ordinal);
        var copies = items
            .Where(item =>
                !ConfidentialElements.IsLabelled(item) && hidden.Contains(plain(item)) && !open.Contains(plain(item))
            )
            .ToList();
        foreach (var copy in copies)
            list.Remove(copy);
        return copies.Count > 0;
    }

    private static string Place(JsonObject address) =>
        Plain(
            string.Concat((address["line"] as JsonArray ?? []).Select(static line => (string?)line))
                + (string?)address["city"]
                + ((string?)address["postalCode"])?.Split('-')[0]
        );

    private static string Number(JsonObject contact) =>
        (string?)contact["system"] == "email" ? ((string?)contact["value"] ?? string.Empty).Trim().ToLowerInvariant()
        : string.Concat(((string?)contact["value"] ?? string.Empty).Where(char.IsAsciiDigit))
            is { Length: > 10 }
                and ['1', .. var national]
            ? national
        : string.Concat(((string?)contact["value"] ?? string.Empty).Where(char.IsAsciiDigit));

    private static string Plain(string text) => string.Concat(Folding.Fold(text).Where(char.IsLetterOrDigit));
}
