using System.Text.Json.Nodes;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Precedence;

/// <summary>
/// Which facts a resource tells. A member's record and the persons of the household tell many, which come from
/// different sources and are ruled one by one; a coverage, an assignment, a consent or a request is one fact as a
/// whole. Security labels are apart (<see cref="FactLabels"/>), and so is the provider whom the record names, since
/// that follows from the assignments.
/// </summary>
internal static class FactList
{
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private const string Interpreter = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";

    /// <summary>What is of the record and says nothing of the world.</summary>
    private static readonly string[] Apart =
    [
        "resourceType",
        "id",
        "meta",
        "text",
        "implicitRules",
        "securityLabel",
        "generalPractitioner",
    ];

    private static readonly Fact[] OfPersons =
    [
        new(FactKind.ConfidentialContact, "confidential-address", ["address"], ConfidentialElements.IsLabelled),
        new(FactKind.ConfidentialContact, "confidential-telecom", ["telecom"], ConfidentialElements.IsLabelled),
        new(FactKind.ConfidentialContact, "confidential-contact", ["contact"], HasLabelled),
        new(FactKind.Contact, "address", ["address"], static item => !ConfidentialElements.IsLabelled(item)),
        new(
            FactKind.Contact,
            "email",
            ["telecom"],
            static item => !ConfidentialElements.IsLabelled(item) && IsMail(item)
        ),
        new(
            FactKind.Contact,
            "phone",
            ["telecom"],
            static item => !ConfidentialElements.IsLabelled(item) && !IsMail(item)
        ),
        new(FactKind.Contact, "contact", ["contact"], static item => !HasLabelled(item)),
        new(FactKind.Identity, "name", ["name"]),
        new(FactKind.Identity, "birth-date", ["birthDate"]),
        new(FactKind.Identity, "sex", ["gender"]),
        new(
            FactKind.Identity,
            "sex-at-birth",
            ["extension"],
            static item => Url(item) is UsCore + "birthsex" or UsCore + "sex"
        ),
        new(FactKind.Identity, "race", ["extension"], static item => Url(item) == UsCore + "race"),
        new(FactKind.Identity, "ethnicity", ["extension"], static item => Url(item) == UsCore + "ethnicity"),
        new(FactKind.Identity, "marital-status", ["maritalStatus"]),
        new(FactKind.Language, "language", ["communication"]),
        new(
            FactKind.Language,
            "interpreter",
            ["extension"],
            static item => Url(item) is Interpreter or UsCore + "interpreter-needed"
        ),
        new(FactKind.Death, "death", ["deceasedBoolean", "deceasedDateTime"]),
        new(
            FactKind.Other,
            "extension",
            ["extension"],
            static item =>
                Url(item)
                    is not (
                        Interpreter
                        or UsCore + "interpreter-needed"
                        or UsCore + "race"
                        or UsCore + "ethnicity"
                        or UsCore + "birthsex"
                        or UsCore + "sex"
                    )
        ),
    ];

    private static readonly HashSet<string> Claimed = [.. OfPersons.SelectMany(static fact => fact.Elements)];

    private static readonly Dictionary<string, FactKind> Whole = new(StringComparer.Ordinal)
    {
        ["Coverage"] = FactKind.Coverage,
        ["CareTeam"] = FactKind.PcpAssignment,
        ["Observation"] = FactKind.Income,
        ["Consent"] = FactKind.Consent,
        ["DocumentReference"] = FactKind.Document,
        ["Binary"] = FactKind.Document,
        ["Task"] = FactKind.Request,
        ["Communication"] = FactKind.Request,
        ["Claim"] = FactKind.Request,
        ["ClaimResponse"] = FactKind.Request,
    };

    /// <summary>The facts of two bodies of one resource.</summary>
    public static IEnumerable<Fact> Of(string type, JsonObject said, JsonObject stands)
    {
        var names = said.Concat(stands)
            .Select(static each => each.Key.TrimStart('_'))
            .Distinct()
            .Except(Apart)
            .Order(StringComparer.Ordinal);
        if (Whole.TryGetValue(type, out var kind))
            return
            [
                new(kind, HuskyFhir.Core.Terms.Codes.Of(kind), [.. names])
                {
                    Derived = type == "CareTeam" && !IsVoid(said) && !IsVoid(stands) ? ["status", "period"] : [],
                },
            ];
        return type is "Patient" or "RelatedPerson"
            ? OfPersons.Concat(
                names
                    .Where(static name => !Claimed.Contains(name))
                    .Select(name => new Fact(type == "Patient" ? FactKind.Other : FactKind.Household, name, [name]))
            )
            : names.Select(static name => new Fact(FactKind.Directory, name, [name]));
    }

    /// <summary>A fact by the name that a conflict kept.</summary>
    public static Fact Find(string type, string name, JsonObject offered, JsonObject stands) =>
        Of(type, offered, stands).First(fact => fact.Name == name);

    private static bool IsVoid(JsonObject team) => (string?)team["status"] == "entered-in-error";

    private static bool IsMail(JsonObject contact) => (string?)contact["system"] == "email";

    private static string? Url(JsonObject extension) => (string?)extension["url"];

    private static bool HasLabelled(JsonObject contact) =>
        ConfidentialElements.IsLabelled(contact)
        || (contact["address"] is JsonObject address && ConfidentialElements.IsLabelled(address))
        || (
            contact["telecom"] is JsonArray telecom && telecom.OfType<JsonObject>().Any(ConfidentialElements.IsLabelled)
        );
}
