using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>
/// Reads a FHIRPath Patch (http://hl7.org/fhir/R4/fhirpatch.html): Parameters whose every parameter is an operation.
/// Faults: 400 with the operation and the part that is missing or cannot be read, 413 for too many.
/// </summary>
internal sealed class FhirPathPatchReader(Intake intake)
{
    private static readonly Dictionary<string, string[]> Needs = new(StringComparer.Ordinal)
    {
        ["add"] = ["name", "value"],
        ["insert"] = ["index", "value"],
        ["delete"] = [],
        ["replace"] = ["value"],
        ["move"] = ["source", "destination"],
    };

    private static readonly string[] Numbers = ["index", "source", "destination"];

    private readonly FhirPathCompiler compiler = new(new SymbolTable().AddStandardFP().AddFhirExtensions());

    public Result<FhirPathPatch> Read(Parameters parameters, int mostOperations)
    {
        if (parameters.Parameter.Count > mostOperations)
            return new Fault(
                FaultKind.TooLarge,
                OperationOutcome.IssueType.TooCostly,
                $"A patch may have {mostOperations} operations; send it in parts.",
                "Parameters.parameter",
                "patch-too-large"
            );
        var operations = new List<PatchOperation>(parameters.Parameter.Count);
        for (var at = 0; at < parameters.Parameter.Count; at++)
        {
            if (!Read(parameters.Parameter[at], $"Parameters.parameter[{at}]").Try(out var operation, out var fault))
                return fault;
            operations.Add(operation);
        }

        return new FhirPathPatch(intake, parameters, operations);
    }

    private Result<PatchOperation> Read(Parameters.ParameterComponent given, string place)
    {
        if (given.Name != "operation")
            return Unreadable("Every parameter of a FHIRPath Patch is named 'operation'.", place + ".name");
        var parts = given.Part.ToLookup(static part => part.Name ?? string.Empty, StringComparer.Ordinal);
        if (parts.FirstOrDefault(static same => same.Count() > 1)?.Key is { } twice)
            return Unreadable($"The part '{twice}' is there twice.", place);
        if (Text(parts, "type") is not { } type || !Needs.TryGetValue(type, out var needs))
            return Unreadable($"The part 'type' takes {string.Join(", ", Needs.Keys)}.", place);
        if (needs.FirstOrDefault(need => !parts.Contains(need)) is { } missing)
            return Unreadable($"{type} needs the part '{missing}'.", place);
        if (!Compile(Text(parts, "path"), place).Try(out var path, out var fault))
            return fault;
        var numbers = Numbers
            .Select(name => parts[name].Any() ? (parts[name].First().Value as Integer)?.Value ?? -1 : 0)
            .ToArray();
        if (numbers.Any(static number => number < 0))
            return Unreadable("index, source and destination take whole numbers from 0, as valueInteger.", place);
        return new PatchOperation(
            type,
            path,
            Text(parts, "path")!,
            Text(parts, "name"),
            numbers[0],
            numbers[1],
            numbers[2],
            given.Part.FindIndex(static part => part.Name == "value")
        );
    }

    private Result<CompiledExpression> Compile(string? path, string place)
    {
        if (path is null || !PathBudget.Parses(path))
            return Unreadable(
                $"The part 'path' takes a FHIRPath of {PathBudget.MostCharacters} characters at most, as valueString.",
                place
            );
        try
        {
            var expression = compiler.Parse(path);
            return PathBudget.Refused(expression) is { } refused
                ? Unreadable(
                    $"A patch's path names elements, with indexes and simple filters; {refused} is not taken.",
                    place
                )
                : compiler.Compile(expression);
        }
#pragma warning disable CA1031 // The compiler has a dozen ways to say that a text is no FHIRPath.
        catch (Exception bad) when (bad is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return Unreadable("The part 'path' is not FHIRPath.", place);
        }
    }

    private static string? Text(ILookup<string, Parameters.ParameterComponent> parts, string name) =>
        parts[name].FirstOrDefault()?.Value is PrimitiveType value ? value.ToString() : null;

    private static Fault Unreadable(string text, string place) =>
        new(FaultKind.Malformed, OperationOutcome.IssueType.Structure, text, place, "patch-unreadable");
}
