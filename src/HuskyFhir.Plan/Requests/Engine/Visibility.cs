using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Who may see a request. It is between the member and the plan; providers of the member see one for another PCP, and
/// what a provider filed of a kind that providers file. A grievance or complaint is never among them, whoever filed it,
/// so that it does not reach whom it is about. What the Department hears is the Department's to see, too.
/// </summary>
internal static class Visibility
{
    public static Restriction Of(FhirTask task)
    {
        var heard = TaskTerms.IsHeard(task);
        return (heard ? Restriction.Heard : Restriction.None)
            | TaskTerms.Kind(task) switch
            {
                { Kind: RequestKind.PcpChange } => Restriction.None,
                { } rules
                    when (rules.Filers & Actors.Provider) != 0
                        && References.Read(task.Requester)
                            is { Type: "Organization" or "Practitioner" or "PractitionerRole" } => Restriction.None,
                _ => heard ? Restriction.Hearing : Restriction.Plan,
            };
    }
}
