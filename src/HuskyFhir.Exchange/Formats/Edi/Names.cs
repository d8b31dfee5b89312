using System.Text.Json;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>A person's name as NM1 has it.</summary>
/// <param name="Last">NM103.</param>
/// <param name="First">NM104.</param>
/// <param name="Middle">NM105.</param>
/// <param name="Prefix">NM106.</param>
/// <param name="Suffix">NM107.</param>
internal sealed record PersonName(string? Last, string? First, string? Middle, string? Prefix, string? Suffix);

/// <summary>Names between FHIR and NM1.</summary>
internal static class Names
{
    public static PartyName Of(string entity, PersonName? name) =>
        new(entity, true, name?.Last, name?.First, name?.Middle, name?.Prefix, name?.Suffix);

    /// <summary>The name that holds; the official one before others.</summary>
    public static PersonName? Now(JsonElement person, DateOnly today) => Best(person.Current("name", today).ToList());

    /// <summary>The name in the text of a change: an array of names.</summary>
    public static PersonName? Told(string? json)
    {
        if (json is null)
            return null;
        using var names = JsonDocument.Parse(json);
        return Best([.. names.RootElement.EnumerateArray()]);
    }

    public static PersonName? Best(List<JsonElement> names)
    {
        if (names.Count == 0)
            return null;
        var name = names.Find(static each => each.Text("use") == "official")
            is { ValueKind: JsonValueKind.Object } official
            ? official
            : names[0];
        var given = name.Given().ToList();
        // The guide wants a last name of everybody: who has one name only, has it there.
        var last = name.Text("family") ?? given.FirstOrDefault() ?? name.Text("text");
        var first = name.Text("family") is null ? null : given.FirstOrDefault();
        return new(
            last,
            first,
            given.Count > 1 ? string.Join(' ', given.Skip(1)) : null,
            All(name, "prefix"),
            All(name, "suffix")
        );
    }

    private static string? All(JsonElement name, string part) =>
        string.Join(' ', name.Items(part).Select(static each => each.GetString())) is { Length: > 0 } all ? all : null;
}
