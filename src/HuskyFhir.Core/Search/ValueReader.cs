using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Reads one search value by its kind (R4 section 3.1.1.4). Faults: 400 <c>value</c>, naming the parameter.
/// </summary>
/// <param name="baseUrl">The service's own base, so that absolute references to it are known as local.</param>
/// <param name="terms">What is loaded of terminology; null where value sets cannot be asked for.</param>
public sealed class ValueReader(string baseUrl, ISearchTerms? terms = null)
{
    private const NumberStyles Plain =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads <paramref name="text"/>, still escaped, for <paramref name="parameter"/>.</summary>
    public Result<SearchValue> Read(ParameterInfo parameter, string? modifier, string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? Bad(
                parameter,
                text.Replace('\0', '\uFFFD'),
                "FHIR text has no NUL character, and a database may refuse it."
            )
            : ReadByKind(parameter, modifier, text);

    private Result<SearchValue> ReadByKind(ParameterInfo parameter, string? modifier, string text) =>
        parameter.Kind switch
        {
            SearchKind.String => new StringValue(SearchText.Unescape(text)),
            SearchKind.Token => TokenBy(parameter, modifier, text),
            SearchKind.Date => Date(parameter, text),
            SearchKind.Reference when modifier == "identifier" => Token(parameter, text),
            SearchKind.Reference => Reference(parameter, modifier, SearchText.Unescape(text)),
            SearchKind.Quantity => Quantity(parameter, text),
            SearchKind.Uri => new UriValue(SearchText.Unescape(text)),
            SearchKind.Composite => Composite(parameter, text),
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };

    private static Fault Bad(ParameterInfo parameter, string text, string mend) =>
        new(
            FaultKind.Malformed,
            OperationOutcome.IssueType.Value,
            $"'{Clip(text)}' is not a {parameter.Kind.ToString().ToLowerInvariant()} value. {mend}",
            parameter.Name,
            "search-value"
        );

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private Result<SearchValue> TokenBy(ParameterInfo parameter, string? modifier, string text) =>
        modifier switch
        {
            "text" => new StringValue(SearchText.Unescape(text)),
            "of-type" => OfType(parameter, text),
            "in" or "not-in" => Widen(terms?.In(SearchText.Unescape(text))),
            "below" or "above" => Around(parameter, text, modifier == "above"),
            _ => Token(parameter, text),
        };

    private static Result<SearchValue> Widen(Result<TokenSetValue>? answer) =>
        answer is not { } given
            ? new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.NotSupported,
                "No terminology is loaded here.",
                null,
                "search-terminology"
            )
        : given.Try(out var set, out var fault) ? set
        : fault;

    private Result<SearchValue> Around(ParameterInfo parameter, string text, bool above) =>
        Token(parameter, text).Try(out var token, out var fault)
            ? token is TokenValue { System.Length: > 0, Code: { } code } whole
                ? Widen(terms?.Around(whole.System, code, above))
                : Bad(parameter, text, "A hierarchy is looked for by system|code.")
            : fault;

    private static Result<SearchValue> OfType(ParameterInfo parameter, string text)
    {
        var parts = SearchText.Split(text, '|').Select(SearchText.Unescape).ToList();
        return parts.Count == 3 && parts.All(static part => part.Length > 0)
            ? new TypedIdentifierValue(parts[0], parts[1], parts[2])
            : Bad(parameter, text, "Write type-system|type-code|value.");
    }

    /// <summary>Parts joined by <c>$</c>, each read as its own kind (R4 section 3.1.1.4.13).</summary>
    private Result<SearchValue> Composite(ParameterInfo parameter, string text)
    {
        var parts = SearchText.Split(text, '$');
        if (parts.Count != parameter.Components.Count || parts.Any(static part => part.Length == 0))
            return Bad(
                parameter,
                text,
                $"Write {string.Join('$', parameter.Components.Select(static part => part.Name))}."
            );
        var read = new List<SearchValue>(parts.Count);
        for (var at = 0; at < parts.Count; at++)
            if (ReadByKind(parameter.Components[at], null, parts[at]).Try(out var one, out var fault))
                read.Add(one);
            else
                return fault;
        return new CompositeValue(read);
    }

