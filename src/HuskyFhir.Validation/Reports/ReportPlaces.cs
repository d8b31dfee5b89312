using System.Text.Json;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Validation.Reports;

/// <summary>Finds the lines of issues that know their element only, by looking the paths up in the body.</summary>
public static class ReportPlaces
{
    private const int MaxLookups = 100;

    /// <summary>Each look-up reads the body from its start; together they may read this much.</summary>
    private const long MaxRead = 64 * 1024 * 1024;

    /// <summary>How many places may be looked up in a body of a length.</summary>
    public static int Lookups(long length) => (int)Math.Clamp(MaxRead / Math.Max(1, length), 1, MaxLookups);

    /// <summary>
    /// The same report, with line and position where an issue has a path and none yet. A path to something that is
    /// missing is placed at what would hold it. The first hundred issues are placed, fewer in a large body; a body that
    /// is no JSON leaves the report as it is.
    /// </summary>
    /// <param name="report">What was found.</param>
    /// <param name="body">The bytes that were parsed.</param>
    public static ValidationReport Placed(this ValidationReport report, ReadOnlyMemory<byte> body)
    {
        var left = Lookups(body.Length);
        return report.Issues.Any(Lacks)
            ? new ValidationReport([
                .. report.Issues.Select(issue => Lacks(issue) && left-- > 0 ? At(issue, body.Span) : issue),
            ])
            : report;
    }

    private static bool Lacks(Issue issue) => issue.Line is null && issue.Expression is not null;

    private static Issue At(Issue issue, ReadOnlySpan<byte> body)
    {
        try
        {
            var before = body[..(int)Offset(issue.Expression!.Split('.').AsSpan(1), body)];
            return issue with
            {
                Line = before.Count((byte)'\n') + 1,
                Position = before.Length - before.LastIndexOf((byte)'\n'),
            };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return issue;
        }
    }

    private static long Offset(ReadOnlySpan<string> steps, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        var found = reader.TokenStartIndex;
        foreach (var step in steps)
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            if (!Property(ref reader, bracket < 0 ? step : step[..bracket]))
                break;

            found = reader.TokenStartIndex;
            if (bracket < 0 || !int.TryParse(step[(bracket + 1)..^1], out var index))
                continue;
            if (!Item(ref reader, index))
                break;
            found = reader.TokenStartIndex;
        }

        return found;
    }

    // A choice is named without its type in a path: value is valueQuantity in JSON.
    private static bool Property(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString()!.TrimStart('_');
            reader.Read();
            if (
                property == name
                || (
                    property.Length > name.Length
                    && property.StartsWith(name, StringComparison.Ordinal)
                    && char.IsUpper(property[name.Length])
                )
            )
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool Item(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
                return true;
            reader.Skip();
        }

        return false;
    }
}
