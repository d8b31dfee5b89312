using HuskyFhir.Core.Terms;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Requests and claims (profile husky-service-request).</summary>
internal sealed class ClaimLines(FhirLines to)
{
    public void Write(GeneratedClaim claim)
    {
        var json = to.Json;
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Claim"u8);
        json.WriteString("id"u8, claim.Id);
        to.Identifier(
            "official",
            null,
            null,
            Systems.ClaimNumber,
            $"{(claim.Use == "claim" ? "CL" : "PA")}-{Ids.ClientId(claim.Asking.Number)}-{claim.Nth}"
        );
        json.WriteString("status"u8, "active"u8);
        to.Concept("type"u8, CodeSystems.ClaimType, "professional", null);
        json.WriteString("use"u8, claim.Use);
        to.Reference("patient"u8, Ids.MemberReference(claim.Asking.Number));
        json.WriteString("created"u8, $"{claim.Received:yyyy-MM-dd}T09:00:00-05:00");
        to.Reference("insurer"u8, "Organization/" + Ids.Payor);
        to.Reference("provider"u8, "PractitionerRole/" + claim.Asking.Provider.RoleId, claim.Asking.Provider.Display);
        to.Concept("priority"u8, CodeSystems.Priority, claim.Expedited ? "stat" : "normal", null);
        json.WriteStartArray("insurance"u8);
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, 1);
        json.WriteBoolean("focal"u8, true);
        to.Reference("coverage"u8, claim.Asking.Coverage);
        json.WriteEndObject();
        json.WriteEndArray();
        Item(claim);
        to.End();
    }

    private void Item(GeneratedClaim claim)
    {
        var json = to.Json;
        json.WriteStartArray("item"u8);
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, 1);
        if (claim.Code is { } code)
        {
            to.Concept("productOrService"u8, CodeSystems.Hcpcs, code, null, claim.Text);
        }
        else
        {
            json.WriteStartObject("productOrService"u8);
            json.WriteString("text"u8, claim.Text);
            json.WriteEndObject();
        }

        if (claim.Dollars > 0)
            to.Money("net"u8, claim.Dollars);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
