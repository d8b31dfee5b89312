using System.Globalization;
using System.Text.Json;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// Loop 2700: what the guide has no other place for. Each change is a category CHANGE; those behind it, up to the next
/// CHANGE, belong to it: REPORTER names who reported it, INCOME SOURCE what an income is from, INTERPRETER whether one
/// is needed.
/// </summary>
internal static class Categories
{
    private const int LongestReference = 50; // data element 127
    private const string Interpreter = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";
    private const string InterpreterNeeded =
        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed";

    public static IReadOnlyList<ReportingCategory> Of(JsonElement patient, MemberChanges told)
    {
        var categories = new List<ReportingCategory>(told.Changes.Count * 2);
        foreach (var change in told.Changes)
        {
            Add("CHANGE", change.Kind.Code(), change.Last.Effective);
            var (type, id) = Reporter(change.Last);
            if (id.Length <= LongestReference)
                Add($"REPORTER {type}", id, Core.Time.ProgrammeTime.Day(change.Last.Known));
            if (change.Kind == ChangeKind.Income && Source(change.After ?? change.Before) is { } source)
                Add("INCOME SOURCE", source, null);
            if (change.Kind == ChangeKind.Language && NeedsInterpreter(patient) is { } needed)
                Add("INTERPRETER", needed, null);
        }

        return categories;

        void Add(string name, string value, DateOnly? day) =>
            categories.Add(
                new(
                    (categories.Count + 1).ToString(CultureInfo.InvariantCulture),
                    name,
                    new("ZZ", value),
                    day is { } on ? new("007", on) : null
                )
            );
    }

    /// <summary>A resource of ours by its type and id, or the client.</summary>
    private static (string Type, string Id) Reporter(ReportableChange change) =>
        change.Reporter?.Split('/') is [var type, var id] ? (type.ToUpperInvariant(), id) : ("CLIENT", change.Client);

    private static string? Source(string? json)
    {
        if (json is null)
            return null;
        using var income = JsonDocument.Parse(json);
        return income.RootElement.Text("source");
    }

    /// <summary>Y or N; null where nothing is told.</summary>
    private static string? NeedsInterpreter(JsonElement patient)
    {
        foreach (var extension in patient.Items("extension"))
            if (extension.Text("url") is Interpreter or InterpreterNeeded)
                return
                    extension.Child("valueBoolean")?.ValueKind == JsonValueKind.True
                    || extension.Child("valueCoding")?.Text("code") == "373066001"
                    ? "Y"
                    : "N";
        return null;
    }
}
