using System.Security.Cryptography;
using System.Text.Json;

namespace HuskyFhir.Exchange.Formats.Fhir;

/// <summary>The acknowledgement of a file of messages, as JSON (acknowledgement.schema.json).</summary>
/// <param name="ControlNumber">Of the file that is answered.</param>
/// <param name="Sha256">Of its bytes as they arrived, in lower-case hexadecimal.</param>
/// <param name="Stage"><c>receipt</c> or <c>content</c>.</param>
/// <param name="Verdict"><c>accepted</c>, <c>accepted-with-errors</c>, <c>partially-accepted</c> or
/// <c>rejected</c>.</param>
/// <param name="Faults">Lines that were refused; every other line was taken, unless the whole was rejected.</param>
/// <param name="Code">Why the whole was rejected, as a code; null where it was not.</param>
public sealed record FhirAnswer(
    int ControlNumber,
    string Sha256,
    string Stage,
    string Verdict,
    IReadOnlyList<FhirFault> Faults,
    string? Code = null
)
{
    /// <summary>As JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, FhirExchangeJson.Default.FhirAnswer);

    /// <summary>What an acknowledgement says; null bytes are one that is too long.</summary>
    internal static ReadAnswer Read(byte[]? json)
    {
        if (json is null)
            return new(string.Empty, [], ["The acknowledgement is longer than any can be."]);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(json));
        try
        {
            var answer = JsonSerializer.Deserialize(
                json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsSpan(3) : json,
                FhirExchangeJson.Default.FhirAnswer
            );
            return answer is null ? new(sha256, [], ["The acknowledgement is empty."])
                : answer.Told() is { } told ? new(sha256, [told], [])
                : new(
                    sha256,
                    [],
                    [
                        "The acknowledgement has a stage, a verdict, a number or a line that there is not; see acknowledgement.schema.json.",
                    ]
                );
        }
        catch (JsonException bad)
        {
            return new(
                sha256,
                [],
                [
                    $"The acknowledgement is not as acknowledgement.schema.json says, at line {bad.LineNumber + 1}, byte {bad.BytePositionInLine}.",
                ]
            );
        }
    }

    private FileAnswer? Told()
    {
        AnswerStage? stage = Stage switch
        {
            "receipt" => AnswerStage.Receipt,
            "content" => AnswerStage.Content,
            _ => null,
        };
        AnswerVerdict? verdict = Verdict switch
        {
            "accepted" => AnswerVerdict.Accepted,
            "accepted-with-errors" => AnswerVerdict.AcceptedWithErrors,
            "partially-accepted" => AnswerVerdict.PartiallyAccepted,
            "rejected" => AnswerVerdict.Rejected,
            _ => null,
        };
        if (
            stage is null
            || verdict is null
            || ControlNumber is < 1 or > 999_999_999
            || Faults.Any(static fault => fault is null || fault.Line < 1 || string.IsNullOrWhiteSpace(fault.Code))
        )
            return null;
        // Of lines that are not named the rest is taken, which for a part of a file is the same as with errors.
        var whole = verdict == AnswerVerdict.PartiallyAccepted ? AnswerVerdict.AcceptedWithErrors : verdict.Value;
        return new(
            stage.Value,
            ControlNumber,
            verdict.Value,
            Code ?? string.Empty,
            [new(string.Empty, whole, [.. Faults.Select(static fault => new PlaceFault(fault.Line, fault.Code))])]
        )
        {
            FileSha256 = Sha256,
        };
    }
}

/// <summary>A line that was refused.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Code">Why, as a code of the partner's; no value of a member.</param>
public sealed record FhirFault(int Line, string Code);
