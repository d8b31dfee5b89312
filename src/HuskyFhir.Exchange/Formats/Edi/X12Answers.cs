using System.Globalization;
using HuskyFhir.X12.Acknowledgements;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// TA1 and 999 in the terms that every format has. GS06 of our files is their ISA13, so both name the file.
/// </summary>
internal static class X12Answers
{
    public static ReadAnswer Of(AnswerFile file, string sha256)
    {
        var (files, unreadable) = (
            new List<FileAnswer>(),
            file.Findings.Select(static finding => finding.ToString()).ToList()
        );
        foreach (var answer in file.Interchanges)
            Add(
                answer.ControlNumber,
                number =>
                    new(
                        AnswerStage.Receipt,
                        number,
                        Verdict(answer.Code),
                        answer.Note is "000" ? string.Empty : $"TA1 {answer.Note}",
                        []
                    )
            );
        foreach (var answer in file.Groups)
            if (answer.FunctionalId == "BE")
                Add(answer.ControlNumber, number => Content(number, answer));
            else
                unreadable.Add("A 999 answers a group that is no enrolment.");
        return new(sha256, files, unreadable);

        void Add(string control, Func<int, FileAnswer> of)
        {
            if (int.TryParse(control, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                files.Add(of(number));
            else
                unreadable.Add("An answer names no control number.");
        }
    }

    private static FileAnswer Content(int number, GroupAnswer answer) =>
        new(
            AnswerStage.Content,
            number,
            Group(answer.Code),
            string.Join(' ', answer.Codes),
            [
                .. answer.Sets.Select(static set => new SetSaid(
                    set.ControlNumber,
                    Set(set.Code),
                    [.. set.Segments.Select(Fault)]
                )),
            ]
        )
        {
            Rest = Rest(answer),
        };

    /// <summary>Of sets that are not spoken of, where those that are leave only one reading.</summary>
    private static AnswerVerdict? Rest(GroupAnswer answer) =>
        Group(answer.Code) switch
        {
            AnswerVerdict.PartiallyAccepted => answer.Sets.Count(static set => Set(set.Code) == AnswerVerdict.Rejected)
                == answer.Received - answer.Accepted
            && answer.Received == answer.Included
                ? AnswerVerdict.Accepted
                : null,
            AnswerVerdict.Rejected => AnswerVerdict.Rejected,
            AnswerVerdict.AcceptedWithErrors
                when !answer.Sets.Any(static set => Set(set.Code) == AnswerVerdict.AcceptedWithErrors) => null,
            _ => AnswerVerdict.Accepted,
        };

    private static PlaceFault Fault(SegmentAnswer error) =>
        new(error.Position, Codes(error))
        {
            Subject = error
                .Contexts.Where(static context => IsSubscriber(context.Name))
                .Select(static context => context.Value)
                .OfType<string>()
                .Select(static number => (ulong?)MemberKey.Of(number))
                .FirstOrDefault(),
            IsMissing = error.Code is "3" or "I7",
        };

    /// <summary>
    /// The business unit identifier of 834 in the guide; partners write it with brackets and without REF02 as well.
    /// </summary>
    private static bool IsSubscriber(string name) =>
        name.Contains("SUBSCRIBER NUMBER", StringComparison.OrdinalIgnoreCase)
        || name.Contains("REF02", StringComparison.OrdinalIgnoreCase);

    /// <summary>Segment, loop and codes, and never the copy of the bad data.</summary>
    private static string Codes(SegmentAnswer error) =>
        string.Join(
            ' ',
            new[] { error.Segment, error.Loop, error.Code }
                .Concat(error.Elements.Select(static element => $"{element.Element:00}:{element.Code}"))
                .Where(static part => !string.IsNullOrEmpty(part))
        );

    private static AnswerVerdict Verdict(char code) =>
        code switch
        {
            'A' => AnswerVerdict.Accepted,
            'E' => AnswerVerdict.AcceptedWithErrors,
            _ => AnswerVerdict.Rejected,
        };

    private static AnswerVerdict Group(string code) => code == "P" ? AnswerVerdict.PartiallyAccepted : Set(code);

    private static AnswerVerdict Set(string code) =>
        code switch
        {
            "A" => AnswerVerdict.Accepted,
            "E" => AnswerVerdict.AcceptedWithErrors,
            _ => AnswerVerdict.Rejected,
        };
}
