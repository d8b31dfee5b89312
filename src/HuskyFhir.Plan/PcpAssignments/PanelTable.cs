using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// Whether a practitioner takes new members, and how many: the extensions of a PractitionerRole (Plan-Net
/// <c>newpatients</c>, and our own limit). No row where neither is said: the panel is open.
/// </summary>
internal static class PanelTable
{
    public const string NewPatients = "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients";

    public const string Limit = Systems.Base + "/StructureDefinition/husky-panel-limit";

    public static TableSpec Table { get; } =
        new(
            "panels",
            [new("role", ColumnType.Uuid), new("accepts", ColumnType.Text), new("most", ColumnType.Long)],
            ["role"],
            []
        );

    public static IEnumerable<object?[]> Of(PractitionerRole role, Guid id, Guid? member)
    {
        var accepts = role
            .Extension.Where(static each => each.Url == NewPatients)
            .SelectMany(static each => each.Extension)
            .Where(static each => each.Url == "acceptingPatients")
            .SelectMany(static each => (each.Value as CodeableConcept)?.Coding ?? [])
            .Select(static coding => coding.Code)
            .FirstOrDefault();
        var most = (role.GetExtension(Limit)?.Value as PositiveInt)?.Value;
        if (accepts is not null || most is not null)
            yield return [id, accepts ?? "newpt", (long)(most ?? int.MaxValue)];
    }
}
