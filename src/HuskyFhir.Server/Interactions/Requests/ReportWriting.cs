using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Reports;

namespace HuskyFhir.Server.Interactions.Requests;

/// <summary>
/// A report as a MeasureReport that meets husky-request-report. A count that is not shown is a population without one.
/// </summary>
internal static class ReportWriting
{
    private const string Dimension = Systems.Base + "/CodeSystem/husky-report-dimension";
    private const string Count = Systems.Base + "/CodeSystem/husky-report-count";

    public static MeasureReport Of(IEnumerable<KindReport> kinds, DateOnly start, DateOnly end, DateTimeOffset now) =>
        new()
        {
            Meta = new() { Profile = [Systems.Base + "/StructureDefinition/husky-request-report"] },
            Status = MeasureReport.MeasureReportStatus.Complete,
            Type = MeasureReport.MeasureReportType.Summary,
            Measure = Systems.Base + "/Measure/husky-request-timeliness",
            DateElement = new(now),
            Reporter = new() { Type = "Organization", Display = "HUSKY Health" },
            Period = new() { Start = Day(start), End = Day(end) },
            Group = [.. kinds.Select(Group)],
        };

    private static MeasureReport.GroupComponent Group(KindReport kind) =>
        new()
        {
            Code = new(KindTable.All.First(rules => rules.Code == kind.Kind).System, kind.Kind),
            Population =
            [
                .. KindReport.Counts.Select(count => new MeasureReport.PopulationComponent
                {
                    Code = new(Count, count),
                    Count = (int?)kind.Shown(0, count),
                }),
            ],
            MeasureScore = Score(kind, 0),
            Stratifier =
            [
                .. kind.Dimensions.Select(dimension => new MeasureReport.StratifierComponent
                {
                    Code = [new(Dimension, dimension.Code)],
                    Stratum = [.. dimension.Strata.Select(stratum => Stratum(kind, dimension, stratum))],
                }),
            ],
        };

    private static MeasureReport.StratifierGroupComponent Stratum(
        KindReport kind,
        ReportDimension dimension,
        ReportStratum stratum
    ) =>
        new()
        {
            Value = stratum.Code is { } code ? new(System(kind, dimension), code) : new() { Text = stratum.Text },
            Population =
            [
                .. KindReport.Counts.Select(count => new MeasureReport.StratifierGroupPopulationComponent
                {
                    Code = new(Count, count),
                    Count = (int?)kind.Shown(stratum.Row, count),
                }),
            ],
            MeasureScore = Score(kind, stratum.Row),
        };

    /// <summary>The share that was answered in time, where both counts are shown.</summary>
    private static Quantity? Score(KindReport kind, int row) =>
        kind.Shown(row, "answered") is > 0 and { } answered && kind.Shown(row, "in-time") is { } inTime
            ? new() { Value = decimal.Round((decimal)inTime / answered, 4) }
            : null;

    private static string System(KindReport kind, ReportDimension dimension) =>
        dimension.Code switch
        {
            "outcome" => KindTable.All.First(rules => rules.Code == kind.Kind).StatusSystem,
            "programme" => Systems.Base + "/CodeSystem/husky-programme",
            "language" => "urn:ietf:bcp:47",
            "reason" => GrievanceReasons.System,
            _ => "urn:oid:2.16.840.1.113883.6.238",
        };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
