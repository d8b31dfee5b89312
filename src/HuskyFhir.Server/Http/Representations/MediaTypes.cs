using Microsoft.Net.Http.Headers;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>The names of the forms, those of FHIR and those that clients use besides (R4 section 3.1.0.1.7).</summary>
internal static class MediaTypes
{
    /// <summary>The form that a media type names; null for any other.</summary>
    public static Form? FormOf(string? type) =>
        type?.ToLowerInvariant() switch
        {
            "application/fhir+json" or "application/json" or "text/json" or "application/json+fhir" => Form.Json,
            "application/fhir+xml" or "application/xml" or "text/xml" or "application/xml+fhir" => Form.Xml,
            "text/html" => Form.Html,
            "text/csv" => Form.Csv,
            _ => null,
        };

    /// <summary>
    /// The form that <c>_format</c> names, shortly or by a media type. A plus that was not escaped arrives as a blank.
    /// </summary>
    public static Form? FormOfFormat(string? format) =>
        format switch
        {
            "json" => Form.Json,
            "xml" => Form.Xml,
            "html" => Form.Html,
            "csv" => Form.Csv,
            _ => MediaTypeHeaderValue.TryParse(
                format?.Replace("fhir ", "fhir+", StringComparison.Ordinal),
                out var type
            ) && IsR4(type)
                ? FormOf(type.MediaType.Value)
                : null,
        };

    /// <summary>Whether the type names R4, or no version of FHIR.</summary>
    public static bool IsR4(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(static parameter =>
            parameter.Name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase)
        )
            is not { } version
        || HeaderUtilities.RemoveQuotes(version.Value).Equals("4.0", StringComparison.Ordinal);
}
