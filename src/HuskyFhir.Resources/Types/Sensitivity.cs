using System.Collections.Frozen;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// What security labels (R4 section 6.1.1) say of who may see a resource, in <c>meta.security</c> and in a document's
/// <c>securityLabel</c>.
/// </summary>
internal static class Sensitivity
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private static readonly FrozenDictionary<(string?, string?), Restriction> Labels = new Dictionary<
        (string?, string?),
        Restriction
    >
    {
        [(ActCode, "42CFRPart2")] = Restriction.SubstanceUse,
        [(ActCode, "ETH")] = Restriction.SubstanceUse,
        [(ActCode, "ETHUD")] = Restriction.SubstanceUse,
        [(ActCode, "OPIOIDUD")] = Restriction.SubstanceUse,
        [(ActCode, "SUD")] = Restriction.SubstanceUse,
        [(ActCode, "BH")] = Restriction.MentalHealth | Restriction.SubstanceUse,
        [(ActCode, "MH")] = Restriction.MentalHealth,
        [(ActCode, "PSY")] = Restriction.MentalHealth,
        [(ActCode, "PSYTHPN")] = Restriction.MentalHealth,
        [(ActCode, "HIV")] = Restriction.Hiv,
        [(ActCode, "SEX")] = Restriction.SexualHealth,
        [(ActCode, "STD")] = Restriction.SexualHealth,
        [(ActCode, "SDV")] = Restriction.Violence,
        [(ActCode, "VIO")] = Restriction.Violence,
        [(ActCode, "GDIS")] = Restriction.Genetic,
        [(Confidentiality, "R")] = Restriction.Confidential,
        [(Confidentiality, "V")] = Restriction.Confidential,
    }.ToFrozenDictionary();

    /// <summary>The restrictions that a resource's labels ask for.</summary>
    public static Restriction Of(Resource resource)
    {
        var found = Restriction.None;
        foreach (var label in SecurityLabels.Of(resource))
            found |= Of(label);
        return found;
    }

    /// <summary>The restriction that one label asks for; none where it is of another kind.</summary>
    public static Restriction Of(Coding label) => Labels.GetValueOrDefault((label.System, label.Code));
}
