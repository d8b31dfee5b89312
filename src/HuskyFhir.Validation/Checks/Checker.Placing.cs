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
            Tell(RuleKind.ExtensionModifier, placing.IsModifier
                ? $"The extension {name} changes the meaning of what it stands on. Move it to modifierExtension."
                : $"The extension {name} does not change the meaning of what it stands on. Move it to extension.", null);
        if (placing.Contexts.Length > 0 && !placing.Contexts.Any(context => Meets(context, parent, name)))
            Tell(RuleKind.ExtensionContext, $"The extension {name} cannot stand here. It belongs on {string.Join(" or ", placing.Contexts.Select(static context => context.Expression))}.", null);
        foreach (var (text, path) in placing.Invariants)
            if (!Evaluate($"A rule of {name} on its place", () => On(parent, extension, path)))
                Tell(RuleKind.ExtensionContext, $"The extension {name} may stand here only where this holds: {text}.", null);
    }

    private bool Meets(ExtensionContext context, Base parent, string name) => context.Type switch
    {
        StructureDefinition.ExtensionContextType.Extension => parent is Extension outer && outer.Url == context.Expression,
        StructureDefinition.ExtensionContextType.Fhirpath => Evaluate($"The place of {name}", () => Queried(context, parent)),
        _ => Named(context.Expression, parent, place.Definitional(scope.Depth, place.Depth - 1)),
    };

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
