using Hl7.Fhir.Model;
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

        if (!Texts.IsAbsolute(url))
            Tell(RuleKind.ExtensionForm, $"The extension URL '{Literal.Cut(url, 80)}' is not absolute. Give the full canonical URL.", "url");
        else if (library.Find(url).Plan is { Type: "Extension" } plan)
        {
            Placed(plan.Placing, parent, extension, modifier);
            Check(plan.Root, extension);
        }
        else if (modifier)
            Tell(RuleKind.ModifierUnknown, $"The modifier extension {Literal.Cut(url, 120)} is not known here, so the meaning of what it modifies cannot be known. Leave it out.", null);
        else
            Tell(RuleKind.ExtensionUnknown, $"The extension {Literal.Cut(url, 120)} is not loaded, so its content was not checked.", null);
    }
}
