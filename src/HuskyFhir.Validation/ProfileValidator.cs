using Hl7.Fhir.Model;
using HuskyFhir.Validation.Checks;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation;

/// <summary>
/// The engine: base R4 rules, the profiles that a resource claims or is asked to meet, extensions, terminology. It
/// expects what
/// <see cref="ResourceParser"/> accepts and tells nothing again that the parser tells. Thread-safe, to be shared.
/// </summary>
public sealed class ProfileValidator : IResourceValidator
{
    private readonly ProfileLibrary library;
    private readonly ValidationSettings settings;
    private readonly ITerminology terminology;

    /// <summary>An engine over what is loaded.</summary>
    /// <param name="definitions">Profiles, extensions and terminology.</param>
    /// <param name="settings">How to judge; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public ProfileValidator(DefinitionSet definitions, ValidationSettings? settings = null)
    {
        this.settings = (settings ?? new ValidationSettings()).Checked();
        library = new ProfileLibrary(definitions);
        terminology = this.settings.Terminology ?? new LoadedTerminology(definitions);
    }

    /// <summary>
    /// Compiles every loaded profile now, for a start that tells what is broken; otherwise each is compiled at first
    /// use.
    /// </summary>
    public PlanSummary CompileAll() => library.CompileAll();

    /// <inheritdoc />
    public ValidationReport Validate(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    ) => Validate(resource, profiles, null, cancellation);

    /// <summary>Checks a resource, and looks for the targets of its references outside of it as well.</summary>
    /// <param name="resource">As parsed; not changed.</param>
    /// <param name="profiles">Canonical URLs to check besides those in <c>meta.profile</c>.</param>
    /// <param name="outside">Where targets are that are neither in the resource nor in its Bundle; null for
    /// nowhere.</param>
    /// <param name="cancellation">Ends the work.</param>
    public ValidationReport Validate(
        Resource resource,
        IReadOnlyList<string> profiles,
        IReferenceResolver? outside,
        CancellationToken cancellation = default
    )
    {
        var checker = new Checker(resource, library, terminology, settings, outside, cancellation);
        checker.Run(profiles);
        return checker.Report();
    }
}
