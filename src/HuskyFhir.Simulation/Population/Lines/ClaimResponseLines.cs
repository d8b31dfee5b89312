using HuskyFhir.Core.Terms;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Decisions (profile husky-decision).</summary>
internal sealed class ClaimResponseLines(FhirLines to)
{
    private const string Extensions = Systems.Base + "/StructureDefinition/";
    private const string Pas = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/";

    public void Write(GeneratedDecision decision)
    {
        var (json, claim) = (to.Json, decision.Claim);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "ClaimResponse"u8);
        json.WriteString("id"u8, decision.Id);
        if (decision.Action is { } action)
            Adverse(decision, action);
        to.Identifier(
            "official",
            null,
            null,
            Systems.DecisionNumber,
            $"D-{Ids.ClientId(claim.Asking.Number)}-{claim.Nth}-{decision.Nth}"
        );
        json.WriteString("status"u8, "active"u8);
        to.Concept("type"u8, CodeSystems.ClaimType, "professional", null);
        json.WriteString("use"u8, claim.Use);
        to.Reference("patient"u8, Ids.MemberReference(claim.Asking.Number));
        json.WriteString("created"u8, $"{decision.Decided:yyyy-MM-dd}T15:00:00-05:00");
        to.Reference("insurer"u8, "Organization/" + Ids.Payor);
        to.Reference("requestor"u8, "PractitionerRole/" + claim.Asking.Provider.RoleId, claim.Asking.Provider.Display);
        to.Reference("request"u8, "Claim/" + claim.Id);
        json.WriteString("outcome"u8, "complete"u8);
        json.WriteString("disposition"u8, Words(decision));
        if (claim.Use != "claim" && decision.Action != "denied-full")
            json.WriteString("preAuthRef"u8, claim.Authorization);
        Item(decision);
        to.End();
    }

    private void Adverse(GeneratedDecision decision, string action)
    {
        to.Json.WriteStartArray("extension"u8);
        Extension("husky-action-kind");
        to.Json.WriteString("valueCode"u8, action);
        to.Json.WriteEndObject();
        Extension("husky-notice-date");
        to.Date("valueDate"u8, decision.Notice);
        to.Json.WriteEndObject();
        if (decision.Effective is { } effective)
        {
            Extension("husky-action-date");
            to.Date("valueDate"u8, effective);
            to.Json.WriteEndObject();
            Extension("husky-previous-authorization");
            to.Reference("valueReference"u8, "ClaimResponse/" + decision.IdOf(1));
            to.Json.WriteEndObject();
        }

        to.Json.WriteEndArray();
    }

    private void Extension(string name)
    {
        to.Json.WriteStartObject();
        to.Json.WriteString("url"u8, Extensions + name);
    }

    private void Item(GeneratedDecision decision)
    {
        var json = to.Json;
        json.WriteStartArray("item"u8);
        json.WriteStartObject();
        json.WriteNumber("itemSequence"u8, 1);
        json.WriteStartArray("adjudication"u8);
        json.WriteStartObject();
        if (decision.Claim.Use != "claim")
            Review(
                decision.Action switch
                {
                    null => "A1",
                    "denied-partial" => "A2",
                    "reduced" => "A6",
                    _ => "A3",
                }
            );
        to.Concept("category"u8, CodeSystems.Adjudication, "submitted", null);
        if (decision.Action is not null)
            to.Concept("reason"u8, CodeSystems.DenialReason, decision.Reason, null);
        if (decision.Claim.Dollars > 0)
            to.Money("amount"u8, decision.Claim.Dollars);
        json.WriteEndObject();
        if (decision.Claim.Dollars > 0)
            Benefit(decision);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Benefit(GeneratedDecision decision)
    {
        to.Json.WriteStartObject();
        to.Concept("category"u8, CodeSystems.Adjudication, "benefit", null);
        to.Money(
            "amount"u8,
            decision.Action switch
            {
                null => decision.Claim.Dollars * 6 / 10,
                "denied-partial" => decision.Claim.Dollars * 3 / 10,
                _ => 0,
            }
        );
        to.Json.WriteEndObject();
    }

    private void Review(string action)
    {
        var json = to.Json;
        json.WriteStartArray("extension"u8);
        json.WriteStartObject();
        json.WriteString("url"u8, Pas + "extension-reviewAction");
        json.WriteStartArray("extension"u8);
        json.WriteStartObject();
        json.WriteString("url"u8, Pas + "extension-reviewActionCode");
        to.Concept("valueCodeableConcept"u8, "https://codesystem.x12.org/005010/306", action, null);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Words(GeneratedDecision decision) =>
        decision.Action switch
        {
            null => decision.Claim.Use == "claim" ? "Paid" : "Approved",
            "denied-partial" => decision.Claim.Use == "claim" ? "Paid in part" : "Granted in part",
            "denied-full" => decision.Claim.Use == "claim" ? "Not paid" : "Denied",
            "reduced" => "Reduced after the last assessment",
            "suspended" => "Suspended until a new order comes",
            _ => "Ended after the last assessment",
        };
}
