using System.Buffers;
using HuskyFhir.Core.Answers;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>Reads a whole body within the limit. Faults: 415 for another media type, 413 for too many bytes.</summary>
internal sealed class RequestBody(IOptions<HttpSettings> settings)
{
    public Task<Answer<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        ReadAsync(request, Negotiation.CheckContentType(request), cancellation);

    /// <summary>The same where other media types are taken as well.</summary>
    public async Task<Answer<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, Fault? unsupported, CancellationToken cancellation)
    {
        if (unsupported is not null)
            return unsupported;
        if (request.ContentLength > settings.Value.MaxBodyBytes)
            return TooLarge();
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(4096), cancellation);
            if (read == 0)
                return body.WrittenMemory;
            body.Advance(read);
            if (body.WrittenCount > settings.Value.MaxBodyBytes)
                return TooLarge();
        }
    }

    private Fault TooLarge() =>
        new(FaultKind.TooLarge, IssueType.TooLong, $"A body may have {settings.Value.MaxBodyBytes} bytes; send less, or in parts.", null, "too-large");
}
