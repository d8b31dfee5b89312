using Hl7.FhirPath;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>FHIRPath constraints.</content>
internal sealed partial class Checker
{
    // Measured: beginning a FHIRPath takes about as long as a hundred looks at a value; its meter counts the rest.
    private const int FhirPathCost = 100;

    private PathAnswers? answers;
    private int evaluating;

    private void Constraint(ConstraintRule rule, string profile)
    {
        // Nothing is not true: a constraint must evaluate to true, as the reference validator of HL7 reads it.
        if (!Evaluate(rule.Key, () => rule.Compiled.Value.IsTrue(place.Node(place.Depth), answers!)))
            Tell(
                rule.Warns ? RuleKind.InvariantWarning : RuleKind.Invariant,
                $"{rule.Key} of {Short(profile)} is broken: {rule.Human.TrimEnd('.')}.",
                null,
                rule.Key
            );
    }

    /// <summary>Whether an expression holds; also when it cannot be told, which is told then.</summary>
    private bool Evaluate(string name, Func<bool> holds)
    {
        if (!Step(FhirPathCost))
            return true;

        answers ??= new PathAnswers(this);
        var (resource, root) = (answers.Resource, answers.RootResource);
        // What an inner expression could not find out is also unknown to the outer one, so that only the outermost
        // begins anew.
        if (evaluating++ == 0)
            answers.Unchecked = null;
        var around = place.Node(scope.Depth);
        answers.Begin(around, scope.IsContained ? place.Node(scope.Container.Depth) : around);
        try
        {
            var held = holds();
            if (answers.Unchecked is not { } reason)
                return held;

            Tell(RuleKind.ConstraintUnknown, $"{name} was not checked here, since {reason}.", null);
            return true;
        }
        catch (Exception bad)
            when (bad
                    is InvalidOperationException
                        or FormatException
                        or ArgumentException
                        or InvalidCastException
                        or NullReferenceException
                        or OverflowException
                        or NotSupportedException
            )
        {
            answers.Doubt("it cannot be evaluated on these values");
            if (!Spent)
                Tell(RuleKind.ConstraintUnknown, $"{name} was not checked here, since {answers.Unchecked}.", null);
            return true;
        }
        finally
        {
            evaluating--;
            (answers.Resource, answers.RootResource) = (resource, root);
        }
    }
}
