using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>Everything that is particular to one kind of request, as data.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Code">Its code in <c>Task.code</c>.</param>
/// <param name="Profile">The profile that its resources keep to, by name.</param>
/// <param name="Law">The clause that gives the right.</param>
/// <param name="Due">The clock of its answer.</param>
public sealed record KindRules(
    RequestKind Kind,
    string Code,
    string Profile,
    string Law,
    Func<ClockFacts, DeadlineId> Due
)
{
    /// <summary>The system of its code.</summary>
    public string System { get; init; } = Systems.Base + "/CodeSystem/husky-request-type";

    /// <summary>The system of its business status.</summary>
    public string StatusSystem { get; init; } = Systems.Base + "/CodeSystem/husky-request-status";

    /// <summary>The system of its inputs.</summary>
    public string InputSystem { get; init; } = Systems.Base + "/CodeSystem/husky-task-parameter";

    /// <summary>The system of its outputs.</summary>
    public string OutputSystem { get; init; } = Systems.Base + "/CodeSystem/husky-task-parameter";

    /// <summary>
    /// Whether the due day is in the extension husky-due-date, since its guide forbids <c>Task.restriction</c>.
    /// </summary>
    public bool DueInExtension { get; init; }

    /// <summary>Where it begins.</summary>
    public RequestState Filed { get; init; } = States.Submitted;

    /// <summary>Where it waits for what is missing.</summary>
    public RequestState Waits { get; init; } = States.Awaiting;

    /// <summary>Who may file it.</summary>
    public Actors Filers { get; init; } = Actors.Member | Actors.Staff;

    /// <summary>
    /// Whether a provider who files it needs the member's written authorisation, and waits on hold without.
    /// </summary>
    public bool ProviderNeedsAuthorization { get; init; }

    /// <summary>The input that shows the member's own word: the written authorisation, or a form.</summary>
    public string Authorization { get; init; } = "representative-authorization";

    /// <summary>
    /// Whether the plan may get the member's word itself. It is then the plan that is waited for, so that the time
    /// runs, and the member's own request goes before one that waits.
    /// </summary>
    public bool PlanConfirms { get; init; }

    /// <summary>In which programmes it exists.</summary>
    public IReadOnlyList<HuskyProgramme> Programmes { get; init; } = HuskyProgrammes.All;

    /// <summary>
    /// Whether it is about a decision, which must then be appealable, the member's, and not appealed at this level
    /// already.
    /// </summary>
    public bool AboutDecision { get; init; }

    /// <summary>
    /// Whether the Department hears it: its clients see it with what belongs to it, and move it, and no other kind.
    /// </summary>
    public bool BeforeAgency { get; init; }

    /// <summary>Whether its reasons are those of <see cref="GrievanceReasons"/>.</summary>
    public bool HasReasons { get; init; }

    /// <summary>Whether it follows on another request, in <c>Task.partOf</c> or <c>Task.reasonReference</c>.</summary>
    public RequestKind[] Follows { get; init; } = [];

    /// <summary>
    /// Whether it may also be asked for by itself, where the programme is not under managed care (42 CFR 431.221(b)).
    /// </summary>
    public bool StandsAlone { get; init; }

    /// <summary>Why it may not follow on a request that stands so; null where it may.</summary>
    public Func<RequestState, string?> FollowsOn { get; init; } = static _ => null;

    /// <summary>Whether a member may have one open at a time only.</summary>
    public bool OneOpen { get; init; }

    /// <summary>The clock of its filing; null where it may be filed at any time.</summary>
    public DeadlineId? Filing { get; init; }

    /// <summary>Inputs that a filing must have: of each row, one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Inputs { get; init; } = [];

    /// <summary>
    /// The grounds of CodeSystem husky-refusal-reason on which alone it may be refused; empty where any reason does.
    /// </summary>
    public IReadOnlyList<string> Grounds { get; init; } = [];

    /// <summary>What may be done with it.</summary>
    public IReadOnlyList<Transition> Transitions { get; init; } = [];

    /// <summary>What may never be done with it.</summary>
    public IReadOnlyList<NeverRule> Never { get; init; } = [];

    /// <summary>Whether the service grants it itself where nobody is to review it.</summary>
    public bool GrantsItself { get; init; }

    /// <summary>What follows from its filing.</summary>
    public IReadOnlyList<RequestEffect> OnFiling { get; init; } = [RequestEffect.SendAcknowledgement];

    /// <summary>Every state that its transitions name.</summary>
    public IEnumerable<RequestState> AllStates =>
        Transitions.SelectMany(static each => each.From.Append(each.To)).Append(Filed).Distinct();
}
