using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Why a member is dissatisfied, by CodeSystem husky-grievance-reason in <c>Task.reasonCode</c>. Discrimination and
/// retaliation are for the coordinator of section 1557 and have a time of their own (45 CFR 92.7 and 92.8).
/// </summary>
public static class GrievanceReasons
{
    /// <summary>The code system.</summary>
    public const string System = Systems.Base + "/CodeSystem/husky-grievance-reason";

    /// <summary>The mark of more than one reason.</summary>
    public const string Several = "*";

    private const string Discrimination = "discrimination-";
    private const string Retaliation = "retaliation";

    /// <summary>The reason; <see cref="Several"/> for more than one, null for none or for another kind.</summary>
    public static string? Of(Task task) =>
        Codes(task) switch
        {
            [] => null,
            [var only] => only,
            _ => Several,
        };

    /// <summary>Whether it tells of discrimination, on any ground, or of retaliation.</summary>
    public static bool AreCivilRights(Task task) =>
        Codes(task)
            .Exists(static code => code == Retaliation || code.StartsWith(Discrimination, StringComparison.Ordinal));

    private static List<string> Codes(Task task) =>
        TaskTerms.Kind(task) is { HasReasons: true }
            ?
            [
                .. (task.ReasonCode?.Coding ?? [])
                    .Where(static coding => coding is { System: System, Code.Length: > 0 })
                    .Select(static coding => coding.Code)
                    .OfType<string>()
                    .Distinct(),
            ]
            : [];
}
