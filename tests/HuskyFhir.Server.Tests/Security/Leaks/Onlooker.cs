namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>Someone who asks.</summary>
/// <param name="Client">A client of the sandbox.</param>
/// <param name="Kind"><c>plan</c>, <c>agency</c> or <c>provider</c>.</param>
/// <param name="Organization">A provider's.</param>
/// <param name="Scope">Of its token.</param>
internal sealed record Onlooker(string Client, string Kind, string? Organization, string Scope);
