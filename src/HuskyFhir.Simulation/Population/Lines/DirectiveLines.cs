using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.Households;
using HuskyFhir.Simulation.Population.Papers;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// Advance directives with their papers (profiles husky-advance-directive and husky-directive-document): of about one
/// adult in eight, and two in five from 65 on; the very old have a DNR order now and then. Each member has draws of its
/// own.
/// </summary>
internal sealed class DirectiveLines(FileSet files, long seed, DateOnly asOf)
{
    private const int AdultPermille = 120;
    private const int AgedPermille = 400;
    private const int OrderPermille = 80;
    private const string Kinds = Systems.Base + "/CodeSystem/husky-directive-kind";
    private const string Loinc = "http://loinc.org";

    private static readonly string[] Witnesses = ["Ruth Ambler", "Owen Pratt", "Ida Lowell", "Peter Marsh"];

    private static readonly Form Will = new("living-will", "acd", "86533-7", "Living will");
    private static readonly Form Agent = new(
        "health-care-representative",
        "hcd",
        "64298-3",
        "Appointment of a health care representative"
    );
    private static readonly Form Both = new("combined", "acd", "92664-2", "Combined health care instructions");
    private static readonly Form Order = new("dnr", "dnr", "93037-0", "DNR order");

    public void Write(Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
        {
            var (person, number) = (household.People[i], first + i);
            var draw = Draw.For(seed, DrawKind.Directive, number);
            if (person.Died is not null || person.Part.Born.AddYears(19) > asOf)
                continue;
            var aged = person.Part.Born.AddYears(65) <= asOf;
            if (draw.Permille(aged ? AgedPermille : AdultPermille))
                Write(new(person, number, 1, Signed(person, draw)), RelatedPersonLines.Adult(household, i, asOf), draw);
            if (
                person.Part.Born.AddYears(75) <= asOf
                && person.Pcp is { Specialty.Degree.Code: not "PA" }
                && draw.Permille(OrderPermille)
            )
                Write(new(person, number, 2, asOf.AddDays(-draw.Between(10, 300))), Order, null, draw);
        }
    }

    private void Write(Signing signing, (int Nth, Person Person)? speaker, Draw draw)
    {
        // Who was a child when it was signed could not have been named in it.
        var named = speaker is { } each && each.Person.Part.Born.AddYears(18) <= signing.On ? speaker : null;
        Write(
            signing,
            named is null || draw.Permille(400) ? Will
                : draw.Permille(600) ? Both
                : Agent,
            named,
            draw
        );
    }

    private DateOnly Signed(Person person, Draw draw)
    {
        var (on, least) = (asOf.AddDays(-draw.Between(30, 3000)), person.Part.Born.AddYears(18).AddDays(30));
        return on < least ? least : on;
    }

    private void Write(Signing signing, Form form, (int Nth, Person Person)? speaker, Draw draw)
    {
        var at = draw.Below(Witnesses.Length);
        var witnesses = form == Order ? [] : new[] { Witnesses[at], Witnesses[(at + 1) % Witnesses.Length] };
        WriteBytes(signing, form, witnesses);
        WriteDocument(signing, form);
        WriteConsent(signing, form, form == Will || form == Order ? null : speaker, witnesses);
    }

    private void WriteBytes(Signing signing, Form form, string[] witnesses)
    {
        var json = files.Binaries.Json;
        Begin(files.Binaries, "Binary", "db", signing);
        json.WriteString("contentType"u8, "application/pdf"u8);
        files.Binaries.Reference("securityContext"u8, Ids.MemberReference(signing.Number));
        json.WriteBase64String(
            "data"u8,
            PdfPage.Of(
                form.Title,
                [
                    $"{signing.Person.Given.Text} {signing.Person.Family.Text}",
                    $"Signed {signing.On:yyyy-MM-dd}",
                    .. witnesses.Select(static name => $"Witness: {name}"),
                    "An invented paper of an invented person.",
                ]
            )
        );
        files.Binaries.End();
    }

