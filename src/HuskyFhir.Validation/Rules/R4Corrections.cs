using System.Collections.Frozen;

namespace HuskyFhir.Validation.Rules;

/// <summary>Expressions of R4 (4.0.1) that do not say what their text says, and what they should be.</summary>
internal static class R4Corrections
{
    private static readonly FrozenDictionary<(string Key, string Wrong), string> Known = new Dictionary<
        (string, string),
        string
    >
    {
        // Boolean is a type of FHIRPath, boolean the one of FHIR that an answer has.
        [("que-7", "operator = 'exists' implies (answer is Boolean)")] =
            "operator = 'exists' implies (answer is boolean)",
    }.ToFrozenDictionary();

    /// <summary>The expression as it is meant.</summary>
    public static string? Of(string? key, string? expression) =>
        key is not null && expression is not null && Known.TryGetValue((key, expression), out var meant)
            ? meant
            : expression;
}
