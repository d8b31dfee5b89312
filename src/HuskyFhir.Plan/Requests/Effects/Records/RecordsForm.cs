using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Effects.Records;

/// <summary>
/// In which form records are handed over, by CodeSystem husky-records-form: the form that was asked for, where it is
/// readily producible (45 CFR 164.524(c)(2)).
/// </summary>
internal static class RecordsForm
{
    /// <summary>The code system.</summary>
    public const string System = Systems.Base + "/CodeSystem/husky-records-form";

    /// <summary>FHIR resources, as they are; where no form is asked for.</summary>
    public const string Data = "ndjson";

    /// <summary>A FHIR document: a composition in sections, with the resources.</summary>
    public const string Document = "document";

    /// <summary>Plain text.</summary>
    public const string Text = "text";

    /// <summary>A summary in place of the records, where the member agreed to it (164.524(c)(2)(iii)).</summary>
    public const string Summary = "summary";

    /// <summary>Printed and mailed, by staff.</summary>
    public const string Paper = "paper";

    /// <summary>The form that a request asks for.</summary>
    public static string Of(Task task) =>
        TaskTerms.Input<CodeableConcept>(task, "form")?.Coding.Find(static coding => coding.System == System)?.Code
        ?? Data;
}
