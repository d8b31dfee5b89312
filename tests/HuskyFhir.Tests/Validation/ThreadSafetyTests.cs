using HuskyFhir.Tests.Validation.Own;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation;

public sealed class ThreadSafetyTests
{
    [Fact]
    public void Engine_SharedByManyThreadsFromTheFirstUse_AnswersAlike()
    {
        var bodies = OwnDefinitions.Files("examples").Select(File.ReadAllBytes).ToArray();
        var engine = new ProfileValidator(OwnDefinitions.Load());
        var parser = new ResourceParser();

        // Parser and engine are new: every shape, plan and expansion is made while others ask for it.
        var told = Enumerable
            .Range(0, bodies.Length * 20)
            .AsParallel()
            .WithDegreeOfParallelism(8)
            .Select(i =>
                parser.Parse(bodies[i % bodies.Length]) is { Resource: { } resource } parsed
                    ? parsed.Report.And(engine.Validate(resource, [])).Issues.Count(issue => issue.Refuses)
                    : -1
            )
            .Distinct();

        Assert.Equal([0], told);
    }
}
