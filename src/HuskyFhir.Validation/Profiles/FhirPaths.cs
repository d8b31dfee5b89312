using System.Collections.Concurrent;
using Hl7.Fhir.FhirPath;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Compiles FHIRPath, each text once. Thread-safe.</summary>
internal sealed class FhirPaths
{
    private readonly ConcurrentDictionary<string, CompiledExpression> compiled = new(StringComparer.Ordinal);
    private readonly FhirPathCompiler compiler = new(new SymbolTable().AddStandardFP().AddFhirExtensions());

    /// <summary>The compiled expression.</summary>
    /// <exception cref="FormatException">It is not FHIRPath, or uses a function that does not exist.</exception>
    public CompiledExpression Compile(string expression)
    {
        if (compiled.TryGetValue(expression, out var known))
            return known;

        try
        {
            return compiled[expression] = compiler.Compile(expression);
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            throw new FormatException(bad.Message, bad);
        }
    }
}
