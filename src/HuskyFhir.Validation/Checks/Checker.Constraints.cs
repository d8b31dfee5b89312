using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>FHIRPath constraints.</content>
internal sealed partial class Checker
{
    private void Constraint(ConstraintRule rule, string profile)
    {
        // An expression may look at every element of the resource, so it is paid for by that size.
        if (!Step(10 + scope.Size) || Holds(rule))
            return;

        Tell(rule.Warns ? RuleKind.InvariantWarning : RuleKind.Invariant, $"{rule.Key} of {Short(profile)} is broken: {rule.Human.TrimEnd('.')}.", null, rule.Key);
    }

    private bool Holds(ConstraintRule rule)
    {
        try
        {
            var around = place.Node(scope.Depth);
            var context = new FhirEvaluationContext
            {
                Resource = around,
                RootResource = scope.IsContained ? place.Node(scope.Container.Depth) : around,
                ElementResolver = url => scope.Resolve(url) is { } target ? new PocoNode(target, null, null, target.TypeName) : null!,
            };
            // Nothing is not true: a constraint must evaluate to true, as the reference validator of HL7 reads it.
            return rule.Holds.IsTrue(place.Node(place.Depth), context);
        }
        catch (Exception bad) when (bad is InvalidOperationException or FormatException or ArgumentException or InvalidCastException or NullReferenceException or OverflowException or NotSupportedException)
        {
            Tell(RuleKind.ProfileBroken, $"The constraint {rule.Key} could not be evaluated here, so it was not checked.", null);
            return true;
        }
    }
}