    private void WriteDocument(Signing signing, Form form)
    {
        var (to, json) = (files.Documents, files.Documents.Json);
        Begin(to, "DocumentReference", "dd", signing);
        to.Identifier("official", null, null, Systems.DocumentKey, Key(signing));
        json.WriteString("status"u8, "current"u8);
        to.Concept("type"u8, Loinc, form.Loinc, null, form.Title);
        json.WriteStartArray("category"u8);
        to.Concept(default, Loinc, "42348-3", null);
        json.WriteEndArray();
        to.Reference("subject"u8, Ids.MemberReference(signing.Number));
        json.WriteString("date"u8, $"{signing.On:yyyy-MM-dd}T12:00:00-05:00");
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteStartObject("attachment"u8);
        json.WriteString("contentType"u8, "application/pdf"u8);
        json.WriteString("url"u8, $"Binary/{Id("db", signing)}");
        json.WriteString("title"u8, form.Title);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("context"u8);
        to.Period(signing.On, null);
        json.WriteEndObject();
        to.End();
    }

    private void WriteConsent(Signing signing, Form form, (int Nth, Person Person)? speaker, string[] witnesses)
    {
        var (to, json, member) = (files.Consents, files.Consents.Json, Ids.MemberReference(signing.Number));
        Begin(to, "Consent", "dc", signing);
        to.Identifier("official", null, null, Systems.ConsentKey, Key(signing));
        json.WriteString("status"u8, "active"u8);
        to.Concept("scope"u8, "http://terminology.hl7.org/CodeSystem/consentscope", "adr", null);
        json.WriteStartArray("category"u8);
        to.Concept(default, Loinc, "42348-3", null);
        json.WriteStartObject();
        json.WriteStartArray("coding"u8);
        to.Coding(default, "http://terminology.hl7.org/CodeSystem/consentcategorycodes", form.Category, null);
        to.Coding(default, Kinds, form.Kind, null);
        json.WriteEndArray();
        json.WriteString("text"u8, form.Title);
        json.WriteEndObject();
        json.WriteEndArray();
        to.Reference("patient"u8, member);
        to.Date("dateTime"u8, signing.On);
        json.WriteStartArray("performer"u8);
        to.Reference(default, form == Order ? $"PractitionerRole/{signing.Person.Pcp!.RoleId}" : member);
        json.WriteEndArray();
        to.Reference("sourceReference"u8, $"DocumentReference/{Id("dd", signing)}");
        json.WriteStartArray("policy"u8);
        json.WriteStartObject();
        json.WriteString("uri"u8, "https://www.cga.ct.gov/current/pub/chap_368w.htm"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        if (witnesses.Length > 0)
            WriteActors(to, signing, speaker, witnesses);
        to.End();
    }

    private static void WriteActors(
        FhirLines to,
        Signing signing,
        (int Nth, Person Person)? speaker,
        string[] witnesses
    )
    {
        to.Json.WriteStartObject("provision"u8);
        to.Json.WriteStartArray("actor"u8);
        if (speaker is { } named)
        {
            to.Json.WriteStartObject();
            to.Concept("role"u8, CodeSystems.Role, "HPOWATT", null);
            to.Reference(
                "reference"u8,
                $"RelatedPerson/rp-{signing.Number:D7}-{named.Nth}",
                $"{named.Person.Given.Text} {named.Person.Family.Text}"
            );
            to.Json.WriteEndObject();
        }

        foreach (var name in witnesses)
        {
            to.Json.WriteStartObject();
            to.Concept("role"u8, "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "WIT", null);
            to.Json.WriteStartObject("reference"u8);
            to.Json.WriteString("display"u8, name);
            to.Json.WriteEndObject();
            to.Json.WriteEndObject();
        }

        to.Json.WriteEndArray();
        to.Json.WriteEndObject();
    }

    private static void Begin(FhirLines to, string type, string prefix, Signing signing)
    {
        to.Json.WriteStartObject();
        to.Json.WriteString("resourceType"u8, type);
        to.Json.WriteString("id"u8, Id(prefix, signing));
    }

    private static string Id(string prefix, Signing signing) => $"{prefix}-{signing.Number:D7}-{signing.Nth}";

    private static string Key(Signing signing) => $"ADR-{Ids.Opaque($"directive {signing.Number} {signing.Nth}")}";

    /// <summary>A kind of directive, with the codes of its consent and of its paper.</summary>
    private sealed record Form(string Kind, string Category, string Loinc, string Title);

    /// <summary>Who signed which of the member's directives, and when.</summary>
    private sealed record Signing(Person Person, long Number, int Nth, DateOnly On);
}
