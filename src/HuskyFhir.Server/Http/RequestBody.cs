using System.Buffers;
using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http.Representations;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Reads a whole body within the limit, as JSON whatever it came in. Faults: 415 for another media type, 413 for too
/// many bytes, 400 for XML that cannot be read.
/// </summary>
internal sealed class RequestBody(IOptions<HttpSettings> settings)
{
    public Task<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        ReadAsync(request, Negotiation.CheckContentType(request), cancellation);

    /// <summary>The same where other media types are taken as well.</summary>
    public async Task<Result<ReadOnlyMemory<byte>>> ReadAsync(
        HttpRequest request,
        Fault? unsupported,
        CancellationToken cancellation
    )
    {
        if (unsupported is not null)
            return unsupported;
        if (!(await BytesAsync(request, cancellation)).Try(out var bytes, out var fault))
            return fault;
        if (!Negotiation.IsXml(request))
            return bytes;
        if (!XmlBody.Read(bytes, settings.Value.MaxDepth, cancellation).Try(out var xml, out fault))
            return fault;
        request.HttpContext.Features.Set(xml); // for the lines of what is told of it
        return xml.Json;
    }

    private async Task<Result<ReadOnlyMemory<byte>>> BytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > settings.Value.MaxBodyBytes)
            return TooLarge();
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        try
        {
            while (await request.Body.ReadAsync(body.GetMemory(4096), cancellation) is > 0 and var read)
            {
                body.Advance(read);
                if (body.WrittenCount > settings.Value.MaxBodyBytes)
                    return TooLarge();
            }

            return body.WrittenMemory;
        }
        catch (Exception bad) when (IsUnpackable(bad))
        {
            return Packed;
        }
    }

    /// <summary>The refusal of bytes that were never compressed.</summary>
    public static Fault Packed { get; } =
        new(
            FaultKind.Malformed,
            IssueType.Structure,
            "The body is not what its Content-Encoding says; it cannot be unpacked.",
            "Content-Encoding",
            "content-encoding"
        );

    /// <summary>What the decompressing streams throw at bytes that were never compressed.</summary>
    public static bool IsUnpackable(Exception bad) => bad is InvalidDataException or InvalidOperationException;

    private Fault TooLarge() =>
        new(
            FaultKind.TooLarge,
            IssueType.TooLong,
            $"A body may have {settings.Value.MaxBodyBytes} bytes; send less, or in parts.",
            null,
            "too-large"
        );
}
