using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>One row of <c>worked-dates.json</c>: counted by hand from the rule, never taken from the code.</summary>
internal sealed record WorkedDate(string Clock, ClockFacts Facts, DateOnly Day, string Why)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public DateTimeOffset? Until { get; init; }

    public bool Stopped { get; init; }

    public bool Moves { get; init; } = true;

    public int? Count { get; init; }

    public string[] Closings { get; init; } = [];

    public string[] ManagedCare { get; init; } = [];

    public static IReadOnlyList<WorkedDate> All { get; } =
        JsonSerializer.Deserialize<List<WorkedDate>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Registry", "Requests", "worked-dates.json")),
            Form
        )!;

    public DeadlineRules Book()
    {
        var settings = new ClockSettings
        {
            Closings = [.. Closings],
            ManagedCare = [.. ManagedCare],
            FilingMovesToOpenDay = Moves,
        };
        if (Count is { } count)
            settings.Rules[Clock] = new() { Count = count, Source = "a promise of the test" };
        Validator.ValidateObject(settings, new(settings));
        return new(settings);
    }
}
