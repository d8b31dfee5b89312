using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Server.Tests.Capability;

/// <summary>
/// Searches that a declared parameter promises: by itself, with each modifier and with each prefix that its
/// documentation lists.
/// </summary>
internal static class DeclaredSearches
{
    private const string NoOne = "01900000-0000-7000-8000-00000000000f";

    /// <summary>As <c>name=value</c>, escaped.</summary>
    public static IEnumerable<string> Of(CapabilityStatement.SearchParamComponent parameter)
    {
        yield return Pair(parameter.Name!, Value(parameter));
        foreach (var prefix in parameter.Prefixes())
            yield return Pair(parameter.Name!, prefix + Value(parameter));
        foreach (var modifier in parameter.Modifiers())
            yield return Pair($"{parameter.Name}:{modifier}", WithModifier(parameter, modifier));
    }

    private static string Pair(string name, string value) =>
        $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";

    private static string Value(CapabilityStatement.SearchParamComponent parameter) =>
        parameter.Type switch
        {
            SearchParamType.Date => "2026-11-23",
            SearchParamType.Quantity => "1200.5|urn:iso:std:iso:4217|USD",
            SearchParamType.Reference => parameter.Name == "base"
                ? "http://hl7.org/fhir/StructureDefinition/Patient"
                : NoOne,
            SearchParamType.Token => parameter.Name == "_id" ? NoOne : "http://one.example|code",
            SearchParamType.Uri => "http://one.example/two",
            SearchParamType.Composite => "code$5",
            SearchParamType.String => "text",
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };

    private static string WithModifier(CapabilityStatement.SearchParamComponent parameter, string modifier) =>
        modifier switch
        {
            "missing" => "true",
            "in" or "not-in" => "http://hl7.org/fhir/ValueSet/administrative-gender",
            "of-type" => "http://terminology.hl7.org/CodeSystem/v2-0203|MB|x",
            "identifier" => "http://one.example|code",
            "below" or "above" when parameter.Type == SearchParamType.Token =>
                $"{Systems.Base}/CodeSystem/husky-programme|HUSKY-A",
            "text" or "exact" or "contains" => "text",
            _ => Value(parameter), // :not, :below and :above of addresses, and a type of a reference
        };
}
