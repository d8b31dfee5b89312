using Hl7.Fhir.Model;
using Hl7.FhirPath;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Where and how an extension may stand (R4 section 2.4.0.2), compiled.</summary>
/// <param name="IsModifier">Whether it belongs under <c>modifierExtension</c>.</param>
/// <param name="Contexts">The places, of which one must be met; empty for anywhere.</param>
/// <param name="Invariants">FHIRPath on the element that holds it, all of which must be true.</param>
internal sealed record ExtensionPlacing(bool IsModifier, ExtensionContext[] Contexts, (string Text, CompiledExpression Path)[] Invariants)
{
    /// <summary>Reads a definition; one that is no extension has neither.</summary>
    /// <exception cref="BrokenDefinitionException">One of its expressions is no FHIRPath.</exception>
    public static ExtensionPlacing Of(Definition definition, bool modifier, FhirPaths paths)
    {
        var structure = definition.Read<StructureDefinition>();
        return new ExtensionPlacing(
            modifier,
            [.. structure.Context.Select((context, i) => Context(context, i))],
            [.. structure.ContextInvariant.OfType<string>().Select((text, i) => (text, Path(text, $"StructureDefinition.contextInvariant[{i}]")))]);

        ExtensionContext Context(StructureDefinition.ContextComponent context, int index)
        {
            var expression = context.Expression ?? string.Empty;
            var queried = context.Type == StructureDefinition.ExtensionContextType.Fhirpath;
            return new ExtensionContext(context.Type, expression, queried ? Path(expression, $"StructureDefinition.context[{index}]") : null);
        }

        CompiledExpression Path(string expression, string place)
        {
            try
            {
                return paths.Compile(expression);
            }
            catch (FormatException bad)
            {
                throw new BrokenDefinitionException(definition, $"it is no FHIRPath that can be compiled ({bad.Message.TrimEnd('.')})", place);
            }
        }
    }
}

/// <summary>One place where an extension may stand.</summary>
/// <param name="Type">How the expression is read.</param>
/// <param name="Expression">An element's path, an extension's URL, or FHIRPath.</param>
/// <param name="Query">For FHIRPath, the query that must find the element among the resource's.</param>
internal sealed record ExtensionContext(StructureDefinition.ExtensionContextType? Type, string Expression, CompiledExpression? Query);
