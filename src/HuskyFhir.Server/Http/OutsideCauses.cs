using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Utility;
using HuskyFhir.Core.Answers;
using Microsoft.Data.Sqlite;
using Npgsql;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The net under all rules: which exceptions a request can cause by what it holds, and how each is refused. A rule that
/// refuses the value where it is read comes first, since only it can say what is wrong; what reaches this table is
/// logged as a gap. Whatever is not in it is a fault of ours or of the store. Faults: 400, 413.
/// </summary>
internal static class OutsideCauses
{
    /// <summary>
    /// A value is larger than SQLite takes (SQLITE_TOOBIG), or of a type that the column does not (SQLITE_MISMATCH).
    /// </summary>
    private static readonly int[] SqliteValues = [18, 20];

    /// <summary>The types, each with what it comes from; a subtype counts as its base.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        typeof(BadHttpRequestException), // a body that ends early, or is larger than it may be
        typeof(InvalidDataException), // a form with too much in it, or bytes that were never compressed
        typeof(JsonException),
        typeof(XmlException),
        typeof(FormatException),
        typeof(DecoderFallbackException), // text that is none
        typeof(CodedException), // a literal or a structure that the FHIR SDK cannot read
        typeof(ArgumentException),
        typeof(OverflowException), // a value beyond what a type holds, such as a day after 9999-12-31
        typeof(NotSupportedException), // a charset or an algorithm that is switched off
        typeof(RegexMatchTimeoutException),
        typeof(InsufficientExecutionStackException), // a value that costs too much
        typeof(PostgresException),
        typeof(SqliteException), // a value that the database refuses; of these only some
    ];

    /// <summary>The refusal; null where the request did not cause it.</summary>
    public static Fault? Of(Exception fault) =>
        fault switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(
                FaultKind.TooLarge,
                IssueType.TooLong,
                "The body is larger than this service takes; see Http:MaxBodyBytes.",
                null,
                "too-large"
            ),
            BadHttpRequestException => new(
                FaultKind.Malformed,
                IssueType.Structure,
                "The request could not be read to its end.",
                null,
                "request"
            ),
            InvalidDataException => new(
                FaultKind.Malformed,
                IssueType.Structure,
                "The body is not what its headers say, or a form with too many or too long fields.",
                null,
                "request"
            ),
            RegexMatchTimeoutException or InsufficientExecutionStackException => new(
                FaultKind.Malformed,
                IssueType.TooCostly,
                "The request is nested too deeply, or costs too much; make it simpler.",
                null,
                "request-value"
            ),
            PostgresException { SqlState: var state } => IsValue(state) ? Unfit() : null,
            SqliteException { SqliteErrorCode: var code } => SqliteValues.Contains(code) ? Unfit() : null,
            ArgumentException
            or OverflowException
            or FormatException
            or JsonException
            or XmlException
            or CodedException
            or NotSupportedException => Unfit(),
            _ => null,
        };

    /// <summary>
    /// Class 22, data exception, such as NUL in text or a number out of range; class 54, program limit exceeded, such
    /// as too long a key.
    /// </summary>
    private static bool IsValue(string state) =>
        state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal);

    private static Fault Unfit() =>
        new(
            FaultKind.Malformed,
            IssueType.Value,
            "The request holds a value that this service cannot work with: too long, out of range, or not what its place takes. Nothing was changed.",
            null,
            "request-value"
        );
}
