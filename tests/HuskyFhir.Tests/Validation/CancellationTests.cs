using System.Text;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation;

/// <summary>
/// Work for a caller who went away ends: in the walk over the bytes, in the engine, and within a constraint.
/// </summary>
public sealed class CancellationTests
{
    private static readonly CancellationToken Gone = new(canceled: true);

    [Fact]
    public void Parse_ForNobody_Ends()
    {
        var body = Encoding.UTF8.GetBytes(
            $"{{\"resourceType\":\"Organization\",\"contact\":[{string.Join(',', Enumerable.Repeat("{\"name\":{\"family\":\"A\"}}", 2_000))}]}}"
        );
        Assert.Throws<OperationCanceledException>(() => new ResourceParser().Parse(body, Gone));
    }

    [Fact]
    public void Validation_ForNobody_Ends()
    {
        var resource = new ResourceParser()
            .Parse(
                Encoding.UTF8.GetBytes("{\"resourceType\":\"Organization\",\"name\":\"A\"}"),
                TestContext.Current.CancellationToken
            )
            .Resource!;
        Assert.Throws<OperationCanceledException>(() => Engine.With().Validate(resource, [], Gone));
    }
}
