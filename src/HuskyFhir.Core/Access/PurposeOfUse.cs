namespace HuskyFhir.Core.Access;

/// <summary>Why somebody asks, as a code of v3-PurposeOfUse (<c>2.16.840.1.113883.5.8</c>).</summary>
public static class PurposeOfUse
{
    private const string Oid = "urn:oid:2.16.840.1.113883.5.8#";

    /// <summary>
    /// The codes that a client may be registered for: what HIPAA knows, the two emergencies, and the member's own
    /// request.
    /// </summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "TREAT",
        "ETREAT",
        "BTG",
        "HPAYMT",
        "HOPERAT",
        "COVERAGE",
        "ELIGDTRM",
        "CAREMGT",
        "COC",
        "PUBHLTH",
        "HRESCH",
        "PATRQT",
        "FAMRQT",
        "PWATRNY",
        "HSYSADMIN",
        "HLEGAL",
    ];

    /// <summary>
    /// Reads a code, or its form with the code system's OID; null when it is none of <see cref="Codes"/>.
    /// </summary>
    public static string? Read(string? text)
    {
        var code = text?.StartsWith(Oid, StringComparison.OrdinalIgnoreCase) == true ? text[Oid.Length..] : text;
        return Codes.FirstOrDefault(known => known == code);
    }
}
