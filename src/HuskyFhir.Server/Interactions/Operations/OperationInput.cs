using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Reports;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// The parameters of an operation (R4 section 3.2.0.3): those of the URL, and under POST those of a Parameters body. A
/// resource sent by itself is the parameter <c>resource</c>. Faults: 400, 413, 415.
/// </summary>
internal sealed class OperationInput
{
    private static readonly string[] HandledElsewhere = ["_format", "_pretty"];
    private readonly List<(string Name, string Text)> texts = [];
    private readonly Parameters parameters = new();

    /// <summary>Simple parameters, as they would stand in a URL.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Simple =>
        [.. texts.Select(static one => KeyValuePair.Create(one.Name, one.Text))];

    public static async Task<Result<OperationInput>> ReadAsync(HttpContext context, RequestBody bodies, Intake intake)
    {
        var input = new OperationInput();
        input.texts.AddRange(
            Searching
                .SearchGiven.Pairs(context.Request.Query)
                .Where(static pair => !HandledElsewhere.Contains(pair.Key))
                .Select(static pair => (pair.Key, pair.Value))
        );
        if (
            !HttpMethods.IsPost(context.Request.Method)
            || (context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
        )
            return input;
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var fault))
            return fault;
        var (resource, report) = intake.Parse(body, context.RequestAborted);
        if (report.ToFault() is { } unread)
            return unread;
        input.Take(resource!);
        return input;
    }

    /// <summary>A simple parameter; null when it was not given.</summary>
    public string? Text(string name) => texts.Find(one => one.Name == name).Text;

    /// <summary>A parameter of a datatype, such as a Coding; null when it was not given.</summary>
    public T? Value<T>(string name)
        where T : DataType => parameters.Parameter.Find(one => one.Name == name)?.Value as T;

    /// <summary>A parameter that is a resource; null when it was not given.</summary>
    public T? Resource<T>(string name)
        where T : Resource => parameters.Parameter.Find(one => one.Name == name)?.Resource as T;

    /// <summary>A whole number from 1; the default when it was not given. Fault: 400.</summary>
    public Result<int> Number(string name, int otherwise, int most) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number > 0
            ? Math.Min(number, most)
        : Bad(name, "a whole number from 1");

    /// <summary>true or false; the default when it was not given. Fault: 400.</summary>
    public Result<bool> Flag(string name) =>
        Text(name) switch
        {
            null or "false" => false,
            "true" => true,
            _ => Bad(name, "true or false"),
        };

    /// <summary>The fault of an operation over all rows, asked under scopes with parameters: 403.</summary>
    public static Fault BeyondScope { get; } =
        new(
            FaultKind.Forbidden,
            IssueType.Forbidden,
            "This is about all rows, or about some that nobody knows beforehand; a scope with parameters does not "
                + "cover it.",
            null,
            "scope"
        );

    /// <summary>The fault of a parameter that cannot be read.</summary>
    public static Fault Bad(string name, string takes) =>
        new(FaultKind.Malformed, IssueType.Value, $"{name} takes {takes}.", name, "operation-parameter");

    /// <summary>The fault of a parameter that is missing.</summary>
    public static Fault Missing(string name, string what) =>
        new(FaultKind.Malformed, IssueType.Required, $"Give {name}: {what}.", name, "operation-parameter");

    private void Take(Resource resource)
    {
        if (resource is not Parameters given)
        {
            parameters.Add("resource", resource);
            return;
        }

        foreach (var one in given.Parameter)
        {
            parameters.Parameter.Add(one);
            if (one is { Name: { } name, Value: PrimitiveType value } && value.ToString() is { Length: > 0 } text)
                texts.Add((name, text));
        }
    }
}
