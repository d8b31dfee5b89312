using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// The other address or number becomes part of the member's record, labelled so that the plan alone sees it
/// (<see cref="ConfidentialElements"/>; 45 CFR 164.522(b)). One that was asked for before gives way to it.
/// </summary>
internal sealed class StartConfidentialCommunication : IEffect
{
    public RequestEffect Effect => RequestEffect.StartConfidentialCommunication;

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        var latest = await scope.Following.LatestAsync([scope.Member], cancellation);
        if (!latest.TryGetValue(scope.Member, out var stored) || stored.Body is null)
            return Done.Now;
        var member = (Patient)FhirJson.Read(stored.Body);
        var (addresses, contacts) = (
            TaskTerms.InputsOf<Address>(scope.Task, "alternate-address").ToList(),
            TaskTerms.InputsOf<ContactPoint>(scope.Task, "alternate-contact").ToList()
        );
        if (addresses.Count > 0)
            member.Address.RemoveAll(IsLabelled);
        member.Telecom.RemoveAll(each => IsLabelled(each) && contacts.Exists(contact => contact.System == each.System));
        member.Address.AddRange(addresses.Select(Labelled));
        member.Telecom.AddRange(contacts.Select(Labelled));
        scope.Following.Bring(
            scope.Step,
            new UpdateCommand(scope.Following.Type("Patient"), WriteContext.Grant(scope.Step), scope.Member, member)
        );
        return Done.Now;
    }

    private static bool IsLabelled(DataType part) =>
        part.Extension.Exists(static each => each.Url == ConfidentialElements.Label);

    private static T Labelled<T>(T part)
        where T : DataType
    {
        var copy = (T)part.DeepCopy();
        if (!IsLabelled(copy))
            copy.Extension.Add(
                new(
                    ConfidentialElements.Label,
                    new Coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R")
                )
            );
        return copy;
    }
}
