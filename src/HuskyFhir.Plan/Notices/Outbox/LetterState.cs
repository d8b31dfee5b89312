using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>How far a letter is, by code: <see cref="NoAddress"/> is <c>no-address</c>.</summary>
public enum LetterState
{
    /// <summary>It is written, and waits for the post.</summary>
    Waiting,

    /// <summary>It was handed to the printer or the mail server; whether it was mailed is not known yet.</summary>
    Sent,

    /// <summary>It was mailed; clocks run from that day.</summary>
    Mailed,

    /// <summary>It came back; somebody looks for another address and sends it again.</summary>
    Returned,

    /// <summary>There is no address that may be used; somebody looks for one.</summary>
    NoAddress,

    /// <summary>It could not be handed over, for a reason of its own.</summary>
    Failed,
}

/// <summary>The states by code, as commands and the record say them.</summary>
public static class LetterStateCodes
{
    /// <summary>The code.</summary>
    public static string Code(this LetterState state) => Codes.Of(state);

    /// <summary>The state of a code; null for any other text.</summary>
    public static LetterState? Find(string? code) => Codes.Find<LetterState>(code);

    /// <summary>All codes, for a refusal.</summary>
    public static string All { get; } = Codes.All<LetterState>();
}

/// <summary>
/// How a Communication says it: <c>status</c> in FHIR's words, <c>statusReason</c> in ours, <c>sent</c> only once it
/// was
/// mailed.
/// </summary>
internal static class LetterStates
{
    /// <summary>The code system of states.</summary>
    public const string System = Systems.Base + "/CodeSystem/husky-letter-state";

    /// <summary>The code system of the steps that letters are about (<c>Communication.topic</c>).</summary>
    public const string Steps = Systems.Base + "/CodeSystem/husky-letter-step";

    /// <summary>Says how far it is.</summary>
    public static void Stand(Communication notice, LetterState state, string? reason = null)
    {
        notice.Status = state switch
        {
            LetterState.Waiting => EventStatus.Preparation,
            LetterState.Sent => EventStatus.InProgress,
            LetterState.Mailed => EventStatus.Completed,
            LetterState.Returned => EventStatus.NotDone,
            _ => EventStatus.OnHold,
        };
        notice.StatusReason = new(System, Codes.Of(state)) { Text = reason };
    }

    /// <summary>How far it is; null for a notice without a letter, or one that was recorded by mistake.</summary>
    public static LetterState? Of(Communication notice) =>
        StepOf(notice) is null || notice.Status == EventStatus.EnteredInError
            ? null
            : Codes.Find<LetterState>(notice.StatusReason?.Coding.Find(static coding => coding.System == System)?.Code);

    /// <summary>The step that its letter is about; null where it has none.</summary>
    public static string? StepOf(Communication notice) =>
        notice.Topic?.Coding.Find(static coding => coding.System == Steps)?.Code;

    /// <summary>The letter as a document; null where there is none.</summary>
    public static Guid? DocumentOf(Communication notice) =>
        notice
            .Payload.Select(static part => References.IdOf(part.Content as ResourceReference, "DocumentReference"))
            .FirstOrDefault(static id => id is not null);
}
