using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// The answer of <c>$provider-member-match</c>: three Groups of the people as they were described (PDex,
/// provider-member-match-out).
/// </summary>
/// <param name="organization">Whose attestation it is.</param>
internal sealed class MatchGroups(Guid organization)
{
    private const string Results = "http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PdexMultiMemberMatchResultCS";

    private readonly Group matched = Start("match"),
        notMatched = Start("nomatch"),
        constrained = Start("consentconstraint");
    private int described;

    public void Matched(Patient asked, StoredResource member) => Add(matched, asked, new($"Patient/{member.Id:D}"));

    public void NotMatched(Patient? asked) => Add(notMatched, asked, null);

    public void Constrained(Patient asked) => Add(constrained, asked, null);

    /// <summary>As the Bundle that an asynchronous request is answered with.</summary>
    public byte[] Answer(DateTimeOffset now)
    {
        var answer = new Parameters();
        foreach (
            var (name, group) in new[]
            {
                ("MatchedMembers", matched),
                ("NonMatchedMembers", notMatched),
                ("ConsentConstrainedMembers", constrained),
            }
        )
        {
            if (group.Member.Count == 0)
                continue;
            group.Quantity = group.Member.Count;
            group.ManagingEntity = new($"Organization/{organization:D}");
            answer.Parameter.Add(new() { Name = name, Resource = group });
        }

        return FhirJson.Write(
            new Bundle
            {
                Type = Bundle.BundleType.BatchResponse,
                Timestamp = now,
                Entry =
                [
                    new()
                    {
                        Resource = answer,
                        Response = new() { Status = "200 OK" },
                    },
                ],
            }
        );
    }

    private static Group Start(string code) =>
        new()
        {
            Active = true,
            Type = Group.GroupType.Person,
            Actual = true,
            Code = new(Results, code),
        };

    /// <summary>
    /// The description goes with the answer, so that the provider knows which of its patients is meant.
    /// </summary>
    private void Add(Group group, Patient? asked, ResourceReference? member)
    {
        if (asked is null)
            return;
        var local = $"described-{++described}";
        asked.Id = local;
        group.Contained.Add(asked);
        var entity = member ?? new ResourceReference("#" + local);
        entity.Extension.Add(
            new(
                "http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/base-ext-match-parameters",
                new ResourceReference("#" + local)
            )
        );
        group.Member.Add(new() { Entity = entity });
    }
}
