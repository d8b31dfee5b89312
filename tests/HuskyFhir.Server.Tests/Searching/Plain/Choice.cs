using CsCheck;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>One of several constants.</summary>
internal static class Choice
{
    public static Gen<T> Of<T>(params T[] from) => Gen.Int[0, from.Length - 1].Select(at => from[at]);
}
