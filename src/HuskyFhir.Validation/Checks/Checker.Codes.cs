using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Checks;

/// <content>Bindings.</content>
internal sealed partial class Checker
{
    private static readonly Lookup Out = Membership.Out;

    private readonly LookupTime lookupTime = new(settings.MaxLookupTime);

    private void Code(BindingRule binding, Base value, string profile)
    {
        var (failed, unknown) = binding.Strength switch
        {
            BindingStrength.Required => (RuleKind.RequiredCode, RuleKind.RequiredCodeUnknown),
            BindingStrength.Extensible when binding.Base => (
                RuleKind.BaseExtensibleCode,
                RuleKind.BaseExtensibleCodeUnknown
            ),
            BindingStrength.Extensible => (RuleKind.ExtensibleCode, RuleKind.ExtensibleCodeUnknown),
            _ => (RuleKind.PreferredCode, RuleKind.PreferredCode),
        };
        if (binding.Most is { } most)
            Within(most, value, profile);
        // What nobody wants to hear is not looked up: behind a look-up there may be a server.
        if (
            settings.Severities.Of(failed) == RuleSeverity.Ignore
            || (value is Quantity { Code: null } && binding.Strength != BindingStrength.Required)
            || Find(binding.ValueSet, value) is not { } found
        )
            return;

        if (found.Membership == Membership.Out)
            Tell(
                failed,
                $"{Told(value)} is not in the value set {binding.ValueSet}, which {Short(profile)} binds here.{terminology.Listed(binding.ValueSet)}",
                null
            );
        else if (found.Membership == Membership.Unknown && failed != RuleKind.PreferredCode)
            Tell(unknown, $"{Told(value)} could not be checked against {binding.ValueSet}: {found.Why}.", null);
    }

    /// <summary>The value set beyond which even an extensible binding may not go.</summary>
    private void Within(string most, Base value, string profile)
    {
        // A concept in words alone has no code that could lie beyond it.
        if (value is CodeableConcept { Coding: [] })
            return;
        if (Find(most, value) is { } found && found.Membership != Membership.In)
            if (found.Membership == Membership.Out)
                Tell(
                    RuleKind.RequiredCode,
                    $"{Told(value)} is not in {most}, beyond which {Short(profile)} allows no code.",
                    null
                );
            else
                Tell(
                    RuleKind.RequiredCodeUnknown,
                    $"{Told(value)} could not be checked against {most}: {found.Why}.",
                    null
                );
    }

    /// <summary>
    /// The best answer over all codings; null when there is nothing to look up but an extension that says why.
    /// </summary>
    public Lookup? Find(string valueSet, Base value) =>
        value switch
        {
            CodeableConcept { Coding.Count: 0 } concept => concept.TextElement is null && concept.HasExtensions()
                ? null
                : Out,
            CodeableConcept concept => Best(valueSet, concept.Coding),
            Coding { Code: { } code } coding => terminology.Find(
                valueSet,
                coding.System ?? string.Empty,
                code,
                lookupTime
            ),
            Quantity { Code: null } quantity => quantity.HasExtensions() ? null : Out,
            Quantity { Code: { } code } quantity => terminology.Find(
                valueSet,
                quantity.System ?? string.Empty,
                code,
                lookupTime
            ),
            PrimitiveType literal when LiteralText(literal) is { } code => terminology.Find(
                valueSet,
                null,
                code,
                lookupTime
            ),
            Coding { Code: null } coding when !coding.HasExtensions() => Out,
            _ => null,
        };

    // One coding that is in will do; one that cannot be looked up leaves the whole in doubt.
    private Lookup? Best(string valueSet, List<Coding> codings)
    {
        Lookup? best = null;
        foreach (var coding in codings)
            switch (Find(valueSet, coding))
            {
                case { Membership: Membership.In } found:
                    return found;
                case { } found when best is null || found.Membership == Membership.Unknown:
                    best = found;
                    break;
            }

        return best;
    }

    private static string Told(Base value) =>
        value switch
        {
            CodeableConcept { Coding.Count: 0 } => "A concept without a code",
            CodeableConcept concept => string.Join(" or ", concept.Coding.Take(3).Select(Told)),
            Coding coding => $"'{Literal.Cut($"{coding.System}#{coding.Code}", 120)}'",
            Quantity quantity => $"'{Literal.Cut($"{quantity.System}#{quantity.Code}", 120)}'",
            PrimitiveType literal => $"'{Literal.Cut(LiteralText(literal) ?? string.Empty, 60)}'",
            _ => "The value",
        };
}
