using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>Changes as Parameters (OperationDefinition husky-changes).</summary>
internal static class ChangeParameters
{
    public static Parameters Of(IEnumerable<ChangeStanding> found) => new() { Parameter = [.. found.Select(Of)] };

    private static Parameters.ParameterComponent Of(ChangeStanding standing)
    {
        var change = standing.Change;
        var told = new Parameters.ParameterComponent { Name = "change" };
        void Part(string name, DataType? value)
        {
            if (value is not null)
                told.Part.Add(new() { Name = name, Value = value });
        }

        Part("id", new FhirString(change.Id.ToString("D")));
        Part("member", new ResourceReference($"Patient/{change.Member:D}"));
        Part("kind", new Code(change.Kind.Code()));
        Part("status", new Code(standing.State.Status()));
        Part("recorded", new Instant(change.Known));
        Part("effective", Day(change.Effective));
        Part("due", Day(change.Due));
        Part("before", change.Version > 1 ? At(change, change.Version - 1) : null);
        Part("after", At(change, change.Version));
        Part("reporter", change.Reporter is null ? null : new ResourceReference(change.Reporter));
        Part("old-value", Text(change.Before));
        Part("new-value", Text(change.After));
        Part("reason", Text(standing.Reason));
        Part("source", Text(change.Source));
        return told;
    }

    private static ResourceReference At(ReportableChange change, long version) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{change.Type}/{change.Resource:D}/_history/{version}"));

    private static Date? Day(DateOnly? day) =>
        day is { } on ? new(on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;

    private static FhirString? Text(string? text) => text is null ? null : new(text);
}
