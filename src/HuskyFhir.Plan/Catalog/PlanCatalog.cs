using HuskyFhir.Plan.Clients;
using HuskyFhir.Plan.Consents;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Directives;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Jobs;
using HuskyFhir.Plan.Members;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Plan.ProviderDirectory;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Plan.Requests;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Resources.Provenances;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Catalog;

/// <summary>
/// All that the families bring to the service, added up: their types, and what follows from writes of each. To add a
/// family, write its folder and name its types and reactions here.
/// </summary>
public static class PlanCatalog
{
    /// <summary>Every type that the service exposes.</summary>
    public static FhirTypeCatalog Types { get; } =
        new(
            PatientType.Declaration,
            CoverageType.Declaration,
            RelatedPersonType.Declaration,
            IncomeType.Declaration,
            CareTeamType.Declaration,
            GroupType.Declaration,
            TaskType.Declaration,
            ClaimType.Declaration,
            ClaimResponseType.Declaration,
            NoticeType.Declaration,
            DocumentReferenceType.Declaration,
            BinaryType.Declaration,
            ConsentType.Declaration,
            OrganizationType.Declaration,
            LocationType.Declaration,
            PractitionerType.Declaration,
            PractitionerRoleType.Declaration,
            ProvenanceType.Declaration
        );

    /// <summary>Every table of the database: each layer and each family lists its own.</summary>
    internal static IReadOnlyList<TableSpec> Tables { get; } =
    [
        .. AuditTables.All,
        .. ResourceTables.All,
        AsyncJobTables.AsyncJobs,
        .. ClientTables.All,
        .. ChangeTables.All,
        .. EnrolmentTables.All,
        ConflictTables.Conflicts,
        .. ExchangeTables.All,
        .. ReconciliationTables.All,
        .. Types.Types.SelectMany(static type => type.Tables),
    ];

    /// <summary>What follows from writes of each type, in the order in which it is asked.</summary>
    /// <param name="options">What the plan decides; the defaults where it says nothing.</param>
    public static WriteReactions Reactions(FamilyOptions? options = null)
    {
        var decided = options ?? FamilyOptions.Default;
        return new(
            new Dictionary<FhirType, IReadOnlyList<IWriteReaction>>
            {
                [PatientType.Declaration] = [new RecordConsequence(), new SpouseRevocation()],
                [RelatedPersonType.Declaration] = [new SpouseRevocation()],
                [CareTeamType.Declaration] = [new AssignmentConsequence()],
                [PractitionerRoleType.Declaration] = [new RoleConsequence()],
                [TaskType.Declaration] = [new RequestEngine(decided.Requests)],
                [ClaimType.Declaration] = [new ClaimClock(decided.Clocks)],
                [ClaimResponseType.Declaration] =
                [
                    new DecisionChecks(decided.Clocks, new(decided.Letters, decided.PlanName, decided.Clocks)),
                    new DecisionReplaced(),
                ],
                [DocumentReferenceType.Declaration] =
                [
                    new DisputedRecord(),
                    new SupersedeDocument(),
                    new MaintainDirectiveFlag(),
                ],
                [NoticeType.Declaration] = [new MailedLetters(new(decided.Letters, decided.PlanName, decided.Clocks))],
                [ConsentType.Declaration] = [new DirectiveChecks(), new MaintainDirectiveFlag()],
            },
            (done, work, cancellation) => new ChangeRecorder(work, decided.Reporting).RecordAsync(done, cancellation),
            static (known, work, now) => new PrecedenceRun(known, work, now)
        );
    }
}
