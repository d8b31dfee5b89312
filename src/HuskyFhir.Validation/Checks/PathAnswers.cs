using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Checks;

/// <summary>What the walk answers to an expression.</summary>
internal sealed class PathAnswers : PathContext
{
    private readonly Checker checker;

    public PathAnswers(Checker checker) => this.checker = checker;

    public override void Charge(long steps)
    {
        if (!checker.Step(steps))
            throw new InvalidOperationException("The budget is spent.");
    }

    public override Lookup? MemberOf(string valueSet, Base value) => checker.Find(valueSet, value);

    public override bool? Conforms(PocoNode value, string profile) => checker.Conforms(value, profile);

    public override Resource? Target(string reference) => checker.Target(reference);
}
