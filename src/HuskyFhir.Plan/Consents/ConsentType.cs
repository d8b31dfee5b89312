using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Consents;

/// <summary>
/// What a member decided (R4 section 6.2): who may see the record, or, with the scope <c>adr</c>, what is to be done
/// when the member cannot say. Privacy consents take effect with the next query, by <see cref="ConsentTerms"/>; they
/// are between the member and the plan.
/// </summary>
internal static class ConsentType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Consent>("Privacy", AccessClass.Member)
            .Must("husky-access-opt-out", ConsentKinds.IsOptOut)
            .Must("husky-release", ConsentKinds.IsRelease)
            .Must(
                "husky-restriction",
                static consent =>
                    ConsentKinds.IsPrivacy(consent)
                    && !ConsentKinds.IsOptOut(consent)
                    && !ConsentKinds.IsRelease(consent)
            )
            .Must("husky-advance-directive", ConsentKinds.IsDirective)
            .Ends("A consent is ended by status inactive, and one that was entered in error gets that status.")
            .BelongsTo(static consent => consent.Patient, "Consent.patient", "patient")
            .Narrates(
                ("What", static consent => Words.Of(consent.Scope)),
                ("Kind", static consent => Words.Of(consent.Category)),
                ("Rule", static consent => Words.Of(consent.PolicyRule)),
                ("Of", static consent => Words.Of(consent.Patient)),
                ("Decided", static consent => consent.DateTime),
                (
                    "Speaks for the member",
                    static consent =>
                        Words.Join(
                            ", ",
                            HuskyFhir
                                .Plan.Directives.DirectiveParties.Agents(consent)
                                .Select(static agent => Words.Of(agent.Reference))
                        )
                ),
                (
                    "No longer appointed",
                    static consent =>
                        Words.Join(
                            ", ",
                            HuskyFhir
                                .Plan.Directives.DirectiveParties.Appointed(consent)
                                .Where(HuskyFhir.Plan.Directives.DirectiveParties.IsEnded)
                                .Select(static agent => Words.Of(agent.Reference))
                        )
                ),
                (
                    "Refused",
                    static consent =>
                        Words.Join(
                            ", ",
                            ConsentKinds
                                .Provisions(consent)
                                .Skip(1)
                                .Where(static nested => nested.Type == Consent.ConsentProvisionType.Deny)
                                .SelectMany(static nested => nested.Code)
                                .Select(Words.Of)
                        )
                ),
                ("Status", static consent => consent.StatusElement?.JsonValue as string)
            )
            .Keys(static consent => consent.Identifier, Systems.ConsentKey)
            .Restrict(static consent => ConsentKinds.IsDirective(consent) ? Restriction.None : Restriction.Plan)
            .WrittenAs(ConsentKinds.ContentOf)
            .Shows(
                static consent => ConsentKinds.IsDirective(consent) ? [] : [consent.Source as ResourceReference],
                "DocumentReference"
            )
            .Rule(ConsentRules.Check)
            .Rule(HuskyFhir.Plan.Directives.DirectiveRules.Check)
            .Table(ConsentTerms.Table, ConsentTerms.Of)
            .Table(HuskyFhir.Plan.Directives.Appointments.Standing, HuskyFhir.Plan.Directives.Appointments.Rows)
            .Identifiers("The consent's number, or any other identifier.", static consent => consent.Identifier)
            .TokenColumn(
                "status",
                "Consent.status",
                "Draft, proposed, active, rejected, inactive …",
                static consent => Tokens.Of(consent.StatusElement)
            )
            .Token(
                "scope",
                "Consent.scope",
                "Which kind of consent: patient-privacy, adr, research, treatment.",
                static consent => Tokens.Of(consent.Scope)
            )
            .Token(
                "category",
                "Consent.category",
                "Classification, such as advance directive or provider access.",
                static consent => consent.Category.SelectMany(Tokens.Of)
            )
            .DateColumn(
                "date",
                "Consent.dateTime",
                "When it was decided.",
                static consent => Interval.Of(consent.DateTime)
            )
            .DateColumn(
                "period",
                "Consent.provision.period",
                "When its rule holds.",
                static consent => Interval.Of(consent.Provision?.Period)
            )
            .Token(
                "action",
                "Consent.provision.action",
                "What is permitted or denied.",
                static consent =>
                    ConsentKinds
                        .Provisions(consent)
                        .SelectMany(static provision => provision.Action)
                        .SelectMany(Tokens.Of)
            )
            .Token(
                "purpose",
                "Consent.provision.purpose",
                "For which purpose.",
                static consent =>
                    ConsentKinds
                        .Provisions(consent)
                        .SelectMany(static provision => provision.Purpose)
                        .SelectMany(Tokens.Of)
            )
            .Token(
                "security-label",
                "Consent.provision.securityLabel",
                "Which sensitive kind.",
                static consent =>
                    ConsentKinds
                        .Provisions(consent)
                        .SelectMany(static provision => provision.SecurityLabel)
                        .SelectMany(Tokens.Of)
            )
            .Reference(
                "actor",
                "Consent.provision.actor.reference",
                "Who is permitted or denied, or speaks for the member.",
                ["Organization", "PractitionerRole", "Practitioner", "RelatedPerson", "Patient"],
                static consent =>
                    ConsentKinds
                        .Provisions(consent)
                        .SelectMany(static provision => provision.Actor)
                        .Select(static actor => actor.Reference)
            )
            .Reference(
                "consentor",
                "Consent.performer",
                "Who decided.",
                ["Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization"],
                static consent => consent.Performer
            )
            .Reference(
                "organization",
                "Consent.organization",
                "Who keeps it.",
                ["Organization"],
                static consent => consent.Organization
            )
            .Reference(
                "source-reference",
                "Consent.source as Reference",
                "The paper.",
                ["DocumentReference", "Consent"],
                static consent => [consent.Source as ResourceReference]
            )
            .CareDate("date")
            .Build();
}
