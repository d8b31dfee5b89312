using System.Text.Json;
using HuskyFhir.Exchange.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>Where a member lives, and where mail goes if it goes elsewhere.</summary>
internal static class Addresses
{
    public static PostalAddress? Home(List<JsonElement> addresses) => First(addresses, static each => each.Text("type") != "postal" && each.Text("use") == "home") ?? First(addresses, static each => each.Text("type") != "postal");

    /// <summary>Both N3 and N4 are needed: without lines or a city no mail arrives.</summary>
    public static PostalAddress? Mailing(List<JsonElement> addresses) => First(addresses, static each => each.Text("type") == "postal") is { Lines.Count: > 0, City: not null } mailing ? mailing : null;

    private static PostalAddress? First(List<JsonElement> addresses, Func<JsonElement, bool> isIt)
    {
        foreach (var address in addresses.Where(isIt))
            return new([.. address.Items("line").Select(static line => line.GetString()).OfType<string>().Take(2)], address.Text("city"), State(address), Postal(address.Text("postalCode")), Country(address));
        return null;
    }

    private static string? State(JsonElement address) => address.Text("state") is { Length: 2 } state ? state.ToUpperInvariant() : null;

    /// <summary>Without the hyphen of a ZIP+4.</summary>
    private static string? Postal(string? code) => code?.Replace("-", string.Empty, StringComparison.Ordinal);

    /// <summary>Only where it is another than the United States.</summary>
    private static string? Country(JsonElement address) => address.Text("country") is { Length: 2 } country && country is not "US" ? country : null;
}
