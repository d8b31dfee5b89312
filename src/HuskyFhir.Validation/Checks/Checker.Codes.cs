using Hl7.Fhir.Model;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Structure;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Checks;

/// <content>Bindings.</content>
internal sealed partial class Checker
{
    private void Code(BindingRule binding, Base value, string profile)
    {
        if (Find(binding.ValueSet, value) is not { } found)
            return;

        var (failed, unknown) = binding.Strength switch
        {
            BindingStrength.Required => (RuleKind.RequiredCode, RuleKind.RequiredCodeUnknown),
            BindingStrength.Extensible => (RuleKind.ExtensibleCode, RuleKind.ExtensibleCodeUnknown),
            _ => (RuleKind.PreferredCode, RuleKind.PreferredCode),
        };
        if (found == Membership.Out)
            Tell(failed, $"{Told(value)} is not in the value set {binding.ValueSet}, which {Short(profile)} binds here.{Listed(binding.ValueSet)}", null);
        else if (found == Membership.Unknown && failed != RuleKind.PreferredCode)
            Tell(unknown, $"{Told(value)} could not be checked against {binding.ValueSet}: the value set or the code system is not loaded.", null);
        if (binding.Most is { } most && Find(most, value) == Membership.Out)
            Tell(RuleKind.RequiredCode, $"{Told(value)} is not in {most}, beyond which {Short(profile)} allows no code.", null);
    }

    /// <summary>The best answer over all codings; null when there is nothing to look up but an extension that says why.</summary>
    public Membership? Find(string valueSet, Base value) => value switch
    {
        CodeableConcept { Coding.Count: 0 } concept => concept.TextElement is null && concept.HasExtensions() ? null : Membership.Out,
        CodeableConcept concept => concept.Coding.Select(coding => Find(valueSet, coding)).Aggregate((Membership?)null, Best),
        Coding { Code: { } code } coding => terminology.Find(valueSet, coding.System ?? string.Empty, code),
        Quantity { Code: { } code } quantity => terminology.Find(valueSet, quantity.System ?? string.Empty, code),
        PrimitiveType literal when LiteralText(literal) is { } code => terminology.Find(valueSet, null, code),
        Coding { Code: null } coding when !coding.HasExtensions() => Membership.Out,
        _ => null,
    };

    private static Membership? Best(Membership? a, Membership? b) =>
        a is null ? b : b is null ? a : a == Membership.In || b == Membership.In ? Membership.In : a == Membership.Unknown || b == Membership.Unknown ? Membership.Unknown : Membership.Out;

    private string Listed(string valueSet) => terminology is LoadedTerminology loaded ? loaded.Set(valueSet).Listed() : string.Empty;

    private static string Told(Base value) => value switch
    {
        CodeableConcept { Coding.Count: 0 } => "A concept without a code",
        CodeableConcept concept => string.Join(" or ", concept.Coding.Take(3).Select(Told)),
        Coding coding => $"'{Literal.Cut($"{coding.System}#{coding.Code}", 120)}'",
        Quantity quantity => $"'{Literal.Cut($"{quantity.System}#{quantity.Code}", 120)}'",
        PrimitiveType literal => $"'{Literal.Cut(LiteralText(literal) ?? string.Empty, 60)}'",
        _ => "The value",
    };
}
