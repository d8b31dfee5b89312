namespace HuskyFhir.X12;

/// <summary>What a flaw makes unusable, from the outside inward.</summary>
public enum FlawScope
{
    /// <summary>The file is no X12, so that nobody can be answered.</summary>
    File,

    /// <summary>An interchange; the code is one of TA105.</summary>
    Interchange,

    /// <summary>A functional group; the code is one of AK905.</summary>
    Group,

    /// <summary>A transaction set; the code is one of IK502.</summary>
    Set,

    /// <summary>A segment; the code is one of IK304.</summary>
    Segment,

    /// <summary>An element; the code is one of IK403.</summary>
    Element,
}

/// <summary>How a flaw counts and how it is told to the sender.</summary>
/// <param name="Scope">What it makes unusable.</param>
/// <param name="Code">The X12 code by which it is told; empty where there is no answer.</param>
/// <param name="Refuses">Whether the part cannot be used when read with the usual tolerance.</param>
public readonly record struct FlawEntry(FlawScope Scope, string Code, bool Refuses);

/// <summary>
/// The one table of what each flaw means. X12 licenses the texts of its codes; the sentences in our findings are our
/// own.
/// </summary>
public static class FlawTable
{
    /// <summary>The row of one flaw.</summary>
    public static FlawEntry Of(X12Flaw flaw) =>
        flaw switch
        {
            X12Flaw.Empty or X12Flaw.EncodingUnreadable or X12Flaw.HeaderMissing => new(
                FlawScope.File,
                string.Empty,
                true
            ),

            X12Flaw.InterchangeControlNumberMismatch => Interchange("001"),
            X12Flaw.InterchangeVersionUnsupported => Interchange("003"),
            X12Flaw.SenderQualifierInvalid => new(FlawScope.Interchange, "005", false),
            X12Flaw.SenderInvalid => Interchange("006"),
            X12Flaw.ReceiverQualifierInvalid => new(FlawScope.Interchange, "007", false),
            X12Flaw.ReceiverInvalid => Interchange("008"),
            X12Flaw.AuthorizationInvalid => new(FlawScope.Interchange, "010", false),
            X12Flaw.SecurityInvalid => new(FlawScope.Interchange, "012", false),
            X12Flaw.InterchangeDateInvalid => Interchange("014"),
            X12Flaw.InterchangeTimeInvalid => Interchange("015"),
            X12Flaw.InterchangeControlNumberInvalid => Interchange("018"),
            X12Flaw.AcknowledgmentRequestInvalid => Interchange("019"),
            X12Flaw.UsageInvalid => Interchange("020"),
            X12Flaw.GroupCountMismatch => Interchange("021"),
            X12Flaw.HeaderMalformed or X12Flaw.InterchangeTrailerMissing or X12Flaw.AfterTrailer or X12Flaw.Misplaced =>
                Interchange("022"),
            X12Flaw.Truncated => Interchange("023"),
            X12Flaw.SegmentHuge or X12Flaw.ElementHuge or X12Flaw.TooManyElements or X12Flaw.TooManySets => Interchange(
                "024"
            ),
            X12Flaw.EncodingsMixed => new(FlawScope.Interchange, "024", false),
            X12Flaw.InterchangeControlNumberRepeated => Interchange("025"),
            X12Flaw.SeparatorsUnusable => Interchange("026"),

            X12Flaw.GroupUnexpected => Group("1"),
            X12Flaw.GroupVersionUnsupported => Group("2"),
            X12Flaw.GroupTrailerMissing => Group("3"),
            X12Flaw.GroupControlNumberMismatch => Group("4"),
            X12Flaw.SetCountMismatch => Group("5"),
            X12Flaw.GroupControlNumberInvalid => Group("6"),
            X12Flaw.GroupControlNumberRepeated => Group("19"),

            X12Flaw.SetUnexpected => Set("1"),
            X12Flaw.SetTrailerMissing => Set("2"),
            X12Flaw.SetControlNumberMismatch => Set("3"),
            X12Flaw.SegmentCountMismatch => Set("4"),
            X12Flaw.SetControlNumberInvalid => Set("7"),
            X12Flaw.SetControlNumberRepeated => Set("23"),
            X12Flaw.SetVersionUnsupported => Set("I6"),

            X12Flaw.SegmentMalformed => new(FlawScope.Segment, "1", false),
            X12Flaw.SegmentUnknown => new(FlawScope.Segment, "6", false),
            X12Flaw.SegmentUnexpected => new(FlawScope.Segment, "2", false),
            X12Flaw.LoopUnclosed => new(FlawScope.Segment, "3", false),
            X12Flaw.SegmentMissing => new(FlawScope.Segment, "3", true),
            X12Flaw.LoopRepeated => new(FlawScope.Segment, "4", false),
            X12Flaw.SegmentRepeated => new(FlawScope.Segment, "5", false),
            X12Flaw.SegmentOutOfOrder => new(FlawScope.Segment, "7", false),
            X12Flaw.LoopMissing => new(FlawScope.Segment, "I7", true),

            X12Flaw.ElementMissing => new(FlawScope.Element, "1", true),
            X12Flaw.ElementPairIncomplete => new(FlawScope.Element, "2", true),
            X12Flaw.ElementsTooMany => new(FlawScope.Element, "3", false),
            X12Flaw.ElementTooShort => new(FlawScope.Element, "4", false),
            X12Flaw.ElementTooLong => new(FlawScope.Element, "5", false),
            X12Flaw.CharacterInvalid or X12Flaw.LetterUnwritable or X12Flaw.NumberInvalid => new(
                FlawScope.Element,
                "6",
                true
            ),
            X12Flaw.CodeUnknown => new(FlawScope.Element, "7", false),
            X12Flaw.MemberRefused => new(FlawScope.Element, "I12", false),
            X12Flaw.DateInvalid => new(FlawScope.Element, "8", true),
            X12Flaw.TimeInvalid => new(FlawScope.Element, "9", true),
            X12Flaw.RepetitionsTooMany => new(FlawScope.Element, "12", false),
            X12Flaw.ComponentsTooMany => new(FlawScope.Element, "13", false),
            X12Flaw.ElementNotUsed => new(FlawScope.Element, "I10", false),
            _ => throw new ArgumentOutOfRangeException(nameof(flaw), flaw, "A flaw without a row in the table."),
        };

    private static FlawEntry Interchange(string code) => new(FlawScope.Interchange, code, true);

    private static FlawEntry Group(string code) => new(FlawScope.Group, code, true);

    private static FlawEntry Set(string code) => new(FlawScope.Set, code, true);
}
