using System.ComponentModel.DataAnnotations;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Conformance.Terminology;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace HuskyFhir.Server.Conformance;

/// <summary>Section <c>Validation</c>: what resources are checked against.</summary>
public sealed partial class ValidationSettings
{
    /// <summary>
    /// FHIR packages, separated by semicolons: <c>.tgz</c> files, folders, or <c>name#version</c> from the package
    /// cache. None by default: our own profiles are built in.
    /// </summary>
    public string Packages { get; set; } = string.Empty;

    /// <summary>The package cache; <c>.fhir/packages</c> in the home folder by default.</summary>
    public string PackageCache { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fhir", "packages");

    /// <summary>
    /// Whether each resource must meet our own profile of its type even where it does not claim it; <c>true</c> by
    /// default. <c>false</c>
    /// lets the records of others be tried out. Claims are always checked.
    /// </summary>
    public bool RequireOwnProfiles { get; set; } = true;

    /// <summary>
    /// Whether R4's own definitions are under the engine: bindings, invariants, value sets, code systems and extensions
    /// of R4; <c>true</c> by default.
    /// </summary>
    public bool CoreDefinitions { get; set; } = true;

    /// <summary>
    /// Which engine judges writes: <c>Husky</c> (default) or <c>Firely</c>. Where Firely's gives no verdict, ours does.
    /// </summary>
    public ValidationEngine Engine { get; set; } = ValidationEngine.Husky;

    /// <summary>
    /// The share of accepted writes, in percent, that Firely's validator looks at after their commit: 0 (default) to
    /// 100. A difference is a metric and a log line.
    /// </summary>
    [Range(0, 100)]
    public int SecondOpinionPercent { get; set; }

    /// <summary>Instances of Firely's validator, 1 to 16; 1 by default. Each has caches of its own.</summary>
    [Range(1, 16)]
    public int FirelyInstances { get; set; } = 1;

    /// <summary>
    /// How long one validation by Firely's validator may take, in milliseconds, 100 to 300,000; 20,000 by default,
    /// since the first one compiles.
    /// </summary>
    [Range(100, 300_000)]
    public int FirelyTimeout { get; set; } = 20_000;

    /// <summary>
    /// What a claim of a profile that is not loaded means: <c>Ignore</c>, <c>Information</c>, <c>Warning</c> (default)
    /// or <c>Error</c>.
    /// </summary>
    public RuleSeverity UnknownProfile { get; set; } = RuleSeverity.Warning;

    /// <summary>
    /// What a code means that a required binding cannot be asked about, since its system is not loaded; <c>Warning</c>
    /// by default.
    /// </summary>
    public RuleSeverity UncheckedRequiredCode { get; set; } = RuleSeverity.Warning;

    /// <summary>
    /// What an extension means that is not loaded, so that its content is not checked; <c>Information</c> by default.
    /// </summary>
    public RuleSeverity UnknownExtension { get; set; } = RuleSeverity.Information;

    /// <summary>
    /// What a part of a profile means that cannot be used, so that it is not checked; <c>Warning</c> by default.
    /// </summary>
    public RuleSeverity BrokenProfile { get; set; } = RuleSeverity.Warning;

    /// <summary>What a constraint means that cannot be decided here; <c>Warning</c> by default.</summary>
    public RuleSeverity UncheckedConstraint { get; set; } = RuleSeverity.Warning;

    /// <summary>
    /// What the target of a reference means that is not at hand, so that only its type is checked; <c>Ignore</c> by
    /// default.
    /// </summary>
    public RuleSeverity UncheckedTarget { get; set; } = RuleSeverity.Ignore;

    /// <summary>
    /// Budget of one validation in steps, 1,000 to 100,000,000; 20,000,000 by default. Beyond it: 422 too-costly.
    /// </summary>
    [Range(1000, 100_000_000)]
    public long MaxSteps { get; set; } = 20_000_000;

    /// <summary>Our own definitions and the configured packages.</summary>
    internal DefinitionSet Definitions()
    {
        var loader = new PackageLoader(PackageCache);
        if (CoreDefinitions)
            loader.AddR4();
        foreach (var own in OwnDefinitions.All)
            loader.Add(own.Json, $"profiles/{own.Type}/{own.Id}.json");
        foreach (
            var package in Packages.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
            loader.Add(package);
        return loader.Load();
    }

    /// <summary>The engine over them, with the terminology server behind it where one is named.</summary>
    internal ProfileValidator HuskyEngine(DefinitionSet definitions, ILogger? log = null) =>
        new(
            definitions,
            new HuskyFhir.Validation.Rules.ValidationSettings
            {
                MaxSteps = MaxSteps,
                // It lives as long as the engine: until the process ends.
                Terminology = Outside() is { } server
                    ? new OutsideTerminology(definitions, server, TimeProvider.System, log ?? NullLogger.Instance)
                    : null,
                MaxLookupTime = TimeSpan.FromMilliseconds(TerminologyTimePerValidation),
                Severities = SeverityPolicy
                    .Default.With(RuleKind.ProfileUnknown, UnknownProfile)
                    .With(RuleKind.DemandUnknown, UnknownProfile)
                    .With(RuleKind.RequiredCodeUnknown, UncheckedRequiredCode)
                    .With(RuleKind.ExtensionUnknown, UnknownExtension)
                    .With(RuleKind.ProfileBroken, BrokenProfile)
                    .With(RuleKind.ConstraintUnknown, UncheckedConstraint)
                    .With(RuleKind.TargetUnchecked, UncheckedTarget),
            }
        );

    /// <summary>The road in, with this engine.</summary>
    internal Intake Intake(IResourceValidator engine, int maxDepth) =>
        new(new(new ParserLimits { MaxDepth = maxDepth }), engine, PlanCatalog.Types, RequireOwnProfiles);
}
