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
                Told.List(
                    Told.Current(patient, "address", today),
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
                Told.List(Told.Current(patient, "name", today), "use", "text", "family", "given", "prefix", "suffix")
        ),
        (ChangeKind.BirthDate, null, static (patient, _) => Told.Raw(patient, "birthDate")),
        (
            ChangeKind.Sex,
            null,
            static (patient, _) =>
                Told.Object(
                    ("gender", Told.Raw(patient, "gender")),
                    ("birthSex", Value(patient, UsCore + "birthsex")),
                    ("sex", Value(patient, UsCore + "sex"))
                )
        ),
        (ChangeKind.Race, null, static (patient, _) => Answers(patient, UsCore + "race")),
        (ChangeKind.Ethnicity, null, static (patient, _) => Answers(patient, UsCore + "ethnicity")),
        (ChangeKind.Language, null, static (patient, _) => Languages(patient)),
        (ChangeKind.MaritalStatus, null, static (patient, _) => Told.Concept(patient, "maritalStatus")),
        (
            ChangeKind.Death,
            null,
            static (patient, _) =>
                Told.Raw(patient, "deceasedDateTime")
                ?? (Told.Raw(patient, "deceasedBoolean") is "true" ? "true" : null)
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
                    kind == ChangeKind.Death ? Told.Day(Told.Text(after, "deceasedDateTime"))
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
        var were = Told.Current(before, list, today).Select(static item => Told.Start(item)).ToHashSet();
        return Told.Current(after, list, today)
            .Select(static item => Told.Start(item))
            .Where(start => !were.Contains(start))
            .Max();
    }

    private static string? Contacts(JsonElement patient, DateOnly today, bool isMail) =>
        Told.List(
            Told.Current(patient, "telecom", today)
                .Where(item =>
                    Told.Text(item, "system") is { } system
                    && (isMail ? system == "email" : system is "phone" or "sms" or "fax")
                ),
            "system",
            "value",
            "use"
        );

    private static string? Languages(JsonElement patient)
    {
        var spoken = Told.Items(patient, "communication")
            .Select(static each =>
                Told.Object(("language", Told.Concept(each, "language")), ("preferred", Told.Raw(each, "preferred")))
            )
            .OfType<string>()
            .ToList();
        var interpreter =
            Value(patient, "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired")
            ?? Value(patient, UsCore + "interpreter-needed");
        return Told.Object(("languages", Told.Array(spoken)), ("interpreter", interpreter));
    }

    private static string? Answers(JsonElement patient, string url)
    {
        foreach (var extension in Told.Items(patient, "extension"))
            if (Told.Text(extension, "url") == url)
                return Told.List(Told.Items(extension, "extension"), "url", "valueCoding", "valueString");
        return null;
    }

    private static string? Value(JsonElement patient, string url)
    {
        foreach (var extension in Told.Items(patient, "extension"))
            if (Told.Text(extension, "url") == url)
                return Told.Raw(extension, "valueCode")
                    ?? Told.Raw(extension, "valueBoolean")
                    ?? Told.Raw(extension, "valueCoding");
        return null;
    }
}
