namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// A partner's layout, as a file says it: positional or delimited lines. See <c>formats/README.md</c>.
/// </summary>
public sealed record TableDefinition
{
    /// <summary>As logs and answers name it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>fixed</c>: each field has its columns; <c>delimited</c>: fields stand between delimiters (RFC 4180).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Characters of a line without its end; of <c>fixed</c> alone.</summary>
    public int Width { get; init; }

    /// <summary>Of <c>delimited</c>; a comma by default.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary><c>ascii</c> (default; letters of other scripts are written in Latin ones) or <c>utf-8</c>.</summary>
    public string Encoding { get; init; } = "ascii";

    /// <summary><c>crlf</c> (default) or <c>lf</c>.</summary>
    public string LineEnd { get; init; } = "crlf";

    /// <summary>Of the file's name; <c>.txt</c> by default.</summary>
    public string Extension { get; init; } = ".txt";

    /// <summary>Where the type of a record stands: its column from 1, or the number of its field.</summary>
    public int TypeColumn { get; init; } = 1;

    /// <summary>Columns of the type; of <c>fixed</c> alone.</summary>
    public int TypeWidth { get; init; } = 2;

    /// <summary>Code maps by name: our code to the partner's; <c>*</c> stands for all others.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Codes { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The first line.</summary>
    public required TableRecord Header { get; init; }

    /// <summary>Lines of each member, in their order.</summary>
    public required IReadOnlyList<TableRecord> Records { get; init; }

    /// <summary>
    /// Sources of a member that the agreement leaves out. Each must either stand in a record or here, so that nothing
    /// is left out by mistake.
    /// </summary>
    public IReadOnlyList<string> Omit { get; init; } = [];

    /// <summary>The last line, with the counts by which a file is proved whole.</summary>
    public required TableRecord Trailer { get; init; }

    /// <summary>How the partner answers: a line for each record.</summary>
    public required TableAcknowledgment Acknowledgment { get; init; }
}

/// <summary>A kind of line.</summary>
public sealed record TableRecord
{
    /// <summary>By which it is known, such as <c>10</c>.</summary>
    public required string Type { get; init; }

    /// <summary>One for each <c>member</c> (default), <c>person</c> of the household or <c>change</c>.</summary>
    public string Each { get; init; } = "member";

    /// <summary>
    /// Whether it is left out where nothing but its constants and the member's number would stand in it.
    /// </summary>
    public bool Optional { get; init; }

    /// <summary>What stands in it.</summary>
    public required IReadOnlyList<TableField> Fields { get; init; }
}

/// <summary>A field of a line.</summary>
public sealed record TableField
{
    /// <summary>Column from 1; in a delimited line the number of the field.</summary>
    public required int Column { get; init; }

    /// <summary>Columns; in a delimited line the greatest length, 0 for any.</summary>
    public int Width { get; init; }

    /// <summary><c>left</c> (default) or <c>right</c>.</summary>
    public string Justify { get; init; } = "left";

    /// <summary>Fills up to the width; a space by default.</summary>
    public string Pad { get; init; } = " ";

    /// <summary>
    /// How a date (<c>CCYYMMDD</c>, <c>MM/DD/CCYY</c>) or a number (<c>9(7)</c>, <c>9(7)V99</c> with the point implied)
    /// is written.
    /// </summary>
    public string? Picture { get; init; }

    /// <summary>What of the member or of the file, see <see cref="TableSources"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The same in each line.</summary>
    public string? Value { get; init; }

    /// <summary>The code map.</summary>
    public string? Codes { get; init; }

    /// <summary>Whether a member without it is set aside.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a value that is too long is cut, and that remarked; else the member is set aside.</summary>
    public bool Cut { get; init; }
}

/// <summary>The lines of an acknowledgment file; of its lines, those with another type are passed over.</summary>
public sealed record TableAcknowledgment
{
    /// <summary>The type of a line that answers a record; null where each line does.</summary>
    public string? Type { get; init; }

    /// <summary>The number of the file that is answered.</summary>
    public required TableField Number { get; init; }

    /// <summary>The number of the line in our file, from 1.</summary>
    public required TableField Line { get; init; }

    /// <summary>What became of it.</summary>
    public required TableField Status { get; init; }

    /// <summary>Why, in the partner's codes; null where it tells none.</summary>
    public TableField? Code { get; init; }

    /// <summary>Values of the status that mean that the record was taken.</summary>
    public required IReadOnlyList<string> Accepted { get; init; }

    /// <summary>Values that mean that it was refused; any other value leaves it open.</summary>
    public required IReadOnlyList<string> Refused { get; init; }
}