    private static Result<SearchValue> Token(ParameterInfo parameter, string text)
    {
        var parts = SearchText.Split(text, '|');
        if (parts.Count > 2)
            return Bad(
                parameter,
                text,
                "Write code, system|code, |code or system|, and escape a bar inside a value as \\|."
            );
        if (parts.Count == 1)
            return new TokenValue(null, SearchText.Unescape(text));
        var code = SearchText.Unescape(parts[1]);
        var system = SearchText.Unescape(parts[0]);
        if (code.Length == 0 && system.Length == 0)
            return Bad(parameter, text, "Give a system, a code, or both.");
        return new TokenValue(system, code.Length == 0 ? null : code);
    }

    private static Result<SearchValue> Date(ParameterInfo parameter, string text)
    {
        var prefix = PrefixOf(ref text);
        return Interval.TryParse(text, out var interval)
            ? new DateValue(prefix, interval)
            : Bad(
                parameter,
                text,
                "Write yyyy, yyyy-mm, yyyy-mm-dd or yyyy-mm-ddThh:mm[:ss][Z or +hh:mm], after an optional prefix such as ge."
            );
    }

    private static Prefix PrefixOf(ref string text)
    {
        if (
            text.Length < 3
            || !char.IsAsciiLetterLower(text[0])
            || !Enum.TryParse<Prefix>(text[..2], ignoreCase: true, out var prefix)
        )
            return Prefix.Eq;
        text = text[2..];
        return prefix;
    }

    private Result<SearchValue> Reference(ParameterInfo parameter, string? modifier, string text)
    {
        var type = modifier is not (null or "missing") ? modifier : null;
        if (text.StartsWith(baseUrl + "/", StringComparison.Ordinal))
            text = text[(baseUrl.Length + 1)..];
        if (text.Contains("://", StringComparison.Ordinal) || text.StartsWith("urn:", StringComparison.Ordinal))
            return new ReferenceValue(type, null, text);
        var parts = text.Split('/');
        if (text.Length == 0 || parts.Length > 2 || parts.Any(static part => part.Length == 0))
            return Bad(parameter, text, "Write an id, Type/id, or an absolute URL.");
        if (parts.Length == 2 && !parameter.Targets.Contains(parts[0]))
            return Bad(parameter, text, $"This parameter refers to {string.Join(", ", parameter.Targets)}.");
        return new ReferenceValue(parts.Length == 2 ? parts[0] : type, ResourceId.Read(parts[^1]), null)
        {
            Name = parts[^1],
        };
    }

    private static Result<SearchValue> Quantity(ParameterInfo parameter, string text)
    {
        var parts = SearchText.Split(text, '|');
        var number = parts[0];
        var prefix = PrefixOf(ref number);
        if (
            parts.Count is not (1 or 3)
            || !decimal.TryParse(number, Plain, CultureInfo.InvariantCulture, out var value)
            || HalfStep(number) is not { } step
        )
            return Bad(parameter, text, "Write a number, or number|system|code, after an optional prefix such as ge.");
        var half = (double)step;
        var system = parts.Count == 3 && parts[1].Length > 0 ? SearchText.Unescape(parts[1]) : null;
        var code = parts.Count == 3 && parts[2].Length > 0 ? SearchText.Unescape(parts[2]) : null;
        return new QuantityValue(prefix, (double)value, (double)value - half, (double)value + half, system, code);
    }

    /// <summary>
    /// Half of the last significant digit: 5.40 stands for [5.395, 5.405), 1e2 for [50, 150). Null for an exponent
    /// beyond all numbers.
    /// </summary>
    private static decimal? HalfStep(string number)
    {
        var exponentAt = number.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? number : number[..exponentAt];
        var exponent = 0;
        // Zero may carry any exponent and still be read as a decimal: 0e99999999999.
        if (
            exponentAt >= 0
            && (
                !int.TryParse(
                    number.AsSpan(exponentAt + 1),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out exponent
                )
                || Math.Abs((long)exponent) > 400
            )
        )
            return null;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        return 0.5m * (decimal)Math.Pow(10, Math.Clamp(exponent - decimals, -27, 27));
    }
}
