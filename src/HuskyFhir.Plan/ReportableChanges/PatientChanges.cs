using System.Text.Json;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>What of a member's own record DSS must know.</summary>
internal static class PatientChanges
{
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private static readonly (ChangeKind Kind, string? List, Func<JsonElement, DateOnly, string?> Tell)[] Rules =
    [
        (
            ChangeKind.Address,
            "address",
            static (patient, today) =>
                CanonicalElements.List(
                    CanonicalElements.Current(patient, "address", today),
                    "use",
                    "type",
                    "text",
                    "line",
                    "city",
                    "district",
                    "state",
                    "postalCode",
                    "country"
                )
        ),
        (ChangeKind.Phone, "telecom", static (patient, today) => Contacts(patient, today, isMail: false)),
        (ChangeKind.Email, "telecom", static (patient, today) => Contacts(patient, today, isMail: true)),
        (
            ChangeKind.Name,
            "name",
            static (patient, today) =>
                CanonicalElements.List(
                    CanonicalElements.Current(patient, "name", today),
                    "use",
                    "text",
                    "family",
                    "given",
                    "prefix",
                    "suffix"
                )
        ),
        (ChangeKind.BirthDate, null, static (patient, _) => CanonicalElements.Raw(patient, "birthDate")),
        (
            ChangeKind.Sex,
            null,
            static (patient, _) =>
                CanonicalElements.Object(
                    ("gender", CanonicalElements.Raw(patient, "gender")),
                    ("birthSex", Value(patient, UsCore + "birthsex")),
                    ("sex", Value(patient, UsCore + "sex"))
                )
        ),
        (ChangeKind.Race, null, static (patient, _) => Answers(patient, UsCore + "race")),
        (ChangeKind.Ethnicity, null, static (patient, _) => Answers(patient, UsCore + "ethnicity")),
        (ChangeKind.Language, null, static (patient, _) => Languages(patient)),
        (ChangeKind.MaritalStatus, null, static (patient, _) => CanonicalElements.Concept(patient, "maritalStatus")),
        (
            ChangeKind.Death,
            null,
            static (patient, _) =>
                CanonicalElements.Raw(patient, "deceasedDateTime")
                ?? (CanonicalElements.Raw(patient, "deceasedBoolean") is "true" ? "true" : null)
        ),
    ];

    public static IEnumerable<FoundChange> Between(JsonElement before, JsonElement after, DateOnly today)
    {
        foreach (var (kind, list, tell) in Rules)
        {
            var (was, now) = (tell(before, today), tell(after, today));
            if (!string.Equals(was, now, StringComparison.Ordinal))
                yield return new(
                    kind,
                    was,
                    now,
                    kind == ChangeKind.Death ? CanonicalElements.Day(CanonicalElements.Text(after, "deceasedDateTime"))
                        : list is null ? null
                        : Begun(before, after, list, today)
                );
        }
    }

    /// <summary>
    /// The latest day on which an item began, unless one began then before: what is corrected holds from the day that
    /// it is known.
    /// </summary>
    private static DateOnly? Begun(JsonElement before, JsonElement after, string list, DateOnly today)
    {
        var were = CanonicalElements
            .Current(before, list, today)
            .Select(static item => CanonicalElements.Start(item))
            .ToHashSet();
        return CanonicalElements
            .Current(after, list, today)
            .Select(static item => CanonicalElements.Start(item))
            .Where(start => !were.Contains(start))
            .Max();
    }

    private static string? Contacts(JsonElement patient, DateOnly today, bool isMail) =>
        CanonicalElements.List(
            CanonicalElements
                .Current(patient, "telecom", today)
                .Where(item =>
                    CanonicalElements.Text(item, "system") is { } system
                    && (isMail ? system == "email" : system is "phone" or "sms" or "fax")
                ),
            "system",
            "value",
            "use"
        );

    private static string? Languages(JsonElement patient)
    {
        var spoken = CanonicalElements
            .Items(patient, "communication")
            .Select(static each =>
                CanonicalElements.Object(
                    ("language", CanonicalElements.Concept(each, "language")),
                    ("preferred", CanonicalElements.Raw(each, "preferred"))
                )
            )
            .OfType<string>()
            .ToList();
        var interpreter =
            Value(patient, "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired")
            ?? Value(patient, UsCore + "interpreter-needed");
        return CanonicalElements.Object(("languages", CanonicalElements.Array(spoken)), ("interpreter", interpreter));
    }

    private static string? Answers(JsonElement patient, string url)
    {
        foreach (var extension in CanonicalElements.Items(patient, "extension"))
            if (CanonicalElements.Text(extension, "url") == url)
                return CanonicalElements.List(
                    CanonicalElements.Items(extension, "extension"),
                    "url",
                    "valueCoding",
                    "valueString"
                );
        return null;
    }

    private static string? Value(JsonElement patient, string url)
    {
        foreach (var extension in CanonicalElements.Items(patient, "extension"))
            if (CanonicalElements.Text(extension, "url") == url)
                return CanonicalElements.Raw(extension, "valueCode")
                    ?? CanonicalElements.Raw(extension, "valueBoolean")
                    ?? CanonicalElements.Raw(extension, "valueCoding");
        return null;
    }
}
