using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>Extensions: form, place, and the definition where it is loaded.</content>
internal sealed partial class Checker
{
    private void Extension(Extension extension, Base parent, string name)
    {
        var modifier = name == "modifierExtension";
        if (extension.Value is null == (extension.Extension.Count == 0))
            Tell(
                RuleKind.ExtensionForm,
                "An extension has either a value or extensions of its own, never both or neither (ext-1).",
                null,
                Details.ExtensionContent
            );
        // Inside of a complex extension, the URL is a name that only the outer definition knows.
        if (extension.Url is not { } url)
            return;
        if (parent is Extension outer && !url.Contains(':', StringComparison.Ordinal))
        {
            Part(outer, url);
            return;
        }

        if (!Texts.IsAbsolute(url))
            Tell(
                RuleKind.ExtensionForm,
                $"The extension URL '{Literal.Cut(url, 80)}' is not absolute. Give the full canonical URL.",
                "url"
            );
        else if (library.Find(url).Plan is { Type: "Extension" } plan)
        {
            Lost(plan, null);
            Placed(plan.Placing, parent, extension, modifier);
            Counted(plan.Placing, parent, extension, name);
            Check(plan.Root, extension);
        }
        else if (
            library.KnowsExtensions
            && url.StartsWith("http://hl7.org/fhir/StructureDefinition/", StringComparison.Ordinal)
        )
            Tell(
                RuleKind.CoreExtensionUnknown,
                $"R4 defines no extension {Literal.Cut(url, 120)}. Correct the URL, or load the package that defines it.",
                "url"
            );
        else if (modifier)
            Tell(
                RuleKind.ModifierUnknown,
                $"The modifier extension {Literal.Cut(url, 120)} is not known here, so the meaning of what it modifies cannot be known. Leave it out.",
                null
            );
        else
            Tell(
                RuleKind.ExtensionUnknown,
                $"The extension {Literal.Cut(url, 120)} is not loaded, so its content was not checked.",
                null
            );
    }

    /// <summary>Inside of a complex extension stand the parts that its definition names, and no others.</summary>
    private void Part(Extension outer, string name)
    {
        if (outer.Url is { } url && library.Find(url).Plan?.Placing.Parts is { } parts && !parts.Contains(name))
            Tell(
                RuleKind.ExtensionPart,
                $"The extension {Short(url)} has no part '{Literal.Cut(name, 60)}'. It has {string.Join(", ", parts)}.",
                "url"
            );
    }

    /// <summary>How many of an extension an element may have is said at the root of its definition.</summary>
    private void Counted(ExtensionPlacing placing, Base parent, Extension extension, string name)
    {
        if (placing.Most == int.MaxValue)
            return;

        var count = 0;
        foreach (var one in Values.Of(parent, name))
            if (one == extension)
                break;
            else if (((Extension)one).Url == extension.Url)
                count++;
        if (count == placing.Most)
            Tell(
                RuleKind.TooMany,
                $"The extension {Short(extension.Url!)} may stand here {(placing.Most == 1 ? "once" : $"{placing.Most} times")}. Remove what is too much.",
                null
            );
    }
}
