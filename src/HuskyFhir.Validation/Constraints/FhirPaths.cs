using System.Collections.Concurrent;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;

namespace HuskyFhir.Validation.Constraints;

/// <summary>Compiles FHIRPath with our functions and our meter in it, each text once. Thread-safe.</summary>
internal sealed class FhirPaths
{
    // Parser and evaluator recurse: what is longer or deeper than any rule of a published guide must not reach them.
    private const int MaxLength = 10_000;
    private const int MaxBrackets = 50;

    private readonly ConcurrentDictionary<string, CompiledExpression> compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, CompiledExpression> bodies = new();
    private readonly FhirPathCompiler compiler;
    private int kept;

    public FhirPaths() => compiler = new(PathFunctions.Add(new SymbolTable().AddStandardFP(), body => bodies[body]));

    /// <summary>The compiled expression.</summary>
    /// <exception cref="FormatException">It is not FHIRPath, or uses a function that does not exist.</exception>
    public CompiledExpression Compile(string expression)
    {
        if (compiled.TryGetValue(expression, out var known))
            return known;
        if (expression.Length > MaxLength || Brackets(expression) > MaxBrackets)
            throw new FormatException(
                $"it is longer than {MaxLength} characters or nests deeper than {MaxBrackets} brackets"
            );

        try
        {
            return compiled[expression] = compiler.Compile(compiler.Parse(expression).Accept(new PathMeter(Keep)));
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            throw new FormatException(bad.Message, bad);
        }
    }

    private int Keep(Expression body)
    {
        var number = Interlocked.Increment(ref kept);
        bodies[number] = compiler.Compile(body);
        return number;
    }

    private static int Brackets(string expression)
    {
        var (depth, most) = (0, 0);
        foreach (var letter in expression)
        {
            depth += letter switch
            {
                '(' or '[' or '{' => 1,
                ')' or ']' or '}' => -1,
                _ => 0,
            };
            most = Math.Max(most, depth);
        }

        return most;
    }
}
