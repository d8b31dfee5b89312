namespace HuskyFhir.X12.Acknowledgements;

/// <summary>999: what became of a group.</summary>
/// <param name="FunctionalId">AK101.</param>
/// <param name="ControlNumber">AK102: GS06 of the group that is answered.</param>
/// <param name="Version">AK103.</param>
/// <param name="Sets">The sets that are spoken of; a partner may leave out those that it accepted.</param>
/// <param name="Code">AK901: <c>A</c> accepted, <c>E</c> accepted with errors, <c>P</c> partially, <c>R</c> and others
/// rejected.</param>
/// <param name="Included">AK902: sets that the group said it had.</param>
/// <param name="Received">AK903.</param>
/// <param name="Accepted">AK904.</param>
/// <param name="Codes">AK905 to 909.</param>
public sealed record GroupAnswer(
    string FunctionalId,
    string ControlNumber,
    string? Version,
    IReadOnlyList<SetAnswer> Sets,
    string Code,
    int Included,
    int Received,
    int Accepted,
    IReadOnlyList<string> Codes
);

/// <summary>AK2 to IK5: what became of a transaction set.</summary>
/// <param name="Id">AK201.</param>
/// <param name="ControlNumber">AK202: ST02 of the set that is answered.</param>
/// <param name="Version">AK203.</param>
/// <param name="Segments">What is wrong with which segments.</param>
/// <param name="Code">IK501: <c>A</c> accepted, <c>E</c> accepted with errors, <c>R</c> and others rejected.</param>
/// <param name="Codes">IK502 to 506.</param>
public sealed record SetAnswer(
    string Id,
    string ControlNumber,
    string? Version,
    IReadOnlyList<SegmentAnswer> Segments,
    string Code,
    IReadOnlyList<string> Codes
);

/// <summary>IK3 with the CTX and IK4 that belong to it.</summary>
/// <param name="Segment">IK301.</param>
/// <param name="Position">IK302: number of the segment in its set, where ST is 1; 0 where there is none.</param>
/// <param name="Loop">IK303.</param>
/// <param name="Code">IK304.</param>
/// <param name="Contexts">CTX; they may name a member.</param>
/// <param name="Elements">IK4.</param>
public sealed record SegmentAnswer(
    string Segment,
    int Position,
    string? Loop,
    string? Code,
    IReadOnlyList<AnswerContext> Contexts,
    IReadOnlyList<ElementAnswer> Elements
);

/// <summary>CTX01.</summary>
/// <param name="Name">What is named.</param>
/// <param name="Value">Its value, such as a member's number; never log it.</param>
public sealed record AnswerContext(string Name, string? Value);

/// <summary>IK4.</summary>
/// <param name="Element">First component of IK401.</param>
/// <param name="Component">Its second; null where the whole element is meant.</param>
/// <param name="Repetition">Its third.</param>
/// <param name="DataElement">IK402.</param>
/// <param name="Code">IK403.</param>
/// <param name="Value">IK404: a copy of the bad data; never log it.</param>
public sealed record ElementAnswer(
    int Element,
    int? Component,
    int? Repetition,
    int? DataElement,
    string Code,
    string? Value
);
