using Hl7.Fhir.Model;
using Hl7.FhirPath;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>Where an extension may stand (R4 section 2.4.0.2).</content>
internal sealed partial class Checker
{
    private void Placed(ExtensionPlacing placing, Base parent, Extension extension, bool modifier)
    {
        var name = Short(extension.Url!);
        if (placing.IsModifier != modifier)
            Tell(
                RuleKind.ExtensionModifier,
                placing.IsModifier
                    ? $"The extension {name} changes the meaning of what it stands on. Move it to modifierExtension."
                    : $"The extension {name} does not change the meaning of what it stands on. Move it to extension.",
                null
            );
        if (placing.Contexts.Length > 0 && !placing.Contexts.Any(context => Meets(context, parent, name)))
            Tell(
                RuleKind.ExtensionContext,
                $"The extension {name} cannot stand here. It belongs on {string.Join(" or ", placing.Contexts.Select(static context => context.Expression))}.",
                null
            );
        foreach (var (text, path) in placing.Invariants)
            if (!Evaluate($"A rule of {name} on its place", () => On(parent, extension, path)))
                Tell(
                    RuleKind.ExtensionContext,
                    $"The extension {name} may stand here only where this holds: {text}.",
                    null
                );
    }

    private bool Meets(ExtensionContext context, Base parent, string name) =>
        context.Type switch
        {
            StructureDefinition.ExtensionContextType.Extension => parent is Extension outer
                && OfExtension(context.Expression, outer),
            StructureDefinition.ExtensionContextType.Fhirpath => Evaluate(
                $"The place of {name}",
                () => Queried(context, parent)
            ),
            _ => Named(context.Expression, parent),
        };

    // "url" is the extension as a whole, "url#part" a part of a complex one.
    private bool OfExtension(string expression, Extension outer)
    {
        if (outer.Url == expression)
            return true;

        var mark = expression.LastIndexOf('#');
        return mark > 0
            && outer.Url == expression[(mark + 1)..]
            && place.Depth > 2
            && place.ValueAbove(2) is Extension whole
            && whole.Url == expression[..mark];
    }

    /// <summary>A query over the resource must find the element that holds the extension.</summary>
    private bool Queried(ExtensionContext context, Base parent) =>
        context.Query!([place.Node(scope.Depth)], answers!).Any(found => ReferenceEquals(found.Poco, parent));

    private bool On(Base parent, Extension extension, CompiledExpression rule)
    {
        var holder = place.Node(place.Depth - 1);
        answers!.Environment["extension"] = [new PocoNode(extension, holder, null, place.NameAbove(0))];
        try
        {
            return rule.IsTrue(holder, answers);
        }
        finally
        {
            answers.Environment.Remove("extension");
        }
    }

    /// <summary>
    /// Whether an element is the named one: by its type or an abstract one, or by its path inside of a resource or data
    /// type around it (R4 section 2.4.0.2.1).
    /// </summary>
    private bool Named(string expression, Base parent)
    {
        var plain = expression.Replace("[x]", string.Empty, StringComparison.Ordinal);
        var dot = plain.IndexOf('.', StringComparison.Ordinal);
        if (TypeName(parent) == plain)
            return true;
        if (dot < 0)
            return plain == "Element" ? parent is Element or Resource
                : plain is "CanonicalResource" or "MetadataResource" ? Canonicals.Has(parent)
                : Is(parent, plain);

        var (type, rest) = (plain[..dot], plain[(dot + 1)..]);
        // Depth - 1 is the extension itself; the element that holds it is one above.
        for (var from = place.Depth - 2; from >= scope.Depth; from--)
        {
            var (around, names) = (place.ValueAt(from), place.Names(from, place.Depth - 1));
            // A nested element is of a type that is named like its path, wherever R4 repeats it.
            if (
                (Is(around, type) && names == rest)
                || (around is BackboneElement && plain == $"{around.TypeName}.{names}")
            )
                return true;
        }

        return false;
    }
}
