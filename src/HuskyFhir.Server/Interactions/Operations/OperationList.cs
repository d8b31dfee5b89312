using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Interactions.Auditing;
using HuskyFhir.Server.Interactions.Matching;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>The one table of operations.</summary>
internal static class OperationList
{
    private const string Core = "http://hl7.org/fhir/OperationDefinition/";
    private static readonly string[] Get = ["GET"];
    private static readonly string[] Post = ["POST"];
    private static readonly string[] Both = ["GET", "POST"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new(
            "$validate",
            Core + "Resource-validate",
            [],
            true,
            false,
            Post,
            Interaction.Read,
            static services => services.GetRequiredService<ValidateInteraction>().ValidateAsync
        ),
        new(
            "$validate",
            Core + "Resource-validate",
            [],
            false,
            true,
            Both,
            Interaction.Read,
            static services => services.GetRequiredService<ValidateInteraction>().ValidateAsync
        ),
        new(
            "$meta",
            Core + "Resource-meta",
            [],
            false,
            true,
            Get,
            Interaction.Read,
            static services => services.GetRequiredService<MetaOperation>().MetaAsync
        ),
        new(
            "$everything",
            Core + "Patient-everything",
            ["Patient"],
            false,
            true,
            Both,
            Interaction.Read,
            static services => services.GetRequiredService<EverythingOperation>().EverythingAsync
        ),
        new(
            "$disclosures",
            Systems.Base + "/OperationDefinition/husky-disclosures",
            ["Patient"],
            false,
            true,
            Both,
            Interaction.Read,
            static services => services.GetRequiredService<DisclosuresOperation>().DisclosuresAsync
        ),
        new(
            "$match",
            Core + "Patient-match",
            ["Patient"],
            true,
            false,
            Post,
            Interaction.Search,
            static services => services.GetRequiredService<MatchOperation>().MatchAsync
        ),
        new(
            "$member-match",
            "http://hl7.org/fhir/us/davinci-hrex/OperationDefinition/member-match",
            ["Patient"],
            true,
            false,
            Post,
            Interaction.Search,
            static services => services.GetRequiredService<MemberMatchOperation>().MatchAsync
        ),
        new(
            ProviderMatchOperation.Name,
            "http://hl7.org/fhir/us/davinci-pdex/OperationDefinition/ProviderMemberMatch",
            ["Group"],
            true,
            false,
            Post,
            Interaction.Search,
            static services => services.GetRequiredService<ProviderMatchOperation>().MatchAsync
        ),
        new(
            "$lastn",
            Core + "Observation-lastn",
            ["Observation"],
            true,
            false,
            Both,
            Interaction.Search,
            static services => services.GetRequiredService<LastOperation>().LastAsync
        ),
        new(
            "$docref",
            "http://hl7.org/fhir/us/core/OperationDefinition/docref",
            ["DocumentReference"],
            true,
            false,
            Both,
            Interaction.Search,
            static services => services.GetRequiredService<DocumentOperation>().DocumentsAsync
        ),
        new(
            "$member-add",
            "http://hl7.org/fhir/us/davinci-atr/OperationDefinition/member-add",
            ["Group"],
            false,
            true,
            Post,
            Interaction.Update,
            static services => services.GetRequiredService<PanelOperations>().AddAsync
        ),
        new(
            "$member-remove",
            "http://hl7.org/fhir/us/davinci-atr/OperationDefinition/member-remove",
            ["Group"],
            false,
            true,
            Post,
            Interaction.Update,
            static services => services.GetRequiredService<PanelOperations>().RemoveAsync
        ),
        new(
            "$directives",
            Systems.Base + "/OperationDefinition/husky-directives",
            ["Patient"],
            false,
            true,
            Both,
            Interaction.Read,
            static services => services.GetRequiredService<DirectivesOperation>().DirectivesAsync
        ),
        new(
            "$timeline",
            Systems.Base + "/OperationDefinition/husky-timeline",
            ["Task"],
            false,
            true,
            Get,
            Interaction.Read,
            static services => services.GetRequiredService<Requests.TimelineOperation>().TimelineAsync
        ),
        new(
            Requests.CorrectionOperation.Name,
            "http://hl7.org/fhir/uv/patient-corrections/OperationDefinition/correction-request",
            ["Communication"],
            true,
            false,
            Post,
            Interaction.Create,
            static services => services.GetRequiredService<Requests.CorrectionOperation>().RequestAsync
        ),
        new(
            Requests.ReportOperation.Name,
            Systems.Base + "/OperationDefinition/husky-request-report",
            ["Task"],
            true,
            false,
            Both,
            Interaction.Search,
            static services => services.GetRequiredService<Requests.ReportOperation>().ReportAsync
        ),
        new(
            "$changes",
            Systems.Base + "/OperationDefinition/husky-changes",
            ["Patient"],
            true,
            true,
            Both,
            Interaction.Read,
            static services => services.GetRequiredService<ChangesOperation>().ChangesAsync
        ),
        new(
            "$expand",
            Core + "ValueSet-expand",
            ["ValueSet"],
            true,
            true,
            Both,
            null,
            static services => services.GetRequiredService<ValueSetOperations>().ExpandAsync
        ),
        new(
            "$validate-code",
            Core + "ValueSet-validate-code",
            ["ValueSet"],
            true,
            true,
            Both,
            null,
            static services => services.GetRequiredService<ValueSetOperations>().ValidateCodeAsync
        ),
        new(
            "$lookup",
            Core + "CodeSystem-lookup",
            ["CodeSystem"],
            true,
            false,
            Both,
            null,
            static services => services.GetRequiredService<CodeSystemOperations>().LookupAsync
        ),
        new(
            "$validate-code",
            Core + "CodeSystem-validate-code",
            ["CodeSystem"],
            true,
            false,
            Both,
            null,
            static services => services.GetRequiredService<CodeSystemOperations>().ValidateCodeAsync
        ),
        new(
            "$subsumes",
            Core + "CodeSystem-subsumes",
            ["CodeSystem"],
            true,
            false,
            Both,
            null,
            static services => services.GetRequiredService<CodeSystemOperations>().SubsumesAsync
        ),
    ];
}
