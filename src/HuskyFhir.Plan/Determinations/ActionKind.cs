namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What an adverse decision does to a service, as CodeSystem husky-action-kind has it: <see cref="DeniedFull"/> is
/// <c>denied-full</c>. Each may be appealed (42 CFR 431.201, 438.400(b)).
/// </summary>
public enum ActionKind
{
    /// <summary>The service is denied.</summary>
    DeniedFull,

    /// <summary>Less is granted than was asked for.</summary>
    DeniedPartial,

    /// <summary>A service that was granted is suspended.</summary>
    Suspended,

    /// <summary>A service that was granted is reduced.</summary>
    Reduced,

    /// <summary>A service that was granted is ended.</summary>
    Terminated,
}

/// <summary>What follows from the kind of an action.</summary>
public static class ActionKinds
{
    /// <summary>The code as it is sent.</summary>
    public static string Code(this ActionKind kind) => HuskyFhir.Core.Terms.Codes.Of(kind);

    /// <summary>The kind of a code; null for any other text.</summary>
    public static ActionKind? Find(string? code) => HuskyFhir.Core.Terms.Codes.Find<ActionKind>(code);

    /// <summary>
    /// Whether it takes from the member what was granted before, so that the law asks for advance notice (42 CFR
    /// 431.211).
    /// </summary>
    public static bool Takes(this ActionKind kind) =>
        kind is ActionKind.Suspended or ActionKind.Reduced or ActionKind.Terminated;
}
