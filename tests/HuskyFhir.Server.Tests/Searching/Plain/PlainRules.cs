using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>One condition of a search: how it is written (unescaped), and when it holds.</summary>
internal sealed record PlainCondition(string Name, string Value, Func<Resource, bool> Holds)
{
    public string Text => $"{Uri.EscapeDataString(Name)}={Uri.EscapeDataString(Value)}";

    public override string ToString() => $"{Name}={Value}";
}

/// <summary>The rules of R4 section 3.1.1.4, one for each kind of parameter.</summary>
internal static class PlainRules
{
    public static bool String(string modifier, string wanted, string stored) =>
        modifier switch
        {
            "exact" => stored == wanted,
            "contains" => PlainText.Fold(stored).Contains(PlainText.Fold(wanted), StringComparison.Ordinal),
            _ => PlainText.Fold(stored).StartsWith(PlainText.Fold(wanted), StringComparison.Ordinal),
        };

    /// <param name="system">Null when none was named; empty where there must be none.</param>
    /// <param name="code">Null for any code of the system.</param>
    /// <param name="stored">What the resource says.</param>
    public static bool Token(string? system, string? code, PlainToken stored) =>
        stored.Code is not null
        && (code is null || code == stored.Code)
        && (system is null || (system.Length == 0 ? stored.System is null : system == stored.System));

    public static bool Date(string prefix, Span wanted, Span stored, DateTime now)
    {
        var within = wanted.Low <= stored.Low && stored.High <= wanted.High;
        return prefix switch
        {
            "" or "eq" => within,
            "ne" => !within,
            "gt" => stored.High > wanted.High,
            "lt" => stored.Low < wanted.Low,
            "ge" => stored.High > wanted.High || within || stored.Low >= wanted.Low,
            "le" => stored.Low < wanted.Low || within || stored.High <= wanted.High,
            "sa" => stored.Low >= wanted.High,
            "eb" => stored.High <= wanted.Low,
            "ap" => Near(
                wanted,
                stored,
                TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerDay, Math.Abs((now - wanted.Low).Ticks) / 10))
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(prefix)),
        };
    }

    /// <param name="prefix">How to compare.</param>
    /// <param name="number">As written: its digits say how exact it is.</param>
    /// <param name="stored">The resource's own number.</param>
    public static bool Number(string prefix, string number, decimal stored)
    {
        var value = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        var decimals = number.Contains('.', StringComparison.Ordinal)
            ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1
            : 0;
        var half = 0.5m;
        for (var at = 0; at < decimals; at++)
            half /= 10;
        return prefix switch
        {
            "" or "eq" => stored >= value - half && stored < value + half,
            "ne" => stored < value - half || stored >= value + half,
            "gt" or "sa" => stored > value,
            "lt" or "eb" => stored < value,
            "ge" => stored >= value,
            "le" => stored <= value,
            "ap" => Math.Abs(stored - value) <= Math.Abs(value) / 10,
            _ => throw new ArgumentOutOfRangeException(nameof(prefix)),
        };
    }

    public static bool Address(string modifier, string wanted, string stored) =>
        modifier switch
        {
            "below" => stored.StartsWith(wanted, StringComparison.Ordinal),
            "above" => stored == wanted || wanted.StartsWith(stored.TrimEnd('/') + "/", StringComparison.Ordinal),
            _ => stored == wanted,
        };

    /// <summary>
    /// Whether a parameter has any value at all in a resource; a reference that is only a display names nothing.
    /// </summary>
    public static bool Has(PlainView view, Resource resource, ParameterInfo parameter) =>
        parameter.Kind switch
        {
            SearchKind.Date => view.Values.Spans(resource, parameter).Any(),
            SearchKind.Reference => view
                .Values.References(resource, parameter)
                .Any(static one => one.Reference is not null || one.Identifier is not null),
            _ => view.Values.Of(resource, parameter).Count > 0,
        };

    private static bool Near(Span wanted, Span stored, TimeSpan margin) =>
        stored.Low < wanted.High + margin && stored.High > wanted.Low - margin;
}
