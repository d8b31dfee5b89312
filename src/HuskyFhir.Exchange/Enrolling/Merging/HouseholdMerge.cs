using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Population.Lines;
using HuskyFhir.Exchange.X12.Enrolment.Model;
using HuskyFhir.Registry.Enrolments;
using Demographics = HuskyFhir.Exchange.X12.Enrolment.Model.Demographics;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// Persons of a household: a dependent and the subscriber of each other, and custodial parents and responsible persons of a member. One whom the
/// member named already, by name and birth date, stays the one. Nobody is taken out of a household because a file does not name him.
/// </summary>
internal static class HouseholdMerge
{
    private const string Profile = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-relatedperson";

    /// <summary>What a member is to another, as a person of the other's household.</summary>
    /// <param name="of">Whose household: id, Medicaid number and what is stored.</param>
    /// <param name="person">The other, as the file names him.</param>
    /// <param name="key">By which he is known there.</param>
    /// <param name="role">Code of v3-RoleCode.</param>
    public static Merged? Person((Guid Id, string ClientId, MemberImage? Image) of, MemberRecord person, string key, string role) =>
        Merge(of, person.Party.Name, person.Demographics, null, key, role);

    /// <summary>Custodial parent (2100F) and responsible persons (2100G).</summary>
    public static IEnumerable<Merged> Responsible((Guid Id, string ClientId, MemberImage? Image) of, MemberRecord told) =>
        (told.CustodialParent is { } parent ? new[] { (Party: parent, Key: "F1") } : []).Concat(told.ResponsiblePersons.Select(static (party, at) => (Party: party, Key: $"G{at + 1}")))
        .Select(each => each.Party.Name.IsPerson ? Merge(of, each.Party.Name, null, each.Party, each.Key, X12Codes.Responsible(each.Party.Name.Entity)) : null).OfType<Merged>();

    private static Merged? Merge((Guid Id, string ClientId, MemberImage? Image) of, PartyName name, Demographics? demographics, Party? party, string key, string role)
    {
        if (of.Image?.News.Contains("household-member") == true || (string.IsNullOrWhiteSpace(name.Last) && string.IsNullOrWhiteSpace(name.First)))
            return null;
        var value = $"{of.ClientId}-{key}";
        var born = demographics?.BirthDate is { } day ? Told.Day(day) : null;
        var known = (of.Image?.Of("RelatedPerson") ?? []).Select(static row => (Row: row, Person: (RelatedPerson)FhirJson.Read(row.Body!))).ToList();
        var found = known.Find(each => each.Person.Identifier.Exists(identifier => identifier.System == Systems.RelatedPersonKey && identifier.Value == value));
        if (found.Row is null)
            found = known.Find(each => each.Person.Name.Exists(stored => Told.Same(stored, name)) && (born is null || each.Person.BirthDate is null || each.Person.BirthDate == born));
        var person = found.Person ?? new RelatedPerson
        {
            Meta = new() { Profile = [Profile] },
            Identifier = [new(Systems.RelatedPersonKey, value) { Use = Identifier.IdentifierUse.Official }],
            Active = true,
            Patient = new($"Patient/{of.Id:D}"),
            Relationship = [new(CodeSystems.Role, role)],
        };
        if (!person.Name.Exists(stored => Told.Same(stored, name)))
            person.Name = [Told.Name(name)];
        if (born is not null)
            person.BirthDate = born;
        if (Told.Gender(demographics?.Gender) is { } gender)
            person.Gender = gender;
        foreach (var contact in Told.Contacts(party?.Contacts ?? [], null))
            if (!person.Telecom.Exists(stored => Told.Same(stored, contact)))
                person.Telecom.Add(contact);
        return new(person, found.Row);
    }
}
