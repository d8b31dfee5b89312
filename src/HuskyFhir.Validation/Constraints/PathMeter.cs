using System.Collections.Frozen;
using Hl7.FhirPath.Expressions;
using Path = Hl7.FhirPath.Expressions.Expression;

namespace HuskyFhir.Validation.Constraints;

/// <summary>
/// Rewrites an expression so that it pays for what it does: each node that a function hands out is counted, sets and
/// comparisons pay for their size, and functions that must reach the engine, or must be bounded, become ours. The SDK's
/// evaluator itself knows no budget and cannot be stopped from outside.
/// </summary>
/// <param name="keep">Takes the body of a <c>repeat()</c>, rewritten, and gives the number under which it can be
/// run.</param>
internal sealed class PathMeter(Func<Path, int> keep) : ExpressionVisitor<Path>
{
    // The evaluator recurses once for each step of an expression.
    private const int MaxDepth = 300;

    private static readonly FrozenDictionary<string, string> Ours = FrozenDictionary.Create<string, string>(
        StringComparer.Ordinal,
        new("matches", PathFunctions.Matches),
        new("replaceMatches", PathFunctions.ReplaceMatches),
        new("replace", PathFunctions.Replace),
        new("extension", PathFunctions.Extension)
    );

    private static readonly FrozenSet<string> Yielding = FrozenSet.Create(
        StringComparer.Ordinal,
        "builtin.children",
        "children",
        "descendants",
        "select",
        "repeat",
        "extension",
        "resolve",
        "union",
        "combine",
        "binary.|",
        "split",
        "toChars"
    );

    // What these take in is held against all the rest that they take in.
    private static readonly FrozenSet<string> Comparing = FrozenSet.Create(
        StringComparer.Ordinal,
        "binary.=",
        "binary.!=",
        "binary.~",
        "binary.!~",
        "binary.|",
        "binary.in",
        "binary.contains",
        "binary.&",
        "binary.+",
        "union",
        "distinct",
        "isDistinct",
        "intersect",
        "exclude",
        "subsetOf",
        "supersetOf"
    );

    private static readonly FrozenSet<string> Ordering = FrozenSet.Create(
        StringComparer.Ordinal,
        "binary.<",
        "binary.<=",
        "binary.>",
        "binary.>=",
        "binary.=",
        "binary.!="
    );

    // The right operand is worked out twice, for its unit and for its value; a large one, once.
    private const int MaxRepeated = 8;

    private int depth;

    public override Path VisitConstant(ConstantExpression expression) => expression;

    public override Path VisitNewNodeListInit(NewNodeListInitExpression expression) => expression;

    public override Path VisitVariableRef(VariableRefExpression expression) => expression;

    public override Path VisitCustomExpression(CustomExpression expression) => expression.Reduce().Accept(this);

    public override Path VisitFunctionCall(FunctionCallExpression expression)
    {
        if (++depth > MaxDepth)
            throw new FormatException($"it has more than {MaxDepth} steps inside of each other");

        var (name, type) = (expression.FunctionName, expression.ExpressionType);
        var focus = Operand(name, expression.Focus.Accept(this));
        var arguments = expression.Arguments.Select(argument => Operand(name, argument.Accept(this))).ToArray();
        depth--;

        if (Ordering.Contains(name) && arguments is [var left, var right] && Size(right) <= MaxRepeated)
            arguments =
            [
                new FunctionCallExpression(AxisExpression.That, PathQuantities.Alike, null!, [left, right]),
                right,
            ];

        // The SDK's own repeat() holds each new node against all others, over and over.
        var call =
            name == "repeat" && arguments is [var body]
                ? Call(PathFunctions.Repeat, focus, new ConstantExpression(keep(body), null))
                : new FunctionCallExpression(focus, Ours.GetValueOrDefault(name, name), type, arguments);
        return Yielding.Contains(name) ? Call(PathFunctions.Spend, call) : call;
    }

    // A constant is one value, and some functions read its text as it stands.
    private static Path Operand(string function, Path operand) =>
        Comparing.Contains(function) && operand is not ConstantExpression
            ? Call(PathFunctions.Weigh, operand)
            : operand;

    private static int Size(Path expression) =>
        expression is FunctionCallExpression call ? 1 + Size(call.Focus) + call.Arguments.Sum(Size) : 1;

    private static FunctionCallExpression Call(string function, Path focus, params Path[] arguments) =>
        new(focus, function, null!, arguments);
}
