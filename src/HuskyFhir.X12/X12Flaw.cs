namespace HuskyFhir.X12;

/// <summary>
/// The named states in which an X12 file, or a part of it, can end. <see cref="FlawTable"/> has the scope and the X12
/// code of each.
/// </summary>
public enum X12Flaw
{
    /// <summary>Nothing in the file but white space.</summary>
    Empty,

    /// <summary>UTF-16 or another encoding in which no X12 is written.</summary>
    EncodingUnreadable,

    /// <summary>The file does not begin with an ISA segment.</summary>
    HeaderMissing,

    /// <summary>
    /// The ISA segment has not the fixed form of 106 characters, or one of its elements cannot be read.
    /// </summary>
    HeaderMalformed,

    /// <summary>ISA01 or ISA02 is not what the guide has.</summary>
    AuthorizationInvalid,

    /// <summary>ISA03 is not what the guide has.</summary>
    SecurityInvalid,

    /// <summary>ISA05 is no qualifier of the guide.</summary>
    SenderQualifierInvalid,

    /// <summary>ISA06 is empty.</summary>
    SenderInvalid,

    /// <summary>ISA07 is no qualifier of the guide.</summary>
    ReceiverQualifierInvalid,

    /// <summary>ISA08 is empty.</summary>
    ReceiverInvalid,

    /// <summary>ISA09 is no date.</summary>
    InterchangeDateInvalid,

    /// <summary>ISA10 is no time.</summary>
    InterchangeTimeInvalid,

    /// <summary>ISA14 is not 0 or 1.</summary>
    AcknowledgmentRequestInvalid,

    /// <summary>ISA15 is not P or T.</summary>
    UsageInvalid,

    /// <summary>The ISA names separators that are letters, digits, spaces, or twice the same.</summary>
    SeparatorsUnusable,

    /// <summary>ISA12 is another version of the envelope than 00501.</summary>
    InterchangeVersionUnsupported,

    /// <summary>A segment is longer than the limit; it was not buffered.</summary>
    SegmentHuge,

    /// <summary>An element is longer than the limit.</summary>
    ElementHuge,

    /// <summary>A segment has more elements than the limit.</summary>
    TooManyElements,

    /// <summary>The file has more interchanges, groups or transaction sets than the limit.</summary>
    TooManySets,

    /// <summary>The file ends within a segment or before its last trailer.</summary>
    Truncated,

    /// <summary>An interchange is not closed by IEA before the next begins.</summary>
    InterchangeTrailerMissing,

    /// <summary>IEA02 is not ISA13.</summary>
    InterchangeControlNumberMismatch,

    /// <summary>ISA13 is not nine digits.</summary>
    InterchangeControlNumberInvalid,

    /// <summary>The same sender used ISA13 twice in the file.</summary>
    InterchangeControlNumberRepeated,

    /// <summary>IEA01 is not the number of groups.</summary>
    GroupCountMismatch,

    /// <summary>Something other than an interchange follows the IEA.</summary>
    AfterTrailer,

    /// <summary>A segment stands outside of the envelope that it belongs to.</summary>
    Misplaced,

    /// <summary>Some segments are UTF-8 and others Latin-1.</summary>
    EncodingsMixed,

    /// <summary>GS01 or GS07 is not what is expected here.</summary>
    GroupUnexpected,

    /// <summary>GS08 is another version of the guide.</summary>
    GroupVersionUnsupported,

    /// <summary>A group is not closed by GE.</summary>
    GroupTrailerMissing,

    /// <summary>GE02 is not GS06.</summary>
    GroupControlNumberMismatch,

    /// <summary>GS06 is not one to nine digits.</summary>
    GroupControlNumberInvalid,

    /// <summary>GS06 was used twice in the interchange.</summary>
    GroupControlNumberRepeated,

    /// <summary>GE01 is not the number of transaction sets.</summary>
    SetCountMismatch,

    /// <summary>ST01 is another transaction set than the one expected.</summary>
    SetUnexpected,

    /// <summary>ST03 is another version of the guide.</summary>
    SetVersionUnsupported,

    /// <summary>A transaction set is not closed by SE.</summary>
    SetTrailerMissing,

    /// <summary>SE02 is not ST02.</summary>
    SetControlNumberMismatch,

    /// <summary>ST02 is not four to nine letters or digits.</summary>
    SetControlNumberInvalid,

    /// <summary>ST02 was used twice in the group.</summary>
    SetControlNumberRepeated,

    /// <summary>SE01 is not the number of segments.</summary>
    SegmentCountMismatch,

    /// <summary>The segment's identifier is not two or three capital letters and digits.</summary>
    SegmentMalformed,

    /// <summary>A segment that this transaction set has not; it is skipped.</summary>
    SegmentUnknown,

    /// <summary>A segment that has no place here; it is skipped.</summary>
    SegmentUnexpected,

    /// <summary>A required segment is missing.</summary>
    SegmentMissing,

    /// <summary>A segment comes after one that it must come before; it is used.</summary>
    SegmentOutOfOrder,

    /// <summary>A segment comes more often than the guide allows.</summary>
    SegmentRepeated,

    /// <summary>A loop that LS opens is not closed by LE.</summary>
    LoopUnclosed,

    /// <summary>A loop comes more often than the guide allows.</summary>
    LoopRepeated,

    /// <summary>A required loop is missing.</summary>
    LoopMissing,

    /// <summary>A required element is empty.</summary>
    ElementMissing,

    /// <summary>Of two elements that go together one is empty.</summary>
    ElementPairIncomplete,

    /// <summary>The segment has more elements than the guide knows.</summary>
    ElementsTooMany,

    /// <summary>An element is shorter than its least length.</summary>
    ElementTooShort,

    /// <summary>An element is longer than its greatest length.</summary>
    ElementTooLong,

    /// <summary>An element that the guide does not use has a value.</summary>
    ElementNotUsed,

    /// <summary>An element has a control character in it.</summary>
    CharacterInvalid,

    /// <summary>
    /// An element has a letter that the character set of the file cannot hold, and that none is alike.
    /// </summary>
    LetterUnwritable,

    /// <summary>A code that the guide does not list; it is kept.</summary>
    CodeUnknown,

    /// <summary>A number that cannot be read.</summary>
    NumberInvalid,

    /// <summary>A date that does not exist, or is in another form than its qualifier says.</summary>
    DateInvalid,

    /// <summary>A time that does not exist.</summary>
    TimeInvalid,

    /// <summary>An element repeats more often than the guide allows.</summary>
    RepetitionsTooMany,

    /// <summary>The member stands in the form of the guide, and was refused by a rule of the plan.</summary>
    MemberRefused,

    /// <summary>An element has more components than the guide knows.</summary>
    ComponentsTooMany,
}
