using System.Collections.Frozen;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// The one list of kinds. A new kind is a declaration here, a code in the CodeSystem and a profile; nothing else knows
/// them by name.
/// </summary>
public static class KindTable
{
    private static readonly FrozenDictionary<RequestKind, KindRules> ByKind = new[]
    {
        AppealKinds.All,
        HearingKinds.All,
        GrievanceKinds.All,
        RecordsKinds.All,
        AmendmentKinds.All,
        PrivacyKinds.All,
        ServiceKinds.All,
    }
        .SelectMany(static family => family)
        .ToFrozenDictionary(static rules => rules.Kind);

    private static readonly FrozenDictionary<(string, string), KindRules> ByCode = ByKind.Values.ToFrozenDictionary(
        static rules => (rules.System, rules.Code)
    );

    /// <summary>All of them, in the order of <see cref="RequestKind"/>.</summary>
    public static IReadOnlyList<KindRules> All { get; } =
    [.. Enum.GetValues<RequestKind>().Select(static kind => ByKind[kind])];

    /// <summary>The rules of a kind.</summary>
    public static KindRules Of(RequestKind kind) => ByKind[kind];

    /// <summary>The kind of a <c>Task.code</c>; null for a code that is none of ours.</summary>
    public static KindRules? Find(string? system, string? code) =>
        ByCode.GetValueOrDefault((system ?? string.Empty, code ?? string.Empty));
}
