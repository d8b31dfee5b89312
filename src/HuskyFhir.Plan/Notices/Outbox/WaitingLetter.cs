using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Resources.Contents;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>A letter that waits for the post.</summary>
/// <param name="Id">Of its Communication; the name by which the printer and the plan know it.</param>
/// <param name="Letter">Its words.</param>
/// <param name="Route">Where it goes as of now.</param>
public sealed record WaitingLetter(Guid Id, Letter Letter, LetterRoute Route)
{
    /// <summary>Where its address and words are on file already as a PDF; null where it is still to be drawn.</summary>
    public StoredContent? Drawn { get; init; }

    internal Guid Document { get; init; }

    /// <summary>The words of a letter's document.</summary>
    internal static Letter? Read(DocumentReference document) =>
        document
            .Content.Select(static content => content.Attachment)
            .FirstOrDefault(static each => each?.Data is not null)
            is { } text
            ? Letter.FromText(
                Encoding.UTF8.GetString(text.Data!),
                document.Language ?? LetterBook.Fallback,
                document.GetExtensionValue<Code>(LetterPeople.FormatUrl)?.Value == "large-print"
            )
            : null;
}

/// <summary>A letter as it was drawn for the post.</summary>
/// <param name="Waiting">Which.</param>
/// <param name="Pdf">Its bytes; null where they are on file already.</param>
public sealed record DrawnLetter(WaitingLetter Waiting, byte[]? Pdf);

/// <summary>What came back about a letter.</summary>
/// <param name="Id">Of its Communication.</param>
/// <param name="State">Mailed, returned, or waiting to be sent again.</param>
/// <param name="On">The day of the mailing; null otherwise.</param>
/// <param name="Reason">Why it came back.</param>
public sealed record LetterNews(Guid Id, LetterState State, DateOnly? On = null, string? Reason = null)
{
    /// <summary>Whether it was mailed by hand and never handed to a transport.</summary>
    public bool ByHand { get; init; }
}

/// <summary>A letter as it stands, for a list.</summary>
/// <param name="Id">Of its Communication.</param>
/// <param name="State">How far it is.</param>
/// <param name="Step">What it is about.</param>
/// <param name="Mailed">On which day; null where it was not.</param>
/// <param name="Reason">Why it stands so; null for nothing.</param>
public sealed record ListedLetter(Guid Id, LetterState State, string Step, DateOnly? Mailed, string? Reason);
