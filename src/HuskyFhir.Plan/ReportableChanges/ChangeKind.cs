using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>What of a member changed that DSS must know (CodeSystem husky-change-kind).</summary>
public enum ChangeKind
{
    /// <summary>Home or mailing address.</summary>
    Address,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>The name.</summary>
    Name,

    /// <summary>The birth date was corrected.</summary>
    BirthDate,

    /// <summary>The sex.</summary>
    Sex,

    /// <summary>The race, as the member tells it.</summary>
    Race,

    /// <summary>The ethnicity, as the member tells it.</summary>
    Ethnicity,

    /// <summary>The language, or the need of an interpreter.</summary>
    Language,

    /// <summary>Marriage, separation or divorce.</summary>
    MaritalStatus,

    /// <summary>Somebody moved in or out, or what is known of somebody of the household changed.</summary>
    HouseholdMember,

    /// <summary>A pregnancy began or ended.</summary>
    Pregnancy,

    /// <summary>A child was born.</summary>
    Birth,

    /// <summary>The member died.</summary>
    Death,

    /// <summary>Amount, frequency or source of an income.</summary>
    Income,

    /// <summary>Status, program or days of a coverage.</summary>
    Coverage,
}

/// <summary>
/// Where a change stands on its way to a partner (CodeSystem husky-change-status, which shows a claimed one as
/// pending).
/// </summary>
public enum ChangeState
{
    /// <summary>Recorded, and in no run.</summary>
    Pending,

    /// <summary>Taken by a run that has not delivered it yet.</summary>
    Claimed,

    /// <summary>In a file that was delivered.</summary>
    Sent,

    /// <summary>The partner has taken it.</summary>
    Acknowledged,

    /// <summary>The partner refused it.</summary>
    Rejected,

    /// <summary>It cannot be sent as it is, and somebody must look at it.</summary>
    SetAside,

    /// <summary>It was undone before it was sent, or the partner had told it itself.</summary>
    NotNeeded,
}

/// <summary>Between these and their codes.</summary>
public static class ChangeCodes
{
    /// <summary>Such as <c>birth-date</c>.</summary>
    public static string Code(this ChangeKind kind) => Codes.Of(kind);

    /// <summary>Such as <c>set-aside</c>, as it is kept.</summary>
    public static string Code(this ChangeState state) => Codes.Of(state);

    /// <summary>As outsiders are told it.</summary>
    public static string Status(this ChangeState state) =>
        Codes.Of(state == ChangeState.Claimed ? ChangeState.Pending : state);

    /// <summary>The kind of a code; null for any other text.</summary>
    public static ChangeKind? Kind(string? code) => Codes.Find<ChangeKind>(code);

    /// <summary>The state of a code; null for any other text.</summary>
    public static ChangeState? State(string? code) => Codes.Find<ChangeState>(code);
}
