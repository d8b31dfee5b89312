using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;
using static HuskyFhir.Validation.Rules.RuleKind;
using static HuskyFhir.Validation.Rules.RuleSeverity;

namespace HuskyFhir.Validation.Rules;

/// <summary>
/// The one table of what each kind of rule means: severity, issue type and stable detail code. Immutable.
/// </summary>
public sealed class SeverityPolicy
{
    private readonly Dictionary<RuleKind, Row> rows;

    private SeverityPolicy(Dictionary<RuleKind, Row> rows) => this.rows = rows;

    /// <summary>The severities that the service starts with.</summary>
    public static SeverityPolicy Default { get; } =
        new(
            new Dictionary<RuleKind, Row>
            {
                [TooFew] = new(Error, OperationOutcome.IssueType.Required, "cardinality-min"),
                [TooMany] = new(Error, OperationOutcome.IssueType.Invariant, "cardinality-max"),
                [RuleKind.Type] = new(Error, OperationOutcome.IssueType.Value, "type-not-allowed"),
                [FixedValue] = new(Error, OperationOutcome.IssueType.Value, "fixed-value"),
                [RuleKind.Range] = new(Error, OperationOutcome.IssueType.Value, "value-range"),
                [RequiredCode] = new(Error, OperationOutcome.IssueType.CodeInvalid, Details.CodeNotInValueSet),
                [RequiredCodeUnknown] = new(Warning, OperationOutcome.IssueType.NotSupported, "code-not-checked"),
                [ExtensibleCode] = new(
                    Warning,
                    OperationOutcome.IssueType.CodeInvalid,
                    "code-not-in-extensible-value-set"
                ),
                [ExtensibleCodeUnknown] = new(Warning, OperationOutcome.IssueType.NotSupported, "code-not-checked"),
                [BaseExtensibleCode] = new(
                    Information,
                    OperationOutcome.IssueType.CodeInvalid,
                    "code-not-in-extensible-value-set"
                ),
                [BaseExtensibleCodeUnknown] = new(
                    Information,
                    OperationOutcome.IssueType.NotSupported,
                    "code-not-checked"
                ),
                [PreferredCode] = new(Ignore, OperationOutcome.IssueType.CodeInvalid, "code-not-preferred"),
                [Slicing] = new(Error, OperationOutcome.IssueType.Invariant, "slicing"),
                [ReferenceTarget] = new(Error, OperationOutcome.IssueType.Value, "reference-target"),
                [ReferenceForm] = new(Error, OperationOutcome.IssueType.Value, Details.ReferenceUnresolved),
                [Invariant] = new(Error, OperationOutcome.IssueType.Invariant, "invariant"),
                [InvariantWarning] = new(Warning, OperationOutcome.IssueType.Invariant, "invariant"),
                [ConstraintUnknown] = new(Warning, OperationOutcome.IssueType.NotSupported, "constraint-not-checked"),
                [GoodPractice] = new(Information, OperationOutcome.IssueType.BusinessRule, "good-practice"),
                [RuleKind.Contained] = new(Error, OperationOutcome.IssueType.Invariant, Details.ContainedRule),
                [ExtensionForm] = new(Error, OperationOutcome.IssueType.Extension, Details.ExtensionUrl),
                [ExtensionContext] = new(Error, OperationOutcome.IssueType.Extension, "extension-context"),
                [ExtensionModifier] = new(Error, OperationOutcome.IssueType.Extension, "extension-modifier"),
                [ExtensionUnknown] = new(Information, OperationOutcome.IssueType.Extension, "extension-unknown"),
                [ModifierUnknown] = new(Error, OperationOutcome.IssueType.Extension, "modifier-extension-unknown"),
                [CoreExtensionUnknown] = new(Error, OperationOutcome.IssueType.Extension, "extension-unknown-in-r4"),
                [ExtensionPart] = new(Error, OperationOutcome.IssueType.Extension, "extension-part"),
                [SystemCode] = new(Error, OperationOutcome.IssueType.CodeInvalid, "code-not-in-system"),
                [GrowingSystemCode] = new(Warning, OperationOutcome.IssueType.CodeInvalid, "code-not-in-system"),
                [DemandUnknown] = new(Warning, OperationOutcome.IssueType.NotFound, "profile-unknown"),
                [TargetUnchecked] = new(Ignore, OperationOutcome.IssueType.NotSupported, "target-not-checked"),
                [CanonicalForm] = new(Error, OperationOutcome.IssueType.Value, "canonical-form"),
                [RuleKind.ElementId] = new(Error, OperationOutcome.IssueType.Value, "element-id"),
                [FullUrl] = new(Error, OperationOutcome.IssueType.Value, "bundle-full-url"),
                [BundleReference] = new(Error, OperationOutcome.IssueType.Value, "bundle-reference"),
                [Answer] = new(Error, OperationOutcome.IssueType.BusinessRule, "questionnaire-answer"),
                [QuestionnaireUnknown] = new(Information, OperationOutcome.IssueType.NotFound, "questionnaire-unknown"),
                [ProfileUnknown] = new(Warning, OperationOutcome.IssueType.NotFound, "profile-unknown"),
                [ProfileMismatch] = new(Error, OperationOutcome.IssueType.Invalid, "profile-mismatch"),
                [ProfileBroken] = new(Warning, OperationOutcome.IssueType.Exception, "profile-broken"),
                [TooCostly] = new(Error, OperationOutcome.IssueType.TooCostly, "too-costly"),
            }
        );

    /// <summary>A policy that differs in one kind.</summary>
    public SeverityPolicy With(RuleKind kind, RuleSeverity severity) =>
        new(new Dictionary<RuleKind, Row>(rows) { [kind] = rows[kind] with { Severity = severity } });

    /// <summary>What breaking a rule of a kind means.</summary>
    public RuleSeverity Of(RuleKind kind) => rows[kind].Severity;

    internal Row At(RuleKind kind) => rows[kind];

    /// <summary>A line of the table.</summary>
    internal sealed record Row(RuleSeverity Severity, OperationOutcome.IssueType Code, string Detail);
}
