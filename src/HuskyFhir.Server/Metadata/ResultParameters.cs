namespace HuskyFhir.Server.Metadata;

/// <summary>
/// Parameters of every search that say what the answer looks like; a CapabilityStatement has no place for them.
/// </summary>
internal static class ResultParameters
{
    public static IReadOnlyList<(string Name, string About)> All { get; } =
    [
        ("_count", "Rows on a page; 0 for the total alone."),
        ("_sort", "Parameters to sort by, separated by commas; a minus before one turns it round."),
        ("_total", "none, estimate or accurate."),
        ("_include", "Resources that the matches refer to, as Type:parameter."),
        ("_revinclude", "Resources that refer to the matches, as Type:parameter."),
        ("_summary", "true, text, data, count or false."),
        ("_elements", "Elements to show, separated by commas."),
        ("_format", "json, xml or html."),
        ("_pretty", "true to indent the answer."),
    ];
}
