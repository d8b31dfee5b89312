using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Interactions;

/// <summary>The methods that an address takes, for OPTIONS and for every 405.</summary>
internal static class Allowed
{
    public static string Type(FhirType type) =>
        type.EndsBy is null ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : "GET, HEAD, POST, PUT, PATCH, OPTIONS";

    public static string Instance(FhirType type) =>
        type.EndsBy is null ? "GET, HEAD, PUT, PATCH, DELETE, OPTIONS" : "GET, HEAD, PUT, PATCH, OPTIONS";
}
