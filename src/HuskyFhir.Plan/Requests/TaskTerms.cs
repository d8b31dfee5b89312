using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Kinds;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests;

/// <summary>What the parts of a request mean, read from a Task.</summary>
internal static class TaskTerms
{
    /// <summary>The code system of kinds of requests.</summary>
    public const string Types = CodeSystems.RequestType;

    /// <summary>The code system of inputs and outputs.</summary>
    public const string Parameters = Systems.Base + "/CodeSystem/husky-task-parameter";

    /// <summary>The code system of the plan's own states.</summary>
    public const string Statuses = Systems.Base + "/CodeSystem/husky-request-status";

    /// <summary>Of an amendment, whose profile allows no restriction.</summary>
    public const string DueDate = Systems.Base + "/StructureDefinition/husky-due-date";

    /// <summary>As the SearchParameter says it.</summary>
    public const string DueExpression =
        "Task.restriction.period.end | Task.extension.where(url = '" + DueDate + "').value";

    /// <summary>The rules of a request's kind; null for a code that is none of ours.</summary>
    public static KindRules? Kind(Task task) =>
        task
            .Code?.Coding.Select(static coding => KindTable.Find(coding.System, coding.Code))
            .FirstOrDefault(static rules => rules is not null);

    /// <summary>Whether a request is of this kind.</summary>
    public static bool Is(Task task, RequestKind kind) => Kind(task)?.Kind == kind;

    /// <summary>By when it must be done.</summary>
    public static Interval? Due(Task task) =>
        Interval.Of(task.Restriction?.Period?.End) ?? Interval.Of(task.GetExtensionValue<Date>(DueDate)?.Value);

    /// <summary>The same as it is written.</summary>
    public static string? DueDay(Task task) =>
        task.Restriction?.Period?.End ?? task.GetExtensionValue<Date>(DueDate)?.Value;

    /// <summary>Where it stands; without a word of ours, the first state of its kind that has its status.</summary>
    public static RequestState State(Task task, KindRules rules)
    {
        var status = task.Status ?? Task.TaskStatus.Requested;
        return Business(task, rules) is { } business
            ? new(status, business)
            : rules.AllStates.Where(state => state.Status == status).DefaultIfEmpty(new(status, string.Empty)).First();
    }

    /// <summary>The plan's own word for where it stands; null where it has none.</summary>
    public static string? Business(Task task, KindRules rules) =>
        task.BusinessStatus?.Coding.Find(coding => coding.System == rules.StatusSystem)?.Code;

    /// <summary>Says where it stands.</summary>
    public static void Stand(Task task, KindRules rules, RequestState state)
    {
        task.Status = state.Status;
        if (Business(task, rules) != state.Business)
            task.BusinessStatus = new(rules.StatusSystem, state.Business);
        task.BusinessStatus!.Text ??= Said(state);
    }

    /// <summary>Codes of its inputs.</summary>
    public static IEnumerable<string> Inputs(Task task) =>
        task
            .Input.SelectMany(static input => input.Type?.Coding ?? [])
            .Select(static coding => coding.Code)
            .OfType<string>();

    /// <summary>Codes of its inputs that are true.</summary>
    public static IEnumerable<string> Affirmed(Task task) =>
        task
            .Input.Where(static input => input.Value is FhirBoolean { Value: true })
            .SelectMany(static input => input.Type?.Coding ?? [])
            .Select(static coding => coding.Code)
            .OfType<string>();

    /// <summary>Codes of its outputs.</summary>
    public static IEnumerable<string> Outputs(Task task) =>
        task
            .Output.SelectMany(static output => output.Type?.Coding ?? [])
            .Select(static coding => coding.Code)
            .OfType<string>();

    /// <summary>The value of an input; null where there is none.</summary>
    public static T? Input<T>(Task task, string name)
        where T : DataType => InputsOf<T>(task, name).FirstOrDefault();

    /// <summary>The values of an input.</summary>
    public static IEnumerable<T> InputsOf<T>(Task task, string name)
        where T : DataType =>
        task.Input.Where(input => IsCalled(input.Type, name)).Select(static input => input.Value).OfType<T>();

    /// <summary>Sets an output, with what there is to say of it.</summary>
    public static void Output(Task task, string name, DataType value, string? said = null)
    {
        task.Output.RemoveAll(output => IsCalled(output.Type, name));
        task.Output.Add(
            new()
            {
                Type = new(Parameters, name) { Text = said },
                Value = value,
            }
        );
    }

    /// <summary>The value of an output; null where there is none.</summary>
    public static T? OutputOf<T>(Task task, string name)
        where T : DataType => task.Output.Find(output => IsCalled(output.Type, name))?.Value as T;

    /// <summary>The values of an output.</summary>
    public static IEnumerable<T> OutputsOf<T>(Task task, string name)
        where T : DataType =>
        task.Output.Where(output => IsCalled(output.Type, name)).Select(static output => output.Value).OfType<T>();

    /// <summary>Why it stands so: the code that we know, else the words.</summary>
    public static string? Reason(Task task) =>
        task.StatusReason is { } reason ? reason.Coding.FirstOrDefault()?.Code ?? reason.Text : null;

    /// <summary>
    /// What inputs and outputs lead to, and is part of the request: letters, notices, files, and of the documents that
    /// were given with it those that <see cref="Engine.GivenDocuments"/> finds to be written for it. Not a document that
    /// has a life of its own, nor the statement of a disagreement and the answer to it, which travel with the record (45
    /// CFR 164.526(d)(5)).
    /// </summary>
    public static IEnumerable<ResourceReference?> Letters(Task task)
    {
        if (Is(task, RequestKind.AmendmentDisagreement))
            return [];
        return
        [
            .. task
                .Input.Where(static input => !IsCalled(input.Type, "document"))
                .Select(static input => input.Value as ResourceReference),
            .. task.Output.Select(static output => output.Value as ResourceReference),
            .. Engine.CaseRecord.WrittenFor(task),
        ];
    }

    /// <summary>
    /// What a hearing lays before the Department: all that was given with it, and all that came of it. Nothing for what
    /// the Department does not hear.
    /// </summary>
    public static IEnumerable<ResourceReference?> Submitted(Task task) =>
        IsHeard(task)
            ?
            [
                .. task.Input.Select(static input => input.Value as ResourceReference),
                .. task.Output.Select(static output => output.Value as ResourceReference),
            ]
            : [];

    /// <summary>Whether the Department hears it.</summary>
    public static bool IsHeard(Task task) =>
        Kind(task) is { BeforeAgency: true } && task.Status != Task.TaskStatus.EnteredInError;

    private static bool IsCalled(CodeableConcept? type, string name) =>
        type?.Coding.Any(coding => coding.System == Parameters && coding.Code == name) == true;

    /// <summary>The guide of data requests wants words, too.</summary>
    private static string? Said(RequestState state) =>
        state.Business.Length == 0
            ? null
            : string.Concat(state.Business[..1].ToUpperInvariant(), state.Business.AsSpan(1)).Replace('-', ' ');
}
