using System.Globalization;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// A member as plain fields, named as tables and reconciliations name them (<see cref="HuskyFhir.Exchange.Formats.Tables.TableSources"/>). Days
/// are <c>CCYY-MM-DD</c>, amounts decimal; codes are those of X12.
/// </summary>
internal static class SnapshotFields
{
    /// <summary>The fields of a member; what is not told is not there.</summary>
    public static Dictionary<string, string> Of(MemberRecord member)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Put(fields, "member.id", Reference(member, "23") ?? Reference(member, "0F"));
        Put(fields, "member.case", Reference(member, "3H"));
        Name(fields, "name", member.Party.Name);
        Put(fields, "birthDate", Day(member.Demographics?.BirthDate));
        Put(fields, "deathDate", Day(member.Detail.DeathDate));
        Put(fields, "gender", member.Demographics?.Gender);
        Put(fields, "maritalStatus", member.Demographics?.MaritalStatus);
        Put(
            fields,
            "race",
            member.Demographics?.Races is { Count: > 0 } races
                ? string.Join(' ', races.Select(static race => race.Detail ?? race.Code))
                : null
        );
        for (var at = 0; at < member.Languages.Count; at++)
        {
            Put(fields, Nth("language", at), member.Languages[at].Code);
            Put(fields, $"{Nth("language", at)}.text", member.Languages[at].Text);
        }

        Address(fields, "home", member.Party.Address);
        Put(fields, "home.county", member.Party.Address is { LocationQualifier: "CY" } home ? home.Location : null);
        Address(fields, "mail", member.MailingAddress);
        Contacts(fields, member.Party.Contacts.SelectMany(static contact => contact.Numbers).ToList());
        Coverage(fields, member.Coverages.Count > 0 ? member.Coverages[0] : null);
        if (member.Income is { } income)
        {
            Put(fields, "income.amount", income.Wage.ToString("0.############", CultureInfo.InvariantCulture));
            Put(fields, "income.frequency", income.Frequency);
            Put(fields, "income.hours", income.Hours?.ToString("0.############", CultureInfo.InvariantCulture));
        }

        return fields;
    }

    /// <summary>The fields of a person of the household.</summary>
    public static Dictionary<string, string> OfPerson(MemberRecord person)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Put(fields, "person.relationship", person.Detail.Relationship);
        Put(fields, "person.action", person.Detail.Maintenance);
        Put(fields, "person.last", person.Party.Name.Last);
        Put(fields, "person.first", person.Party.Name.First);
        Put(fields, "person.middle", person.Party.Name.Middle);
        Put(fields, "person.birthDate", Day(person.Demographics?.BirthDate));
        Put(fields, "person.gender", person.Demographics?.Gender);
        return fields;
    }

    /// <summary>The changes of a member: each CHANGE among the reporting categories with what belongs to it.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Changes(IReadOnlyList<ReportingCategory> categories)
    {
        var changes = new List<Dictionary<string, string>>();
        foreach (var category in categories)
        {
            if (category.Name == "CHANGE")
                changes.Add(new(StringComparer.Ordinal));
            if (changes.Count == 0)
                continue;
            var (fields, value) = (changes[^1], category.Reference?.Value);
            if (category.Name == "CHANGE")
                (fields["change.kind"], fields["change.effective"]) = (value!, Day(category.Date?.From)!);
            else if (category.Name?.StartsWith("REPORTER ", StringComparison.Ordinal) == true)
                (fields["change.reporter"], fields["change.reporterType"]) = (
                    value!,
                    category.Name["REPORTER ".Length..]
                );
            else if (category.Name == "INCOME SOURCE")
                Put(fields, "change.incomeSource", value);
        }

        return changes;
    }

    private static void Name(Dictionary<string, string> fields, string prefix, PartyName name)
    {
        Put(fields, $"{prefix}.last", name.Last);
        Put(fields, $"{prefix}.first", name.First);
        Put(fields, $"{prefix}.middle", name.Middle);
        Put(fields, $"{prefix}.prefix", name.Prefix);
        Put(fields, $"{prefix}.suffix", name.Suffix);
    }

    private static void Address(Dictionary<string, string> fields, string prefix, PostalAddress? address)
    {
        if (address is null)
            return;
        Put(fields, $"{prefix}.line1", address.Lines.ElementAtOrDefault(0));
        Put(fields, $"{prefix}.line2", address.Lines.ElementAtOrDefault(1));
        Put(fields, $"{prefix}.city", address.City);
        Put(fields, $"{prefix}.state", address.State ?? address.Subdivision);
        Put(fields, $"{prefix}.zip", address.PostalCode);
        Put(fields, $"{prefix}.country", address.Country);
    }

    private static void Contacts(Dictionary<string, string> fields, List<ContactNumber> numbers)
    {
        for (var at = 0; at < numbers.Count; at++)
        {
            var field = numbers[at].Qualifier switch
            {
                "HP" => "phone.home",
                "CP" => "phone.mobile",
                "WP" => "phone.work",
                "TE" or "AP" => "phone.other",
                "EM" => "email",
                _ => null,
            };
            if (field is null)
                continue;
            // Of a kind that comes again the second is phone.other2 and so on.
            var kind = fields.ContainsKey(field) && field != "email" ? "phone.other" : field;
            field = Enumerable
                .Range(0, numbers.Count)
                .Select(nth => Nth(kind, nth))
                .First(name => !fields.ContainsKey(name));
            fields[field] = numbers[at].Value;
            if (kind != "email" && at + 1 < numbers.Count && numbers[at + 1].Qualifier == "EX")
                fields[$"{field}.extension"] = numbers[at + 1].Value;
        }
    }

    private static void Coverage(Dictionary<string, string> fields, CoverageRecord? coverage)
    {
        if (coverage is null)
            return;
        Put(fields, "coverage.program", coverage.Plan);
        Put(fields, "coverage.begin", Day(coverage.Dates.FirstOrDefault(static date => date.Qualifier == "348")?.From));
        Put(fields, "coverage.end", Day(coverage.Dates.FirstOrDefault(static date => date.Qualifier == "349")?.From));
        if (coverage.Providers.FirstOrDefault(static each => each.Party.Name.Entity == "P3") is not { } provider)
            return;
        Put(fields, "pcp.npi", provider.Party.Name.IdQualifier == "XX" ? provider.Party.Name.Id : null);
        Put(fields, "pcp.last", provider.Party.Name.Last);
        Put(fields, "pcp.first", provider.Party.Name.First);
        Put(fields, "pcp.since", Day(provider.Change?.Effective));
    }

    /// <summary>The name of the second, third and so on.</summary>
    private static string Nth(string name, int at) =>
        at == 0 ? name : name + (at + 1).ToString(CultureInfo.InvariantCulture);

    private static string? Reference(MemberRecord member, string qualifier) =>
        member.References.FirstOrDefault(each => each.Qualifier == qualifier)?.Value.Trim();

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Put(Dictionary<string, string> fields, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            fields[name] = value.Trim();
    }
}
