using System.Text.Json;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// A person of the household who came (021), left (024) or changed (001), from the text of the change itself: of one
/// who left, the store may have nothing more.
/// </summary>
internal static class DependentMap
{
    /// <summary>v3-RoleCode as INS02.</summary>
    private static readonly Dictionary<string, string> Relationships = new(StringComparer.Ordinal)
    {
        ["SPS"] = "01",
        ["HUSB"] = "01",
        ["WIFE"] = "01",
        ["CHILD"] = "19",
        ["NCHILD"] = "19",
        ["DAU"] = "19",
        ["DAUC"] = "19",
        ["SON"] = "19",
        ["SONC"] = "19",
        ["NBOR"] = "19",
        ["CHLDADOPT"] = "09",
        ["CHLDFOST"] = "10",
        ["STPCHLD"] = "17",
        ["GRNDCHILD"] = "05",
        ["PRN"] = "03",
        ["FTH"] = "03",
        ["MTH"] = "03",
        ["NPRN"] = "03",
        ["ADOPTP"] = "03",
        ["STPPRN"] = "16",
        ["PRNINLAW"] = "13",
        ["GRPRN"] = "04",
        ["GRFTH"] = "04",
        ["GRMTH"] = "04",
        ["AUNT"] = "06",
        ["UNCLE"] = "06",
        ["NIECE"] = "07",
        ["NEPHEW"] = "07",
        ["NIENEPH"] = "07",
        ["COUSN"] = "08",
        ["SIB"] = "14",
        ["BRO"] = "14",
        ["SIS"] = "14",
        ["HSIB"] = "14",
        ["STPSIB"] = "14",
        ["DOMPART"] = "53",
        ["SIGOTHR"] = "53",
        ["GUARD"] = "26",
        ["EXT"] = "G9",
        ["FAMMEMB"] = "G9",
        ["INLAW"] = "G9",
    };

    public static MemberRecord Of(ToldChange change, string subscriber)
    {
        using var json = JsonDocument.Parse(change.After ?? change.Before ?? "{}");
        var person = json.RootElement;
        var relationship = Relationship(person.Items("relationship"));
        var hasLeft = change.After is null || person.Text("until") is not null;
        var maintenance =
            hasLeft ? "024"
            : change.Before is null ? "021"
            : "001";
        return new()
        {
            Detail = new(
                false,
                relationship,
                maintenance,
                Reason(change, relationship, maintenance),
                hasLeft ? "T" : "A"
            ),
            References = [new("0F", subscriber)],
            Dates = [new("303", change.Last.Effective)],
            Party = new(Names.Of("IL", Names.Best([.. person.Items("name")]))),
            Demographics = Json.Day(person.Text("birthDate")) is { } birth
                ? new(birth, PersonDetails.Gender(person.Text("gender")), null, [])
                : null,
        };
    }

    /// <summary>
    /// One of the household who did not change (030), for a partner that wants households whole; null for one who is
    /// not of it, or no longer.
    /// </summary>
    public static MemberRecord? Unchanged(byte[]? body, string subscriber, DateOnly today)
    {
        using var json = JsonDocument.Parse(body ?? [(byte)'{', (byte)'}']);
        var person = json.RootElement;
        if (
            !HouseholdChanges.IsOfHousehold(person)
            || person.Child("active")?.ValueKind == JsonValueKind.False
            || Json.Day(person.Child("period")?.Text("end")) < today
        )
            return null;
        return new()
        {
            Detail = new(
                false,
                Relationship(person.Items("relationship").SelectMany(static each => each.Items("coding"))),
                "030",
                "XN",
                "A"
            ),
            References = [new("0F", subscriber)],
            Party = new(Names.Of("IL", Names.Now(person, today))),
            Demographics = Json.Day(person.Text("birthDate")) is { } birth
                ? new(birth, PersonDetails.Gender(person.Text("gender")), null, [])
                : null,
        };
    }

    private static string Relationship(IEnumerable<JsonElement> codings) =>
        codings
            .Select(static coding => Relationships.GetValueOrDefault(coding.Text("code") ?? string.Empty))
            .FirstOrDefault(static code => code is not null)
        ?? "G8";

    private static string Reason(ToldChange change, string relationship, string maintenance) =>
        (change.Kind, relationship, maintenance) switch
        {
            (ChangeKind.Birth, _, _) => "02",
            (_, "01", "021") => "32",
            (_, "09", "021") => "05",
            (_, _, "001") => "25",
            _ => "AI",
        };
}
