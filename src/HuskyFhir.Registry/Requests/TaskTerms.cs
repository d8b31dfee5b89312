using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Registry.Requests;

/// <summary>What the parts of a request mean, read from a Task.</summary>
internal static class TaskTerms
{
    /// <summary>The member is to have another primary care provider.</summary>
    public const string PcpChange = "pcp-change";

    /// <summary>The code system of kinds of requests.</summary>
    public const string Types = Systems.Base + "/CodeSystem/husky-request-type";

    /// <summary>The code system of inputs and outputs.</summary>
    public const string Parameters = Systems.Base + "/CodeSystem/husky-task-parameter";

    /// <summary>The code system of the plan's own states.</summary>
    public const string Statuses = Systems.Base + "/CodeSystem/husky-request-status";

    /// <summary>Of an amendment, whose profile allows no restriction.</summary>
    public const string DueDate = Systems.Base + "/StructureDefinition/husky-due-date";

    /// <summary>As the SearchParameter says it.</summary>
    public const string DueExpression = "Task.restriction.period | Task.extension.where(url = '" + DueDate + "').value";

    /// <summary>Whether a request is of this kind.</summary>
    public static bool Is(Task task, string kind) => task.Code?.Coding.Any(coding => coding.System == Types && coding.Code == kind) == true;

    /// <summary>By when it must be done.</summary>
    public static Interval? Due(Task task) => Interval.Of(task.Restriction?.Period) ?? Interval.Of(task.GetExtensionValue<Date>(DueDate)?.Value) ?? Interval.Of(task.GetExtensionValue<FhirDateTime>(DueDate)?.Value);

    /// <summary>The value of an input; null where there is none.</summary>
    public static T? Input<T>(Task task, string name)
        where T : DataType => task.Input.Find(input => IsCalled(input.Type, name))?.Value as T;

    /// <summary>Sets an output.</summary>
    public static void Output(Task task, string name, DataType value)
    {
        task.Output.RemoveAll(output => IsCalled(output.Type, name));
        task.Output.Add(new() { Type = new(Parameters, name), Value = value });
    }

    /// <summary>The value of an output; null where there is none.</summary>
    public static T? OutputOf<T>(Task task, string name)
        where T : DataType => task.Output.Find(output => IsCalled(output.Type, name))?.Value as T;

    /// <summary>Where it stands in the plan's process.</summary>
    public static void Stand(Task task, Task.TaskStatus status, string business)
    {
        task.Status = status;
        task.BusinessStatus = new(Statuses, business);
    }

    private static bool IsCalled(CodeableConcept? type, string name) => type?.Coding.Any(coding => coding.System == Parameters && coding.Code == name) == true;
}
