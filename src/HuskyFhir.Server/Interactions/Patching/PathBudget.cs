using Hl7.FhirPath.Expressions;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>
/// Which FHIRPath a patch may use: names, indexes and filters whose cost grows with the resource and no faster. A path
/// is evaluated for whoever sends it, and cannot be stopped; <c>%resource</c> in a filter, <c>descendants()</c>, or a
/// regular expression could keep a processor for hours.
/// </summary>
internal static class PathBudget
{
    public const int MostCharacters = 500;
    private const int MostBrackets = 20;

    /// <summary>
    /// A filter within a filter looks at what is below each item, so that together they look at the resource once for
    /// each level.
    /// </summary>
    private const int MostFilters = 3;

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "where",
        "first",
        "last",
        "single",
        "tail",
        "ofType",
        "as",
        "is",
        "exists",
        "empty",
        "not",
        "extension",
        "hasValue",
        "count",
        "startsWith",
        "endsWith",
        "contains",
        "lower",
        "upper",
        "toString",
    };

    private static readonly string[] Filters = ["where", "exists"];

    /// <summary>Whether the text is short and flat enough to be parsed at all.</summary>
    public static bool Parses(string path)
    {
        var (open, most) = (0, 0);
        foreach (var letter in path)
        {
            open +=
                letter is '(' or '[' or '{' ? 1
                : letter is ')' or ']' or '}' ? -1
                : 0;
            most = Math.Max(most, open);
        }

        return path.Length is > 0 and <= MostCharacters && most <= MostBrackets;
    }

    /// <summary>What of the path is not taken; null when all is.</summary>
    public static string? Refused(Expression expression, int filters = 0) =>
        expression switch
        {
            AxisExpression axis => axis.AxisName == "total" ? "$total" : null,
            VariableRefExpression variable => variable.Name == "builtin.that" || variable.Name == "builtin.this"
                ? null
                : "%" + variable.Name,
            FunctionCallExpression call => Refused(call, filters),
            BracketExpression bracket => Refused(bracket.Operand, filters),
            NewNodeListInitExpression list => list
                .Contents.Select(each => Refused(each, filters))
                .FirstOrDefault(static found => found is not null),
            ConstantExpression => null,
            _ => "this kind of expression",
        };

    private static string? Refused(FunctionCallExpression call, int filters)
    {
        var builtin = call is ChildExpression or IndexerExpression or BinaryExpression or UnaryExpression;
        if (!builtin && !Functions.Contains(call.FunctionName))
            return call.FunctionName + "()";
        if (call.Focus is { } focus && Refused(focus, filters) is { } within)
            return within;
        if (!builtin && Filters.Contains(call.FunctionName) && call.Arguments.Any() && ++filters > MostFilters)
            return $"{call.FunctionName}() inside {MostFilters} filters";
        return call.Arguments.Select(each => Refused(each, filters)).FirstOrDefault(static found => found is not null);
    }
}
