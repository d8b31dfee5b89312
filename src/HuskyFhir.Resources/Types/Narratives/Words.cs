using Hl7.Fhir.Model;

namespace HuskyFhir.Resources.Types.Narratives;

/// <summary>
/// FHIR's data types as a person would write them; null for what says nothing. Dates stay as they were given.
/// </summary>
internal static class Words
{
    /// <summary>The official name, or else the first that is not an old one.</summary>
    public static string? Of(IReadOnlyList<HumanName> names)
    {
        var name =
            names.FirstOrDefault(static each => each.Use == HumanName.NameUse.Official)
            ?? names.FirstOrDefault(static each => each.Use != HumanName.NameUse.Old)
            ?? (names.Count > 0 ? names[0] : null);
        return name is null
            ? null
            : Text(name.Text) ?? Join(" ", [.. name.Prefix, .. name.Given, name.Family, .. name.Suffix]);
    }

    public static string? Of(CodeableConcept? concept) =>
        concept is null
            ? null
            : Text(concept.Text)
                ?? concept
                    .Coding.Select(static coding => Text(coding.Display) ?? Text(coding.Code))
                    .FirstOrDefault(static text => text is not null);

    public static string? Of(IEnumerable<CodeableConcept> concepts) => Join(", ", concepts.Select(Of));

    public static string? Of(Period? period) =>
        (Text(period?.Start), Text(period?.End)) switch
        {
            ({ } start, { } end) => $"{start} to {end}",
            ({ } start, null) => $"since {start}",
            (null, { } end) => $"until {end}",
            _ => null,
        };

    /// <summary>The identifier of a system of ours.</summary>
    public static string? Of(IEnumerable<Identifier> identifiers, string system) =>
        Text(identifiers.FirstOrDefault(each => each.System == system)?.Value);

    public static string? Of(Address? address) =>
        address is null
            ? null
            : Text(address.Text)
                ?? Join(", ", [.. address.Line, address.City, Join(" ", [address.State, address.PostalCode])]);

    public static string? Of(IEnumerable<ContactPoint> contacts, ContactPoint.ContactPointSystem system) =>
        Text(contacts.FirstOrDefault(each => each.System == system)?.Value);

    /// <summary>The text of a reference; an id would tell a person nothing.</summary>
    public static string? Of(ResourceReference? reference) => Text(reference?.Display);

    public static string? Of(Quantity? quantity) =>
        quantity?.Value is { } value
            ? Join(
                " ",
                [
                    value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Text(quantity.Unit) ?? quantity.Code,
                ]
            )
            : null;

    /// <summary>When an observation holds.</summary>
    public static string? Of(DataType? when) =>
        when switch
        {
            Period period => Of(period),
            FhirDateTime at => Text(at.Value),
            _ => null,
        };

    /// <summary>All that says something.</summary>
    public static string? Join(string between, IEnumerable<string?> parts) =>
        Text(string.Join(between, parts.Where(static part => !string.IsNullOrWhiteSpace(part))));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
