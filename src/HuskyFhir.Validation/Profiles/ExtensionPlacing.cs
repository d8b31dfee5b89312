using Hl7.Fhir.Model;
using Hl7.FhirPath;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Where and how an extension may stand (R4 section 2.4.0.2), compiled.</summary>
/// <param name="IsModifier">Whether it belongs under <c>modifierExtension</c>.</param>
/// <param name="Contexts">The places, of which one must be met; empty for anywhere.</param>
/// <param name="Invariants">FHIRPath on the element that holds it, all of which must be true.</param>
internal sealed record ExtensionPlacing(
    bool IsModifier,
    ExtensionContext[] Contexts,
    (string Text, CompiledExpression Path)[] Invariants
)
{
    /// <summary>How many of it one element may have.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The names of its parts, beside which no other may stand; null for an extension without parts.</summary>
    public string[]? Parts { get; init; }

    /// <summary>Reads a definition; one that is no extension has neither.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="compiler">What its tree has been compiled by.</param>
    /// <param name="paths">Compiles its expressions.</param>
    /// <param name="losses">Takes the expressions that are no FHIRPath.</param>
    public static ExtensionPlacing Of(
        Definition definition,
        PlanCompiler compiler,
        FhirPaths paths,
        List<DefinitionProblem> losses
    )
    {
        var structure = definition.Read<StructureDefinition>();
        return new ExtensionPlacing(
            compiler.IsModifier,
            [.. structure.Context.Select((context, i) => Context(context, i))],
            [
                .. structure
                    .ContextInvariant.OfType<string>()
                    .Select((text, i) => (Text: text, Path: Path(text, $"StructureDefinition.contextInvariant[{i}]")))
                    .Where(static one => one.Path is not null)
                    .Select(static one => (one.Text, one.Path!)),
            ]
        )
        {
            Most = compiler.Most,
            Parts = compiler.Parts,
        };

        ExtensionContext Context(StructureDefinition.ContextComponent context, int index)
        {
            var expression = context.Expression ?? string.Empty;
            var queried = context.Type == StructureDefinition.ExtensionContextType.Fhirpath;
            return new ExtensionContext(
                context.Type,
                expression,
                queried ? Path(expression, $"StructureDefinition.context[{index}]") : null
            );
        }

        CompiledExpression? Path(string expression, string place)
        {
            try
            {
                return paths.Compile(expression);
            }
            catch (FormatException bad)
            {
                losses.Add(
                    new(
                        definition.Url,
                        definition.Source,
                        place,
                        $"it is no FHIRPath that can be compiled ({bad.Message.TrimEnd('.')})"
                    )
                    {
                        Partial = true,
                    }
                );
                return null;
            }
        }
    }
}

/// <summary>One place where an extension may stand.</summary>
/// <param name="Type">How the expression is read.</param>
/// <param name="Expression">An element's path, an extension's URL, or FHIRPath.</param>
/// <param name="Query">For FHIRPath, the query that must find the element among the resource's.</param>
internal sealed record ExtensionContext(
    StructureDefinition.ExtensionContextType? Type,
    string Expression,
    CompiledExpression? Query
);
