using System.Buffers;
using System.Text.Json;
using HuskyFhir.Server.Http.Representations;

namespace HuskyFhir.Server.Http;

/// <summary>Writes JSON bytes to a response: as they are, indented when <c>_pretty=true</c> was asked, or in the other form that the caller wants.</summary>
internal static class Bodies
{
    public const string FhirJsonType = "application/fhir+json; charset=utf-8";

    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, bool pretty)
    {
        var other = context.Features.Get<IRepresentation>();
        var body = other is not null ? other.Of(context, json, pretty) : pretty ? Indent(json) : json;
        context.Response.ContentType = other?.ContentType ?? FhirJsonType;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Copied token by token: numbers keep every digit that the sender wrote.</summary>
    private static ReadOnlyMemory<byte> Indent(ReadOnlyMemory<byte> json)
    {
        var indented = new ArrayBufferWriter<byte>(json.Length * 2);
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 256 });
        using (var writer = new Utf8JsonWriter(indented, new() { Indented = true, MaxDepth = 256, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return indented.WrittenMemory;
    }
}
