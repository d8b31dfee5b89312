using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Documents;

/// <summary>
/// The bytes of a document (R4 section 2.39). They belong to the member of the security context, and are shown to
/// whoever is shown all documents that have them, or had them; until one has, to the plan alone: who stored them links
/// them by the address that the answer gave. In searches and histories a Binary stands without its data.
/// </summary>
internal static class BinaryType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Binary>("Documents", AccessClass.Member)
            .Ends(
                "Bytes are kept as long as the record: give the DocumentReference the status entered-in-error or superseded."
            )
            .BelongsTo(static binary => binary.SecurityContext, "Binary.securityContext", "patient")
            .WrittenAs(static _ => WriteContent.Bytes)
            .Rule(BinaryRules.Check)
            .Bytes(static binary => ContentKind.Of(binary.ContentType), Apart)
            .SeenWith(static binary =>
                References.Read(binary.SecurityContext) is { Type: "DocumentReference" } ? [binary.SecurityContext] : []
            )
            .OnlyWithOthers()
            .Build();

    /// <summary>
    /// The resource without its bytes, and the bytes; of a copy, since what was asked for may be prepared again.
    /// </summary>
    private static (Binary Without, Content? Content) Apart(Binary binary) =>
        binary is { Data: { Length: > 0 } data } && ContentKind.Of(binary.ContentType) is { } kind
            ? (
                new()
                {
                    IdElement = binary.IdElement,
                    Meta = binary.Meta,
                    ImplicitRulesElement = binary.ImplicitRulesElement,
                    LanguageElement = binary.LanguageElement,
                    ContentTypeElement = binary.ContentTypeElement,
                    SecurityContext = binary.SecurityContext,
                },
                Content.Of(data, kind)
            )
            : (binary, null);
}
