using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Places;
using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Organizations, Locations, Practitioners and PractitionerRoles (US Core 6.1.0).</summary>
internal static class DirectoryLines
{
    private static readonly Term Government = new("govt", "Government");
    private static readonly Term Provider = new("prov", "Healthcare Provider");

    // Equal, but for the id, to the organisation of the sample bundles: loading both leaves one, unchanged.
    private static readonly Entry Payor = new(
        Ids.Payor,
        "CT-DSS",
        Government,
        "Connecticut Department of Social Services",
        "860-555-0100",
        new Address("100 Example Plaza", null, Atlas.Towns.Single(static t => t.Name == "Hartford"), "06105")
    )
    {
        Alias = "DSS",
        Email = "husky@dss.example.org",
    };

    /// <summary>The payor of every coverage.</summary>
    public static void WritePayor(FhirLines to) => Organization(to, Payor);

    public static void WriteClinic(FhirLines to, Clinic clinic) =>
        Organization(
            to,
            new(Ids.Clinic(clinic.Index), clinic.Npi, Provider, clinic.Name, clinic.Phone, clinic.Sites[0].Address)
        );

    public static void WriteSites(FhirLines to, Clinic clinic)
    {
        foreach (var site in clinic.Sites)
        {
            to.Begin("Location", site.Id, "location");
            to.Identifier("official", null, null, Systems.LocationKey, site.Id);
            to.Json.WriteString("status"u8, "active"u8);
            to.Json.WriteString("name"u8, site.Name);
            to.Json.WriteString("mode"u8, "instance"u8);
            Contact(to, site.Phone);
            to.Address("work", site.Address, name: "address"u8);
            to.Concept("physicalType"u8, CodeSystems.SiteType, "si", "Site");
            to.Reference("managingOrganization"u8, "Organization/" + Ids.Clinic(clinic.Index), clinic.Name);
            to.End();
        }
    }

    public static void WriteClinicians(FhirLines to, Clinic clinic)
    {
        foreach (var clinician in clinic.Clinicians)
            Practitioner(to, clinician);
    }

    public static void WriteRoles(FhirLines to, Clinic clinic)
    {
        foreach (var clinician in clinic.Clinicians)
            Role(to, clinic, clinician);
    }

    private static void Organization(FhirLines to, Entry entry)
    {
        to.Begin("Organization", entry.Id, "organization");
        if (entry.Kind == Provider)
            to.Identifier("official", "NPI", "National provider identifier", Systems.Npi, entry.Key);
        else
            to.Identifier("official", null, null, Systems.OrganizationKey, entry.Key);
        to.Json.WriteBoolean("active"u8, true);
        Concepts(to, "type"u8, CodeSystems.OrganizationType, entry.Kind);
        to.Json.WriteString("name"u8, entry.Name);
        if (entry.Alias is not null)
            to.OneItem("alias"u8, entry.Alias);
        Contact(to, entry.Phone, entry.Email);
        to.Json.WriteStartArray("address"u8);
        to.Address("work", entry.Address);
        to.Json.WriteEndArray();
        to.End();
    }

    private static void Practitioner(FhirLines to, Clinician clinician)
    {
        to.Begin("Practitioner", Ids.Practitioner(clinician.Index), "practitioner");
        to.Identifier("official", "NPI", "National provider identifier", Systems.Npi, clinician.Npi);
        to.Json.WriteBoolean("active"u8, true);
        to.Json.WriteStartArray("name"u8);
        to.Name(
            "official",
            clinician.Family,
            clinician.Given,
            null,
            clinician.Specialty.Degree.Code,
            clinician.Specialty.Doctor ? "Dr." : null
        );
        to.Json.WriteEndArray();
        Contact(to, clinician.Phone);
        to.Json.WriteStartArray("address"u8);
        to.Address("work", clinician.Site.Address);
        to.Json.WriteEndArray();
        to.Json.WriteString("gender"u8, clinician.Female ? "female"u8 : "male"u8);
        to.Json.WriteStartArray("qualification"u8);
        to.Json.WriteStartObject();
        to.Concept("code"u8, CodeSystems.Degree, clinician.Specialty.Degree.Code, clinician.Specialty.Degree.Display);
        to.Json.WriteEndObject();
        to.Json.WriteEndArray();
        to.End();
    }

    private static void Role(FhirLines to, Clinic clinic, Clinician clinician)
    {
        to.Begin("PractitionerRole", clinician.RoleId, "practitionerrole");
        to.Identifier("official", null, null, Systems.RoleKey, clinician.RoleId);
        to.Json.WriteBoolean("active"u8, true);
        to.Period(clinician.Since, null);
        to.Reference("practitioner"u8, "Practitioner/" + Ids.Practitioner(clinician.Index), clinician.Display);
        to.Reference("organization"u8, "Organization/" + Ids.Clinic(clinic.Index), clinic.Name);
        Concepts(to, "code"u8, CodeSystems.Snomed, new("453231000124104", "Primary care provider"));
        Concepts(to, "specialty"u8, CodeSystems.Taxonomy, clinician.Specialty.Taxonomy);
        to.Json.WriteStartArray("location"u8);
        to.Reference(default, "Location/" + clinician.Site.Id);
        to.Json.WriteEndArray();
        Contact(to, clinician.Phone);
        to.End();
    }

    private static void Concepts(FhirLines to, ReadOnlySpan<byte> name, string system, Term term)
    {
        to.Json.WriteStartArray(name);
        to.Concept(default, system, term.Code, term.Display);
        to.Json.WriteEndArray();
    }

    private static void Contact(FhirLines to, string phone, string? email = null)
    {
        to.Json.WriteStartArray("telecom"u8);
        to.Telecom("phone", phone, "work");
        if (email is not null)
            to.Telecom("email", email, "work");
        to.Json.WriteEndArray();
    }

    private sealed record Entry(string Id, string Key, Term Kind, string Name, string Phone, Address Address)
    {
        public string? Alias { get; init; }

        public string? Email { get; init; }
    }
}
