using System.Text.Json;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>HD: the programme that the member is in, as it is known (030), with the primary care provider.</summary>
internal static class Programmes
{
    public static IReadOnlyList<CoverageRecord> Of(MemberSnapshot picture, DateOnly today)
    {
        (string? Plan, DateOnly Begin, DateOnly? End)? latest = null;
        foreach (var row in picture.Coverages)
        {
            using var json = JsonDocument.Parse(row.Body);
            var coverage = json.RootElement;
            if (
                Json.Day(coverage.Child("period")?.Text("start")) is { } begin
                && coverage.Text("status") == "active"
                && (latest is null || begin > latest.Value.Begin)
            )
                latest = (
                    coverage.Items("class").FirstOrDefault(static each => each.Code("type") == "plan").Text("value"),
                    begin,
                    Json.Day(coverage.Child("period")?.Text("end"))
                );
        }

        if (latest is not { } found)
            return [];
        var dates = new List<QualifiedDate> { new("348", found.Begin) };
        if (found.End is { } end)
            dates.Add(new("349", end));
        return
        [
            new("030", "HLT", found.Plan, "IND")
            {
                Dates = dates,
                Providers = found.End < today || Provider(picture.Pcp) is not { } pcp ? [] : [pcp],
            },
        ];
    }

    /// <summary>PLA: since when; the guide's code for a reason that is not given.</summary>
    private static ProviderChange? Since(PcpPicture pcp) =>
        pcp.Since <= 0 ? null : new("2", "1P", ProgrammeTime.Day(new(pcp.Since, TimeSpan.Zero)), "AI");

    private static ProviderRecord? Provider(PcpPicture? pcp)
    {
        if (pcp?.Practitioner is not { Body: { } body })
            return null;
        using var json = JsonDocument.Parse(body);
        var name = Names.Best([.. json.RootElement.Items("name")]);
        var npi = Json.Identifier(json.RootElement, Systems.Npi);
        return name is null
            ? null
            : new(
                "1",
                new(
                    Names.Of("P3", name) with
                    {
                        IdQualifier = npi is null ? null : "XX",
                        Id = npi,
                        Relationship = "72",
                    }
                ),
                Since(pcp)
            );
    }
}
