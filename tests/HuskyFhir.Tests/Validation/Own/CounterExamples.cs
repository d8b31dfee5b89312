global using CounterExample = (string Profile, string Way, string? Value, string Detail, string Expression);

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>
/// For the rules of our profiles, an example that is changed so that it breaks the rule: profile, the way to a value in
/// its example, what to put there (null to remove it), the detail code of the issue and its path.
/// </summary>
internal static partial class CounterExamples
{
    public static IReadOnlyList<CounterExample> All =>
        [.. Members, .. Directory, .. Care, .. Requests, .. Disclosures, .. Exchange];
}
