using System.Text.Json.Nodes;
using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What is paid, to whom, and what the member owes: providers are shown decisions without it (CMS-0057-F leaves
/// remittances and cost sharing out of the Provider Access API).
/// </summary>
internal static class Amounts
{
    /// <summary>Whether a resource says any.</summary>
    public static bool AreIn(ClaimResponse response) =>
        response.Payment?.Amount is not null
        || response.Payment?.Adjustment is not null
        || response.Total.Count > 0
        || DecisionItems.Lines(response).Any(static line => line.Amount is not null);

    /// <summary>Takes them out of a stored body.</summary>
    public static void Remove(JsonObject root)
    {
        root.Remove("total");
        if (root["payment"] is JsonObject payment)
        {
            payment.Remove("amount");
            payment.Remove("adjustment");
        }

        Walk(root);
    }

    private static void Walk(JsonObject at)
    {
        if (at["adjudication"] is JsonArray lines)
            foreach (var line in lines.OfType<JsonObject>())
            {
                line.Remove("amount");
                line.Remove("value");
            }

        foreach (var name in new[] { "item", "addItem", "detail", "subDetail" })
        foreach (var part in (at[name] as JsonArray ?? []).OfType<JsonObject>())
        {
            part.Remove("net");
            part.Remove("unitPrice");
            Walk(part);
        }
    }
}
