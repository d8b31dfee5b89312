using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Constraints;

/// <summary>
/// What an expression can ask of the validation around it. The evaluator hides exceptions of functions, so faults are
/// kept here.
/// </summary>
internal abstract class PathContext : FhirEvaluationContext
{
    /// <summary>
    /// Why an answer cannot be trusted, to end the sentence "was not checked, since …"; null when it can.
    /// </summary>
    public string? Unchecked { get; set; }

    /// <summary>Pays for work.</summary>
    /// <exception cref="InvalidOperationException">The budget is spent; <see cref="Unchecked"/> is not needed
    /// then.</exception>
    public abstract void Charge(long steps);

    /// <summary>Whether a value's code is in a value set; null for a value without a code.</summary>
    public abstract Lookup? MemberOf(string valueSet, Base value);

    /// <summary>Whether a value meets a profile; null when that profile is not loaded.</summary>
    public abstract bool? Conforms(PocoNode value, string profile);

    /// <summary>The target of a reference where it is at hand.</summary>
    public abstract Resource? Target(string reference);

    /// <summary>Says that the expression asked for what nobody here can answer; the first reason is told.</summary>
    public void Doubt(string reason) => Unchecked ??= reason;

    /// <summary>Begins another expression.</summary>
    public void Begin(PocoNode resource, PocoNode root) => (Resource, RootResource) = (resource, root);
}
