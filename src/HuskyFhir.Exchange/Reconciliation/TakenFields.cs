using System.Globalization;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Reconciliation;

/// <summary>
/// Fields as the record of a file: the way back of <see cref="HuskyFhir.Exchange.Formats.Tables.SnapshotFields"/>, for the facts that are to be
/// taken over.
/// </summary>
internal static class TakenFields
{
    /// <summary>Sets a compared field; the line of an address stands in the first of its lines.</summary>
    public static void Put(Dictionary<string, string> fields, string field, string? value)
    {
        if (field.EndsWith(".line", StringComparison.Ordinal))
        {
            fields.Remove($"{field}2");
            field += "1";
        }

        if (value is null)
            fields.Remove(field);
        else
            fields[field] = value;
    }

    /// <summary>What a file would say that tells these kinds alone.</summary>
    public static MemberRecord Record(IReadOnlyDictionary<string, string> fields, HashSet<ChangeKind> kinds)
    {
        var name = kinds.Contains(ChangeKind.Name)
            ? new PartyName(
                "IL",
                true,
                Text("name.last"),
                Text("name.first"),
                Text("name.middle"),
                Text("name.prefix"),
                Text("name.suffix")
            )
            : new("IL", true, null);
        return new()
        {
            Detail = new(true, "18", "001", "XN", "A")
            {
                DeathDate = kinds.Contains(ChangeKind.Death) ? Day("deathDate") : null,
            },
            Party = new(
                name,
                Contacts(fields, kinds),
                kinds.Contains(ChangeKind.Address) ? Address(fields, "home") : null
            ),
            MailingAddress = kinds.Contains(ChangeKind.Address) ? Address(fields, "mail") : null,
            Demographics = new(
                kinds.Contains(ChangeKind.BirthDate) ? Day("birthDate") : null,
                kinds.Contains(ChangeKind.Sex) ? Text("gender") : null,
                kinds.Contains(ChangeKind.MaritalStatus) ? Text("maritalStatus") : null,
                []
            ),
            Languages =
                kinds.Contains(ChangeKind.Language) && Text("language") is { } code ? [new("LE", code, null, "7")] : [],
        };

        string? Text(string field) => fields.GetValueOrDefault(field);
        DateOnly? Day(string field) =>
            DateOnly.TryParseExact(
                Text(field),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day
                : null;
    }

    private static PostalAddress? Address(IReadOnlyDictionary<string, string> fields, string prefix)
    {
        string[] lines =
        [
            .. new[] { $"{prefix}.line1", $"{prefix}.line2" }.Select(fields.GetValueOrDefault).OfType<string>(),
        ];
        return fields.GetValueOrDefault($"{prefix}.city") is not { } city || lines.Length == 0
            ? null
            : new(
                lines,
                city,
                fields.GetValueOrDefault($"{prefix}.state"),
                fields.GetValueOrDefault($"{prefix}.zip"),
                fields.GetValueOrDefault($"{prefix}.country")
            );
    }

    private static IReadOnlyList<Contact> Contacts(
        IReadOnlyDictionary<string, string> fields,
        HashSet<ChangeKind> kinds
    )
    {
        var numbers = new List<ContactNumber>();
        foreach (
            var (field, qualifier) in new[]
            {
                ("phone.home", "HP"),
                ("phone.mobile", "CP"),
                ("phone.work", "WP"),
                ("phone.other", "AP"),
                ("email", "EM"),
            }
        )
        {
            if (
                !kinds.Contains(field == "email" ? ChangeKind.Email : ChangeKind.Phone)
                || fields.GetValueOrDefault(field) is not { } value
            )
                continue;
            numbers.Add(new(qualifier, value));
            if (fields.GetValueOrDefault($"{field}.extension") is { } extension)
                numbers.Add(new("EX", extension));
        }

        return numbers.Count == 0 ? [] : [new("IP", null, numbers)];
    }
}
