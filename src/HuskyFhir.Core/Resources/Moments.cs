using System.Globalization;
using Hl7.Fhir.Model;

namespace HuskyFhir.Core.Resources;

/// <summary>
/// Instants as the service writes them: to the millisecond, with three decimals also where they are zeros.
/// </summary>
public static class Moments
{
    /// <summary>An instant with the text that stands for it.</summary>
    public static Instant Of(DateTimeOffset at) => new() { JsonValue = Text(at) };

    /// <summary>Such as <c>2026-11-23T15:00:00.000+00:00</c>.</summary>
    public static string Text(DateTimeOffset at) =>
        at.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
