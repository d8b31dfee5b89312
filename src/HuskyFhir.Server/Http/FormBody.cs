using System.Text;
using HuskyFhir.Core.Answers;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> within the web server's limits. Faults: 400, 415.</summary>
internal static class FormBody
{
    private const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>The fields. What was read stays with the request, for whoever reads it again.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="detail">The stable code of a form that cannot be read.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public static async Task<Result<FormCollection>> ReadAsync(
        HttpRequest request,
        string detail,
        CancellationToken cancellation
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        )
            return Unsupported($"Send the parameters as {MediaType}.");
        if (
            type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        )
            return Unsupported("A form here is always UTF-8; send charset=utf-8, or none.");
        try
        {
            var form = await request.ReadFormAsync(cancellation);
            return form.Any(static field => Holds(field.Key) || field.Value.Any(Holds))
                ? Bad("The form holds the character NUL, which nothing here can mean.", detail)
                : (FormCollection)form;
        }
        catch (Exception bad)
            when (bad
                    is InvalidDataException
                        or InvalidOperationException
                        or DecoderFallbackException
                        or ArgumentException
            )
        {
            return Bad("The form has too many or too long values, or is not what its Content-Encoding says.", detail);
        }
    }

    private static bool Holds(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static Fault Unsupported(string text) =>
        new(FaultKind.UnsupportedMedia, IssueType.NotSupported, text, "Content-Type", "content-type");

    private static Fault Bad(string text, string detail) =>
        new(FaultKind.Malformed, IssueType.TooLong, text, null, detail);
}
