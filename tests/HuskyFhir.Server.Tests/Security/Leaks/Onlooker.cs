using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>A caller, and what the plain policy asks of it.</summary>
/// <param name="Client">Client id.</param>
/// <param name="Kind"><c>plan</c>, <c>agency</c> or <c>provider</c>.</param>
/// <param name="Organization">A provider's.</param>
/// <param name="Scope">Of its token.</param>
internal sealed record Onlooker(string Client, string Kind, string? Organization, string Scope)
{
    /// <summary>How it is called in reports.</summary>
    public string Name { get; init; } = Kind;

    /// <summary>Why it asks; null in the usual course.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whether one reason opens one member at a time.</summary>
    public bool IsEmergency => Purpose is "BTG" or "ETREAT";

    /// <summary>Whether its token leaves all that its kind may see.</summary>
    public bool IsWhole => Scope is "system/*.rs" or "system/*.cruds" && Purpose is null;

    public HttpClient Connect(HuskyServer server)
    {
        var http = server.As(Client, Scope, Purpose);
        if (IsEmergency)
            http.DefaultRequestHeaders.Add("X-Access-Reason", "Unconscious in the emergency room");
        return http;
    }
}
