using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>
/// A page of its own for the Bundle, the Parameters or the MeasureReport of one operation; set on the request by who
/// answers it. Refusals have the page that all have.
/// </summary>
internal interface IBundlePage
{
    /// <summary>The heading; null for what is not the operation's Bundle. Nothing of a member but an id.</summary>
    string? Title(JsonElement shown);

    /// <summary>What is on it.</summary>
    void Write(Markup html, JsonElement bundle, string baseUrl);
}
