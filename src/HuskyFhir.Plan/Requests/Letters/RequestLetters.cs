using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Letters;

/// <summary>The letters, held to the kinds of requests and decisions that there are.</summary>
public static class RequestLetters
{
    /// <summary>What comes with the service.</summary>
    public static LetterBook Book { get; } = LetterBook.ComesAlong(Matters);

    /// <summary>The same, with a number that is plainly invented.</summary>
    public static LetterOptions Options { get; } = new(Book, LetterOptions.SamplePhone, LetterOptions.Relay);

    /// <summary>What letters can be about.</summary>
    internal static LetterMatters Matters =>
        new(
            [.. Enum.GetValues<RequestTransition>().Select(static move => Codes.Of(move)), .. LetterSteps.Others],
            [.. KindTable.All.Select(static rules => new LetterKind(rules.Code, [.. Steps(rules)]))],
            NoticeKind.All,
            [
                .. KindTable.All.Select(static rules => $"kind.{rules.Code}"),
                .. Enum.GetValues<ActionKind>().Select(static kind => $"action.{Codes.Of(kind)}"),
            ]
        );

    /// <summary>The same with the files of a folder in the place of those of the same name.</summary>
    /// <exception cref="LetterFlawException">The folder is not there, or something in it cannot be used.</exception>
    public static LetterBook Load(string folder) => LetterBook.Load(folder, Matters);

    /// <summary>Every step that a request of a kind can come to, with the states that it begins in.</summary>
    internal static IEnumerable<(string Step, string? From)> Steps(KindRules rules) =>
        rules
            .Transitions.SelectMany(static move =>
                move.From.Select(from => (Codes.Of(move.Move), (string?)from.Business))
            )
            .Append((LetterSteps.AuthorizationNeeded, null))
            .Append((LetterSteps.Overdue, null))
            .Append((LetterSteps.Received, null))
            .Distinct();
}
