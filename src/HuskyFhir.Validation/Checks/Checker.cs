using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Checks;

/// <summary>
/// One validation of one resource: what has been found, where it stands, and what it may still cost. Not thread-safe.
/// </summary>
internal sealed partial class Checker(
    Resource resource,
    ProfileLibrary library,
    ITerminology terminology,
    ValidationSettings settings,
    IReferenceResolver? outside,
    CancellationToken cancellation
)
{
    private readonly List<Issue> issues = [];
    private Place place = new(resource);
    private Scope scope = null!;
    private HashSet<(string?, string)>? told;
    private HashSet<(Resource, string)>? met;
    private int errors;
    private int others;
    private bool more;
    private long steps;
    private int probing;
    private bool probeFailed;

    private bool Spent => steps > settings.MaxSteps;

    public void Run(IReadOnlyList<string> profiles)
    {
        Whole(resource, profiles, null, false);
        if (Spent)
        {
            probing = 0;
            Tell(
                RuleKind.TooCostly,
                $"Checking this resource would take more than {settings.MaxSteps} steps. Split it, or repeat less.",
                null
            );
        }
    }

    public ValidationReport Report() => issues.Count == 0 ? ValidationReport.Clean : new ValidationReport(issues);

    /// <summary>A resource: base rules first, then each profile that it claims or is asked to meet.</summary>
    private void Whole(
        Resource whole,
        IReadOnlyList<string> asked,
        Scope? outer,
        bool contained,
        string? fullUrl = null
    )
    {
        cancellation.ThrowIfCancellationRequested();
        var before = scope;
        scope = new Scope(whole, outer, contained, place.Depth, fullUrl);
        Base(whole);
        ContainedRules();
        if (whole is Bundle bundle)
            Entries(bundle);
        if (whole is QuestionnaireResponse answers)
            Answers(answers);
        if (whole.Meta is { } meta)
            for (var i = 0; i < meta.ProfileElement.Count; i++)
                if (LiteralText(meta.ProfileElement[i]) is { } claimed && !asked.Contains(claimed))
                    Profile(claimed, whole, i);
        foreach (var profile in asked)
            Profile(profile, whole, -1);
        if (library.HasR4 && whole is Observation observation)
            Vital(observation);
        scope = before;
    }

    // What the observation claims may build on the vital signs already, and says then by itself what holds.
    private void Vital(Observation observation)
    {
        if (
            VitalSigns.Of(observation).ToArray() is { Length: > 0 } implied
            && !(met?.Any(one => one.Item1 == observation && Builds(one.Item2)) ?? false)
        )
            foreach (var profile in implied)
                Profile(profile, observation, -1);

        bool Builds(string claimed) =>
            claimed.EndsWith("/vitalsigns", StringComparison.Ordinal)
            || (library.Find(claimed).Plan?.Bases.Contains(VitalSigns.Base) ?? false);
    }

    private void Profile(string canonical, Resource whole, int claim)
    {
        var compiled = library.Find(canonical);
        if (compiled.Plan is { } plan && Is(whole, plan.Type))
            Meet(plan, whole, claim);
        else if (IsCore(canonical, whole))
            return;
        else if (compiled.Plan is not null)
            Tell(
                RuleKind.ProfileMismatch,
                $"{canonical} is a profile of {compiled.Plan.Type}, not of {whole.TypeName}. Name a profile of {whole.TypeName}.",
                Claim(claim)
            );
        else if (compiled.Problem is { } problem)
            Tell(RuleKind.ProfileBroken, problem.ToString(), Claim(claim));
        else
            Tell(
                RuleKind.ProfileUnknown,
                $"The profile {Literal.Cut(canonical, 120)} is not loaded, so the resource was not checked against it. Load its package, or remove the claim.",
                Claim(claim)
            );
    }

    /// <summary>Checks a resource against a profile and those that it imposes, each once.</summary>
    private void Meet(ProfilePlan plan, Resource whole, int claim)
    {
        if (!(met ??= []).Add((whole, plan.Url)))
            return;

        Lost(plan, Claim(claim));
        Check(plan.Root, whole);
        foreach (var imposed in plan.Imposed)
            Profile(imposed, whole, claim);
    }

    /// <summary>Says what of a profile is out of use, so that nobody takes silence for a check.</summary>
    private void Lost(ProfilePlan plan, string? child)
    {
        foreach (var loss in plan.Losses)
            Tell(RuleKind.ProfileBroken, loss.ToString(), child);
    }

    // R4's own definition of a type is what the base rules check.
    private static bool IsCore(string canonical, Base value) =>
        PlanCompiler.IsType(canonical)
        && Is(value, Definitions.CanonicalParts.Of(canonical).Url["http://hl7.org/fhir/StructureDefinition/".Length..]);

    /// <summary>Whether a value is of a type, or of one that is derived from it.</summary>
    private static bool Is(Base value, string type) =>
        type == TypeName(value)
        || type switch
        {
            "Resource" => value is Resource,
            "DomainResource" => value is DomainResource,
            "Element" => value is Hl7.Fhir.Model.Element,
            "BackboneElement" => value is BackboneElement,
            "Quantity" => value is Quantity,
            _ => false,
        };

    private static string? Claim(int claim) => claim < 0 ? null : $"meta.profile[{claim}]";

    /// <summary>Counts a step; false when the budget is spent.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public bool Step(long cost = 1)
    {
        cancellation.ThrowIfCancellationRequested();
        steps += cost;
        return !Spent;
    }

    private void Tell(RuleKind kind, string text, string? child, string? detail = null)
    {
        var row = settings.Severities.At(kind);
        if (probing > 0)
        {
            probeFailed |= row.Severity == RuleSeverity.Error;
            return;
        }

        if (row.Severity == RuleSeverity.Ignore || !Room(row.Severity))
            return;

        var path = place.Path(child);
        // Profiles overlap: what several demand is told once.
        if ((told ??= []).Add((path, text)))
            issues.Add(new Issue(Severity(row.Severity), row.Code, text, path, detail ?? row.Detail));
    }

    /// <summary>
    /// Whether one more issue is told. Errors have a limit of their own: warnings must never crowd out a refusal.
    /// </summary>
    private bool Room(RuleSeverity severity)
    {
        ref var count = ref severity == RuleSeverity.Error ? ref errors : ref others;
        if (count++ < settings.MaxIssues)
            return true;
        if (!more)
            issues.Add(ValidationReport.More);
        more = true;
        return false;
    }

    private static OperationOutcome.IssueSeverity Severity(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Error => OperationOutcome.IssueSeverity.Error,
            RuleSeverity.Warning => OperationOutcome.IssueSeverity.Warning,
            _ => OperationOutcome.IssueSeverity.Information,
        };

    /// <summary>Whether a value would pass, without telling anything.</summary>
    private bool Passes(NodePlan plan, Base value)
    {
        var outer = probeFailed;
        probeFailed = false;
        probing++;
        Check(plan, value);
        probing--;
        var passed = !probeFailed;
        probeFailed = outer;
        return passed;
    }
}
