using System.Text;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;
using HuskyFhir.Validation.Narratives;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Constraints;

/// <summary>
/// FHIR's own functions (R4 section 2.9.1.5.1), the bounded forms of a few of FHIRPath's, and those of the meter.
/// </summary>
internal static class PathFunctions
{
    public const string Spend = "husky.spend";
    public const string Weigh = "husky.weigh";
    public const string Repeat = "husky.repeat";
    public const string Matches = "husky.matches";
    public const string ReplaceMatches = "husky.replaceMatches";
    public const string Replace = "husky.replace";
    public const string Extension = "husky.extension";

    // Measured: the evaluator takes about as long for a node as ten looks at a value.
    private const int NodeCost = 10;

    public static SymbolTable Add(SymbolTable table, Func<int, CompiledExpression> bodies)
    {
        table.Add(
            "hasValue",
            (IEnumerable<PocoNode> focus) => focus.ToArray() is [{ Poco: PrimitiveType { JsonValue: not null } }],
            false
        );
        table.Add(
            "resolve",
            (IEnumerable<PocoNode> focus, EvaluationContext context) =>
                focus.SelectMany(node => Resolve(node, (PathContext)context)),
            false
        );
        table.Add(
            "memberOf",
            (PocoNode focus, string valueSet, EvaluationContext context) =>
                MemberOf(focus, valueSet, (PathContext)context),
            true
        );
        table.Add(
            "conformsTo",
            (PocoNode focus, string profile, EvaluationContext context) =>
                ConformsTo(focus, profile, (PathContext)context),
            true
        );
        foreach (var name in new[] { "htmlChecks", "htmlchecks" })
            table.Add(name, (string focus) => NarrativeCheck.Of(Encoding.UTF8.GetBytes(focus)) is null, true);
        // The SDK's own sees no extension on a primitive that has no value.
        table.Add(
            Extension,
            (IEnumerable<PocoNode> focus, string url) =>
                focus
                    .SelectMany(static node => (IEnumerable<PocoNode>?)node.Child("extension") ?? [])
                    .Where(node => node.Poco is Extension extension && extension.Url == url),
            false
        );
        Absent(table);
        PathQuantities.Add(table);

        var texts = new PathTexts();
        table.Add(
            Matches,
            (string text, string pattern, EvaluationContext context) =>
                texts.Matches(text, pattern, (PathContext)context),
            true
        );
        table.Add(
            ReplaceMatches,
            (string text, string pattern, string by, EvaluationContext context) =>
                texts.ReplaceMatches(text, pattern, by, (PathContext)context),
            true
        );
        table.Add(
            Replace,
            (string text, string part, string by, EvaluationContext context) =>
                PathTexts.Replace(text, part, by, (PathContext)context),
            true
        );

        table.Add(
            Spend,
            (IEnumerable<PocoNode> focus, EvaluationContext context) => Spent(focus, (PathContext)context),
            false
        );
        table.Add(
            Weigh,
            (IEnumerable<PocoNode> focus, EvaluationContext context) => Weighed(focus, (PathContext)context),
            false
        );
        table.Add(
            Repeat,
            (IEnumerable<PocoNode> focus, int body, EvaluationContext context) =>
                PathRepeat.Run(focus, bodies(body), (PathContext)context),
            false
        );
        return table;
    }

    // R4 names these as well; a constraint that uses one is told as not checked instead of putting its profile out of
    // use.
    private static void Absent(SymbolTable table)
    {
        table.Add(
            "elementDefinition",
            (IEnumerable<PocoNode> _, EvaluationContext context) => Missing("elementDefinition", context),
            false
        );
        table.Add(
            "slice",
            (IEnumerable<PocoNode> _, string _, string _, EvaluationContext context) => Missing("slice", context),
            false
        );
        table.Add(
            "checkModifiers",
            (IEnumerable<PocoNode> _, string _, EvaluationContext context) => Missing("checkModifiers", context),
            false
        );
        table.Add(
            "subsumes",
            (IEnumerable<PocoNode> _, IEnumerable<PocoNode> _, EvaluationContext context) =>
                Missing("subsumes", context),
            false
        );
        table.Add(
            "subsumedBy",
            (IEnumerable<PocoNode> _, IEnumerable<PocoNode> _, EvaluationContext context) =>
                Missing("subsumedBy", context),
            false
        );
    }

    private static IEnumerable<PocoNode> Missing(string function, EvaluationContext context)
    {
        ((PathContext)context).Doubt($"the function {function}() is not supported");
        return [];
    }

    private static IEnumerable<PocoNode> Resolve(PocoNode node, PathContext context)
    {
        var reference = node.Poco switch
        {
            ResourceReference pointer => pointer.Reference,
            FhirUri or FhirUrl or Canonical or FhirString => ((PrimitiveType)node.Poco).ToString(),
            _ => null,
        };
        if (reference is null)
            return [];
        if (context.Target(reference) is { } target)
            return [new PocoNode(target, null, null, target.TypeName)];

        // A local reference that points to nothing is an answer, and told by ref-1; any other target is simply
        // elsewhere.
        if (reference[0] != '#')
            context.Doubt("it resolves a reference whose target is not at hand");
        return [];
    }

    private static bool? MemberOf(PocoNode node, string valueSet, PathContext context)
    {
        context.Charge(NodeCost);
        var found = context.MemberOf(valueSet, node.Poco);
        if (found is { Membership: Membership.Unknown } unknown)
            context.Doubt($"a code could not be looked up in {valueSet}: {unknown.Why}");
        return found?.Membership switch
        {
            Membership.In => true,
            Membership.Out => false,
            _ => null,
        };
    }

    private static bool? ConformsTo(PocoNode node, string profile, PathContext context)
    {
        var answer = context.Conforms(node, profile);
        if (answer is null)
            context.Doubt($"the profile {profile} is not loaded");
        return answer;
    }

    private static IEnumerable<PocoNode> Spent(IEnumerable<PocoNode> focus, PathContext context)
    {
        context.Charge(NodeCost);
        foreach (var node in focus)
        {
            context.Charge(NodeCost);
            yield return node;
        }
    }

    private static IEnumerable<PocoNode> Weighed(IEnumerable<PocoNode> focus, PathContext context)
    {
        var before = 0L;
        foreach (var node in focus)
        {
            // Held against each one before it, in all its depth.
            context.Charge(++before * PathTexts.Weight(node.Poco, context));
            yield return node;
        }
    }
}
