using Hl7.Fhir.Model;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Structure;

namespace HuskyFhir.Validation.Checks;

/// <content>Extensions: form, place, and the definition where it is loaded.</content>
internal sealed partial class Checker
{
    private void Extension(Extension extension, Base parent, bool modifier)
    {
        if (extension.Value is null == (extension.Extension.Count == 0))
            Tell(RuleKind.ExtensionForm, "An extension has either a value or extensions of its own, never both or neither (ext-1).", null, Details.ExtensionContent);
        // Inside of a complex extension, the URL is a name that only the outer definition knows.
        if (extension.Url is not { } url || (parent is Extension && !url.Contains(':', StringComparison.Ordinal)))
            return;

        if (!Uri.TryCreate(url, UriKind.Absolute, out _))
            Tell(RuleKind.ExtensionForm, $"The extension URL '{Literal.Cut(url, 80)}' is not absolute. Give the full canonical URL.", "url");
        else if (library.Find(url).Plan is { Type: "Extension" } plan)
        {
            if (!Placed(plan, parent))
                Tell(RuleKind.ExtensionContext, $"The extension {Short(url)} cannot stand here. It belongs on {string.Join(" or ", plan.Contexts.Select(static context => context.Expression))}.", null);
            Check(plan.Root, extension);
        }
        else if (modifier)
            Tell(RuleKind.ModifierUnknown, $"The modifier extension {Literal.Cut(url, 120)} is not known here, so the meaning of what it modifies cannot be known. Leave it out.", null);
        else
            Tell(RuleKind.ExtensionUnknown, $"The extension {Literal.Cut(url, 120)} is not loaded, so its content was not checked.", null);
    }

    /// <summary>Whether an extension may stand on its parent (R4 section 5.1.0.8). FHIRPath contexts are taken as met.</summary>
    private bool Placed(ProfilePlan plan, Base parent)
    {
        if (plan.Contexts.Count == 0)
            return true;

        var path = place.Definitional(scope.Depth, place.Depth - 1);
        return plan.Contexts.Any(context => context.Type switch
        {
            StructureDefinition.ExtensionContextType.Extension => parent is Extension outer && outer.Url == context.Expression,
            StructureDefinition.ExtensionContextType.Fhirpath => true,
            _ => Named(context.Expression ?? string.Empty, parent, path),
        });
    }

    private static bool Named(string expression, Base parent, string path)
    {
        var plain = expression.Replace("[x]", string.Empty, StringComparison.Ordinal);
        return plain is "Element" || plain == path || plain == TypeName(parent)
            || (parent is Resource && plain is "Resource") || (parent is DomainResource && plain is "DomainResource")
            || (parent is BackboneElement && plain is "BackboneElement")
            || (plain.Contains('.', StringComparison.Ordinal) && char.IsUpper(plain[0]) && path.EndsWith(plain[plain.IndexOf('.', StringComparison.Ordinal)..], StringComparison.Ordinal) && InType(plain));

        static bool InType(string plain) => !ModelInfo.IsKnownResource(plain[..plain.IndexOf('.', StringComparison.Ordinal)]);
    }
}
