using CsCheck;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation;

public sealed class ParserMutationTests
{
    private static readonly byte[] Valid = Bodies.Utf8(Bodies.Member);

    private readonly ResourceParser parser = new();
    private readonly SdkValidator validator = new();

    [Fact]
    public void Parse_AnyBytesChanged_NeverThrows() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Byte)
            .Array[1, 4]
            .Sample(
                changes =>
                {
                    var body = Valid.ToArray();
                    foreach (var (at, value) in changes)
                        body[at] = value;
                    Check(body);
                },
                iter: 3000
            );

    [Fact]
    public void Parse_AnyTruncation_NeverThrowsAndIsRefused()
    {
        for (var length = 0; length < Valid.Length; length++)
            Assert.False(Check(Valid[..length]), $"cut to {length} bytes");
    }

    [Fact]
    public void Parse_AnyPieceMoved_NeverThrows() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, Valid.Length - 1], Gen.Int[0, 60])
            .Sample(
                (from, to, length) =>
                {
                    Check([.. Valid[..to], .. Valid[from..Math.Min(from + length, Valid.Length)], .. Valid[to..]]);
                },
                iter: 3000
            );

    private bool Check(byte[] body)
    {
        var parsed = parser.Parse(body);
        if (parsed.Resource is { } resource)
            validator.Validate(resource, []);
        Assert.True(parsed.Resource is not null || !parsed.Report.Valid);
        return parsed.Report.Valid;
    }
}
