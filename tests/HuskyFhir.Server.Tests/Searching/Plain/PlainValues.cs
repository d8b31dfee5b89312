using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>A token as R4 section 3.1.1.4.10 reads it out of any datatype.</summary>
internal readonly record struct PlainToken(string? System, string? Code, string? Text);

/// <summary>
/// The values of a parameter in a resource: what its own FHIRPath expression selects, evaluated by the SDK over the
/// very JSON.
/// </summary>
internal sealed class PlainValues
{
    private readonly Dictionary<(string Id, string Expression), IReadOnlyList<Base>> known = [];

    /// <summary>The nodes that the expression selects.</summary>
    public IReadOnlyList<Base> Of(Resource resource, ParameterInfo parameter)
    {
        if (!known.TryGetValue((resource.Id!, parameter.Expression), out var values))
        {
            var path = parameter.Expression.StartsWith("Resource.", StringComparison.Ordinal)
                ? parameter.Expression["Resource.".Length..]
                : parameter.Expression;
            known[(resource.Id!, parameter.Expression)] = values = [.. resource.Select(path).OfType<Base>()];
        }

        return values;
    }

    public IEnumerable<string> Texts(Resource resource, ParameterInfo parameter) =>
        Of(resource, parameter).SelectMany(Texts).Where(static text => !string.IsNullOrWhiteSpace(text))!;

    public IEnumerable<PlainToken> Tokens(Resource resource, ParameterInfo parameter) =>
        Of(resource, parameter).SelectMany(Tokens);

    public IEnumerable<Span> Spans(Resource resource, ParameterInfo parameter) =>
        Of(resource, parameter).Select(SpanOf).OfType<Span>();

    public IEnumerable<ResourceReference> References(Resource resource, ParameterInfo parameter) =>
        Of(resource, parameter).OfType<ResourceReference>();

    public IEnumerable<Quantity> Quantities(Resource resource, ParameterInfo parameter) =>
        Of(resource, parameter).OfType<Quantity>();

    /// <summary>A canonical names its definition with its version and without it.</summary>
    public IEnumerable<string> Addresses(Resource resource, ParameterInfo parameter) =>
        Of(resource, parameter)
            .OfType<PrimitiveType>()
            .Select(static value => (string)value.JsonValue!)
            .SelectMany(static address => new[] { address, address.Split('|')[0] })
            .Distinct();

    public static IEnumerable<PlainToken> Tokens(Base value) =>
        value switch
        {
            CodeableConcept concept =>
            [
                .. concept.Coding.SelectMany(Tokens),
                .. concept.Text is { } text ? [new PlainToken(null, null, text)] : Array.Empty<PlainToken>(),
            ],
            Coding coding => [new(coding.System, coding.Code, coding.Display)],
            Identifier identifier => [new(identifier.System, identifier.Value, identifier.Type?.Text)],
            ContactPoint contact => [new(null, PlainText.Contact(contact.Value!), null)],
            ICoded code and not FhirString => code.ToCodings()
                .Select(static coding => new PlainToken(coding.System, coding.Code, null)),
            PrimitiveType { JsonValue: bool flag } =>
            [
                new("http://terminology.hl7.org/CodeSystem/special-values", flag ? "true" : "false", null),
            ],
            PrimitiveType { JsonValue: string id } => [new(null, id, null)],
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.TypeName, null),
        };

    private static IEnumerable<string?> Texts(Base value) =>
        value switch
        {
            HumanName name => [name.Family, .. name.Given, .. name.Prefix, .. name.Suffix, name.Text],
            Address address =>
            [
                .. address.Line,
                address.City,
                address.District,
                address.State,
                address.PostalCode,
                address.Country,
                address.Text,
            ],
            PrimitiveType { JsonValue: string text } => [text],
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.TypeName, null),
        };

    /// <summary>From when until when, open where a side is missing.</summary>
    public static Span? SpanOf(Base value) =>
        value switch
        {
            Period { Start: null, End: null } => null,
            Period period => new(
                period.Start is { } start ? PlainText.Of(start).Low : DateTime.MinValue,
                period.End is { } end ? PlainText.Of(end).High : DateTime.MaxValue
            ),
            Instant { Value: { } at } => new(at.UtcDateTime, at.UtcDateTime.AddMilliseconds(1)),
            PrimitiveType { JsonValue: string text } => PlainText.Of(text),
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.TypeName, null),
        };
}
