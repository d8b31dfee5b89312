using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.X12.Enrolment.Model;
using Demographics = HuskyFhir.X12.Enrolment.Model.Demographics;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// A member's own record with what a file tells. What the file does not tell stays; what it tells otherwise takes the
/// place of what was, which is kept as the old name, address or number. Addresses and numbers for confidential
/// communication are not touched. A kind of change that the partner has not heard of yet is left as the member told it.
/// </summary>
internal static class PatientMerge
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    /// <summary>A new record.</summary>
    public static Patient Create(EnrolledMember member, DateOnly today, List<string> notes)
    {
        var patient = new Patient
        {
            Meta = new() { Profile = ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"] },
            Identifier =
            [
                new(Systems.ClientId, member.Keys!.ClientId)
                {
                    Use = Identifier.IdentifierUse.Usual,
                    Type = new(CodeSystems.IdentifierType, "MA", "Patient Medicaid number", null),
                },
            ],
            Active = true,
            Gender = AdministrativeGender.Unknown,
        };
        Merge(patient, member, Nothing, today, notes);
        return patient;
    }

    /// <summary>What of the record stays though the file tells otherwise; sentences without a value.</summary>
    public static IEnumerable<string> Kept(
        Patient before,
        Patient merged,
        EnrolledMember member,
        IReadOnlySet<string> news,
        DateOnly today
    )
    {
        var told = member.Read.Member!;
        if (
            before.Address.Exists(ProtectedContacts.IsProtected)
            && (told.Party.Address ?? told.MailingAddress) is not null
        )
            yield return "confidential-kept: the address for confidential communication stays as it is beside what the file tells";
        if (news.Count == 0)
            yield break;
        var otherwise = (Patient)before.DeepCopy();
        Merge(otherwise, member, Nothing, today, []);
        if (!otherwise.IsExactly(merged))
            yield return $"news-kept: the partner has not acknowledged what the member told ({string.Join(", ", news.Order(StringComparer.Ordinal))})";
    }

    /// <summary>Takes over what the file tells.</summary>
    public static void Merge(
        Patient patient,
        EnrolledMember member,
        IReadOnlySet<string> news,
        DateOnly today,
        List<string> notes
    )
    {
        var told = member.Read.Member!;
        var from = member.Effective(today);
        Case(patient, member.Keys!.Case);
        if (!news.Contains("name"))
            Name(patient, told, from);
        if (told.Demographics is { } demographics)
            Demographics(patient, demographics, news);
        Contacts(patient, X12Mapping.Contacts(told.Party.Contacts, notes), news, from);
        if (!news.Contains("address"))
        {
            Address(patient, told.Party.Address, isMail: false, from);
            Address(patient, told.MailingAddress, isMail: true, from);
        }

        if (!news.Contains("language"))
            LanguageMerge.Merge(patient, told.Languages, notes);
        if (told.Detail.DeathDate is { } died && patient.Deceased is not FhirDateTime && !news.Contains("death"))
            patient.Deceased = new FhirDateTime(X12Mapping.Day(died));
        if (told.Detail.BirthSequence is { } order && patient.MultipleBirth is null)
            patient.MultipleBirth = new Integer(order);
    }

    private static void Case(Patient patient, string? number)
    {
        if (
            number is null
            || patient.Identifier.Exists(each => each.System == Systems.HouseholdCase && each.Value == number)
        )
            return;
        patient.Identifier.RemoveAll(static each => each.System == Systems.HouseholdCase);
        patient.Identifier.Add(new(Systems.HouseholdCase, number) { Use = Identifier.IdentifierUse.Secondary });
    }

    private static void Name(Patient patient, MemberRecord told, DateOnly from)
    {
        var name = told.Party.Name;
        if (string.IsNullOrWhiteSpace(name.Last) && string.IsNullOrWhiteSpace(name.First))
            return;
        var stored =
            patient.Name.Find(static each => each.Use == HumanName.NameUse.Official)
            ?? patient.Name.Find(static each =>
                each.Use is not (HumanName.NameUse.Old or HumanName.NameUse.Maiden) && each.Period?.End is null
            );
        if (stored is not null && X12Mapping.Same(stored, name))
            return;
        // A name that was wrong (2100B) never was the member's.
        if (stored is not null)
            patient.Name.Remove(stored);
        patient.Name.Insert(0, X12Mapping.Name(name));
        if (stored is null || told.IncorrectName is not null)
            return;
        stored.Use = HumanName.NameUse.Old;
        stored.Period ??= new();
        stored.Period.End = X12Mapping.Day(from.AddDays(-1));
        if (string.CompareOrdinal(stored.Period.Start, stored.Period.End) > 0)
            stored.Period.Start = null;
        patient.Name.Add(stored);
    }

    private static void Demographics(Patient patient, Demographics told, IReadOnlySet<string> news)
    {
        if (told.BirthDate is { } born && !news.Contains("birth-date"))
            patient.BirthDate = X12Mapping.Day(born);
        if (X12Mapping.Gender(told.Gender) is { } gender && !news.Contains("sex"))
            patient.Gender = gender;
        if (
            X12Codes.MaritalStatus(told.MaritalStatus) is var (code, display)
            && !news.Contains("marital-status")
            && patient.MaritalStatus?.Coding.Exists(each => each.Code == code) != true
        )
            patient.MaritalStatus = new(CodeSystems.MaritalStatus, code, display, null);
        DemographicMerge.Merge(patient, told.Races, news);
    }

    private static void Contacts(
        Patient patient,
        IEnumerable<ContactPoint> told,
        IReadOnlySet<string> news,
        DateOnly from
    )
    {
        foreach (var contact in told)
        {
            var kind = contact.System == ContactPoint.ContactPointSystem.Email ? "email" : "phone";
            if (
                news.Contains(kind)
                || patient.Telecom.Exists(each =>
                    each.Use != ContactPoint.ContactPointUse.Old
                    && each.Period?.End is null
                    && X12Mapping.Same(each, contact)
                )
            )
                continue;
            foreach (
                var before in patient.Telecom.Where(each =>
                    !ProtectedContacts.IsProtected(each)
                    && each.System == contact.System
                    && each.Use == contact.Use
                    && each.Period?.End is null
                )
            )
            {
                before.Use = ContactPoint.ContactPointUse.Old;
                before.Period = new() { End = X12Mapping.Day(from.AddDays(-1)) };
                before.Rank = null;
            }

            patient.Telecom.Insert(0, contact);
        }
    }

    private static void Address(Patient patient, PostalAddress? told, bool isMail, DateOnly from)
    {
        if (told?.City is null || told.Lines.Count == 0)
            return;
        // What the member has for confidential communication (45 CFR 164.522(b)) is never marked old, nor repeated
        // without its protection.
        if (
            patient.Address.Exists(each =>
                ProtectedContacts.IsProtected(each) && each.Period?.End is null && X12Mapping.Same(each, told)
            )
        )
            return;
        var current = patient
            .Address.Where(each =>
                !ProtectedContacts.IsProtected(each)
                && each.Use != Hl7.Fhir.Model.Address.AddressUse.Old
                && each.Period?.End is null
                && each.Type == Hl7.Fhir.Model.Address.AddressType.Postal == isMail
            )
            .ToList();
        if (
            current.Exists(each => X12Mapping.Same(each, told))
            || (
                isMail
                && current.Count == 0
                && patient.Address.Exists(each => each.Period?.End is null && X12Mapping.Same(each, told))
            )
        )
            return;
        foreach (var before in current.Where(static each => each.Use is null or Hl7.Fhir.Model.Address.AddressUse.Home))
        {
            before.Use = Hl7.Fhir.Model.Address.AddressUse.Old;
            before.Period = new()
            {
                Start =
                    string.CompareOrdinal(before.Period?.Start, X12Mapping.Day(from)) < 0 ? before.Period?.Start : null,
                End = X12Mapping.Day(from.AddDays(-1)),
            };
        }

        patient.Address.Insert(isMail ? patient.Address.Count : 0, X12Mapping.Address(told, isMail, from));
    }
}
