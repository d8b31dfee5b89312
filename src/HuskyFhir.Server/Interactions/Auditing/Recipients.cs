using System.Text.Json;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Views;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>Who stands behind a client's name in the audit: by the registry of clients, and by the directory.</summary>
internal sealed class Recipients(ClientDirectory clients, SystemQuery store)
{
    public async Task<Recipient> FindAsync(string client, CancellationToken cancellation)
    {
        if (await clients.FindAsync(client, cancellation) is not { } registered)
            return new(null, null, client, null);
        if (registered.Npi is not { } npi || await store.RecipientAsync(npi, cancellation) is not { } found)
            return new(registered.Kind, null, client, null);
        using var document = JsonDocument.Parse(found.Body);
        return new(
            registered.Kind,
            found.Id,
            document.RootElement.Text("name") ?? client,
            Address(document.RootElement.Items("address").FirstOrDefault())
        );
    }

    private static string? Address(JsonElement address)
    {
        if (address.Text("text") is { } text)
            return text;
        var parts = address
            .Items("line")
            .Select(static line => line.GetString())
            .Append(address.Text("city"))
            .Append(string.Join(' ', new[] { address.Text("state"), address.Text("postalCode") }.OfType<string>()));
        return string.Join(", ", parts.Where(static part => !string.IsNullOrEmpty(part))) is { Length: > 0 } joined
            ? joined
            : null;
    }
}
