using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Population.People;
using HuskyFhir.Exchange.Population.Places;
using HuskyFhir.Exchange.Population.Providers;

namespace HuskyFhir.Exchange.Population.Lines;

/// <summary>Organizations, Locations, Practitioners and PractitionerRoles (US Core 6.1.0).</summary>
internal static class DirectoryLines
{
    private static readonly Address PayorAddress = new("100 Example Plaza", null, Atlas.Towns.Single(static t => t.Name == "Hartford"), "06105");

    /// <summary>The payor of every coverage; equal in name and key to the one of the sample bundles.</summary>
    public static void WritePayor(FhirLines to) =>
        Organization(to, Ids.Payor, "CT-DSS", null, "govt", "Government", "Connecticut Department of Social Services", "860-555-0100", PayorAddress);

    public static void WriteClinic(FhirLines to, Clinic clinic) =>
        Organization(to, Ids.Clinic(clinic.Index), clinic.Npi, "NPI", "prov", "Healthcare Provider", clinic.Name, clinic.Phone, clinic.Sites[0].Address);

    public static void WriteSites(FhirLines to, Clinic clinic)
    {
        foreach (var site in clinic.Sites)
        {
            to.Begin("Location", site.Id, "location");
            to.Identifier("official", null, null, Systems.LocationKey, site.Id);
            to.Json.WriteString("status"u8, "active"u8);
            to.Json.WriteString("name"u8, site.Name);
            to.Json.WriteString("mode"u8, "instance"u8);
            Phone(to, site.Phone);
            to.Address("work", site.Address, name: "address"u8);
            to.Concept("physicalType"u8, CodeSystems.SiteType, "si", "Site");
            to.Reference("managingOrganization"u8, "Organization/" + Ids.Clinic(clinic.Index), clinic.Name);
            to.End();
        }
    }

    public static void WriteClinicians(FhirLines to, Clinic clinic)
    {
        foreach (var clinician in clinic.Clinicians) Practitioner(to, clinician);
    }

    public static void WriteRoles(FhirLines to, Clinic clinic)
    {
        foreach (var clinician in clinic.Clinicians) Role(to, clinic, clinician);
    }

    private static void Organization(
        FhirLines to, string id, string key, string? type, string kind, string kindDisplay, string name, string phone, Address address)
    {
        to.Begin("Organization", id, "organization");
        if (type is null) to.Identifier("official", null, null, Systems.OrganizationKey, key);
        else to.Identifier("official", type, "National provider identifier", Systems.Npi, key);
        to.Json.WriteBoolean("active"u8, true);
        to.Json.WriteStartArray("type"u8);
        to.Concept(default, CodeSystems.OrganizationType, kind, kindDisplay);
        to.Json.WriteEndArray();
        to.Json.WriteString("name"u8, name);
        Phone(to, phone);
        to.Json.WriteStartArray("address"u8);
        to.Address("work", address);
        to.Json.WriteEndArray();
        to.End();
    }

    private static void Practitioner(FhirLines to, Clinician clinician)
    {
        to.Begin("Practitioner", Ids.Practitioner(clinician.Index), "practitioner");
        to.Identifier("official", "NPI", "National provider identifier", Systems.Npi, clinician.Npi);
        to.Json.WriteBoolean("active"u8, true);
        to.Json.WriteStartArray("name"u8);
        to.Name("official", clinician.Family, clinician.Given, null, clinician.Specialty.Degree.Code, clinician.Specialty.Doctor ? "Dr." : null);
        to.Json.WriteEndArray();
        Phone(to, clinician.Phone);
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
        Phone(to, clinician.Phone);
        to.End();
    }

    private static void Concepts(FhirLines to, ReadOnlySpan<byte> name, string system, Term term)
    {
        to.Json.WriteStartArray(name);
        to.Concept(default, system, term.Code, term.Display);
        to.Json.WriteEndArray();
    }

    private static void Phone(FhirLines to, string phone)
    {
        to.Json.WriteStartArray("telecom"u8);
        to.Telecom("phone", phone, "work");
        to.Json.WriteEndArray();
    }
}
