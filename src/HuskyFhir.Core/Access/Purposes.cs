namespace HuskyFhir.Core.Access;

/// <summary>Codes of v3-PurposeOfUse that the policy knows.</summary>
public static class Purposes
{
    /// <summary>Their code system.</summary>
    public const string System = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    /// <summary>Care for the member; what a provider asks for when it does not say.</summary>
    public const string Treatment = "TREAT";

    /// <summary>Emergency treatment.</summary>
    public const string Emergency = "ETREAT";

    /// <summary>Break the glass: an emergency in which the usual rules would keep the caller out.</summary>
    public const string BreakGlass = "BTG";

    /// <summary>
    /// Whether the purpose opens what attribution and consents would close (45 CFR 164.522(a)(1)(iii), 42 CFR 2.51).
    /// </summary>
    public static bool IsEmergency(string? purpose) => purpose is Emergency or BreakGlass;
}
