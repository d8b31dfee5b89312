namespace HuskyFhir.Plan.Enrollment;

/// <summary>Where a file stands. Each step is done again from its cursor where it was broken off.</summary>
public enum EnrolmentState
{
    /// <summary>Its members are being loaded.</summary>
    Loading,

    /// <summary>A full file: those who are not in it are being listed, and ended where the rule says so.</summary>
    Reconciling,

    /// <summary>The answers are still to be written.</summary>
    Answering,

    /// <summary>Every member has its outcome, and the partner its answer.</summary>
    Done,

    /// <summary>The file is not sound, or not meant for us; nothing of it was loaded.</summary>
    Refused,

    /// <summary>It came before; nothing of it was loaded again.</summary>
    Duplicate,
}

/// <summary>What became of one member of a file.</summary>
public enum MemberOutcome
{
    /// <summary>New here.</summary>
    Created,

    /// <summary>Something of what was known changed.</summary>
    Changed,

    /// <summary>All was known already.</summary>
    Unchanged,

    /// <summary>Nothing of the member was loaded; the reason says why.</summary>
    Rejected,

    /// <summary>Covered here, and not in a full file.</summary>
    Missing,

    /// <summary>Not in a full file, and ended by rule.</summary>
    Ended,
}

/// <summary>Between these and what is kept.</summary>
public static class EnrolmentCodes
{
    /// <summary>Such as <c>loading</c>.</summary>
    public static string Code(this EnrolmentState state) => HuskyFhir.Core.Terms.Codes.Of(state);

    /// <summary>Such as <c>created</c>.</summary>
    public static string Code(this MemberOutcome outcome) => HuskyFhir.Core.Terms.Codes.Of(outcome);

    internal static EnrolmentState State(string code) =>
        HuskyFhir.Core.Terms.Codes.Find<EnrolmentState>(code)
        ?? throw new InvalidOperationException($"No enrolment state '{code}'.");

    internal static MemberOutcome Outcome(string code) =>
        HuskyFhir.Core.Terms.Codes.Find<MemberOutcome>(code)
        ?? throw new InvalidOperationException($"No outcome '{code}'.");
}
