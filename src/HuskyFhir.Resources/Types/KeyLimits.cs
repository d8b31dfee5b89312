using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// How long a searchable value may be. FHIR allows strings of a megabyte, but an entry of PostgreSQL's B-tree ends at
/// 2,704 bytes, and what one database takes the other must take too. Fault: 422 on the element.
/// </summary>
internal static class KeyLimits
{
    /// <summary>Bytes of a string in its comparable form, or of a URL.</summary>
    private const int Text = 2000;

    /// <summary>Bytes of a code, and of its system; an index entry holds both.</summary>
    private const int Code = 1000;

    /// <summary>Bytes of a text column; an index entry may hold three.</summary>
    private const int Column = 800;

    public static IEnumerable<Issue> Check(FhirType type, Projection projection)
    {
        foreach (var key in projection.Strings)
            if (Exceeds(key.Value, Text) && Exceeds(Folding.Fold(key.Value), Text))
                yield return TooLong(type.ExpressionOf(key.Part), Text);
        foreach (var key in projection.Tokens)
            if (Exceeds(key.Code, Code) || Exceeds(key.System, Code))
                yield return TooLong(type.ExpressionOf(key.Part), Code);
        foreach (var key in projection.References)
            if (Exceeds(key.Url, Text))
                yield return TooLong(type.ExpressionOf(key.Part), Text);
        for (var at = 0; at < projection.Columns.Length; at++)
            if (projection.Columns[at] is string text && Exceeds(text, Column))
                yield return TooLong(type.ExpressionOfColumn(at), Column);
    }

    /// <summary>
    /// No character takes more than three bytes of UTF-8 for each of its UTF-16 units, so that most values are not
    /// counted.
    /// </summary>
    private static bool Exceeds(string? text, int bytes) =>
        text is not null && text.Length * 3L > bytes && Encoding.UTF8.GetByteCount(text) > bytes;

    private static Issue TooLong(string expression, int bytes) =>
        Issue.Error(
            OperationOutcome.IssueType.TooLong,
            $"A value here can be searched for and may have {bytes} bytes of UTF-8 at most.",
            expression,
            "value-too-long"
        );
}
