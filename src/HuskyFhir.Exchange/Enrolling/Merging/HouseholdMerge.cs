using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Writing;
using HuskyFhir.X12.Enrolment.Model;
using Demographics = HuskyFhir.X12.Enrolment.Model.Demographics;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// Persons of a household: a dependent and the subscriber of each other, and custodial parents and responsible persons
/// of a member. One whom the member named already, by name and birth date, stays the one. Nobody is taken out of a
/// household because a file does not name him.
/// </summary>
internal sealed class HouseholdMerge(EnrolledMember member)
{
    /// <summary>Persons whom the plan or the member took out of a household, and whom the file still names.</summary>
    public List<Disagreement> Disagreements { get; } = [];

    /// <summary>What was not taken over.</summary>
    public List<string> Notes { get; } = [];

    private const string Profile = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-relatedperson";

    /// <summary>What a member is to another, as a person of the other's household.</summary>
    /// <param name="of">Whose household: id, Medicaid number and what is stored.</param>
    /// <param name="person">The other, as the file names him.</param>
    /// <param name="key">By which he is known there.</param>
    /// <param name="role">Code of v3-RoleCode.</param>
    public Merged? Person(
        (Guid Id, string ClientId, StoredMember? Image) of,
        MemberRecord person,
        string key,
        string role
    ) => Merge(of, person.Party.Name, person.Demographics, null, key, role);

    /// <summary>Custodial parent (2100F) and responsible persons (2100G).</summary>
    public IEnumerable<Merged> Responsible((Guid Id, string ClientId, StoredMember? Image) of, MemberRecord told) =>
        (told.CustodialParent is { } parent ? new[] { (Party: parent, Key: "F1") } : [])
            .Concat(told.ResponsiblePersons.Select(static (party, at) => (Party: party, Key: $"G{at + 1}")))
            .Select(each =>
                each.Party.Name.IsPerson
                    ? Merge(
                        of,
                        each.Party.Name,
                        null,
                        each.Party,
                        each.Key,
                        X12Codes.Responsible(each.Party.Name.Entity)
                    )
                    : null
            )
            .OfType<Merged>();

    private Merged? Merge(
        (Guid Id, string ClientId, StoredMember? Image) of,
        PartyName name,
        Demographics? demographics,
        Party? party,
        string key,
        string role
    )
    {
        if (
            of.Image?.News.Contains("household-member") == true
            || (string.IsNullOrWhiteSpace(name.Last) && string.IsNullOrWhiteSpace(name.First))
        )
            return null;
        var value = $"{of.ClientId}-{key}";
        var born = demographics?.BirthDate is { } day ? X12Mapping.Day(day) : null;
        var known = (of.Image?.Of("RelatedPerson") ?? [])
            .Select(static row => (Row: row, Person: (RelatedPerson)FhirJson.Read(row.Body!)))
            .ToList();
        var found = known.Find(each =>
            each.Person.Identifier.Exists(identifier =>
                identifier.System == Systems.RelatedPersonKey && identifier.Value == value
            )
        );
        if (found.Row is null)
            found = known.Find(each =>
                each.Person.Name.Exists(stored => X12Mapping.Same(stored, name))
                && (born is null || each.Person.BirthDate is null || each.Person.BirthDate == born)
            );
        if (
            found.Row is null
            && of.Image?.Removed.FirstOrDefault(row =>
                IsSame((RelatedPerson)FhirJson.Read(row.Body!), value, name, born)
            )
                is { } removed
        )
            return Stands(of, removed, "removed", JsonNode.Parse(removed.Body!)!.AsObject());
        if (found is { Row: { } row, Person.Active: false } && IsOurs(of, row))
            return Stands(of, row, "active", new() { ["active"] = true });
        var person =
            found.Person
            ?? new RelatedPerson
            {
                Meta = new() { Profile = [Profile] },
                Identifier = [new(Systems.RelatedPersonKey, value) { Use = Identifier.IdentifierUse.Official }],
                Active = true,
                Patient = new($"Patient/{of.Id:D}"),
                Relationship = [new(CodeSystems.Role, role)],
            };
        if (!person.Name.Exists(stored => X12Mapping.Same(stored, name)))
            person.Name = [X12Mapping.Name(name)];
        if (born is not null)
            person.BirthDate = born;
        if (X12Mapping.Gender(demographics?.Gender) is { } gender)
            person.Gender = gender;
        foreach (var contact in X12Mapping.Contacts(party?.Contacts ?? [], null))
            if (!person.Telecom.Exists(stored => X12Mapping.Same(stored, contact)))
                person.Telecom.Add(contact);
        return new(person, found.Row);
    }

    private static bool IsSame(RelatedPerson person, string key, PartyName name, string? born) =>
        person.Identifier.Exists(identifier => identifier.System == Systems.RelatedPersonKey && identifier.Value == key)
        || (
            person.Name.Exists(stored => X12Mapping.Same(stored, name))
            && (born is null || person.BirthDate is null || person.BirthDate == born)
        );

    private static bool IsOurs((Guid Id, string ClientId, StoredMember? Image) of, StoredResource row) =>
        SourcePrecedence.Rule(FactKind.Household, FactSource.Dss, of.Image!.Sources.GetValueOrDefault(row.Id))
        == Ruling.Conflicts;

    /// <summary>Leaves a person out of the household; the plan is asked where the file was made after that.</summary>
    private Merged? Stands(
        (Guid Id, string ClientId, StoredMember? Image) of,
        StoredResource row,
        string fact,
        JsonObject offered
    )
    {
        if (!IsOurs(of, row))
            return null;
        Notes.Add("household-kept: a person who was taken out of the household is named by the file, and stays out");
        if (!member.IsOlder(row))
            Disagreements.Add(
                new(
                    of.Id,
                    "RelatedPerson",
                    row.Id,
                    fact,
                    FactSource.Dss,
                    of.Image!.Sources.GetValueOrDefault(row.Id),
                    offered
                )
            );
        return null;
    }
}
