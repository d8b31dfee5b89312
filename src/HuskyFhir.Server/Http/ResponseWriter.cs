using System.Buffers;
using System.Text.Json;
using HuskyFhir.Server.Http.Representations;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Writes JSON bytes to a response: as they are, indented when <c>_pretty=true</c> was asked, or in the other form that
/// the caller wants.
/// </summary>
internal static class ResponseWriter
{
    public const string FhirJsonType = "application/fhir+json; charset=utf-8";

    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, bool pretty)
    {
        var (body, type) =
            context.Features.Get<IRepresentation>() is { } other && InForm(context, other, json, pretty) is { } said
                ? (said, other.ContentType)
                : (pretty ? Indent(json) : json, FhirJsonType);
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>
    /// Null where the form cannot say it: a record that an earlier build stored may hold what the SDK's model does not.
    /// It goes out as JSON then (RFC 9110 section 12.4.1 leaves that to the server), rather than not at all.
    /// </summary>
    private static ReadOnlyMemory<byte>? InForm(
        HttpContext context,
        IRepresentation form,
        ReadOnlyMemory<byte> json,
        bool pretty
    )
    {
        try
        {
            return form.Of(context, json, pretty);
        }
        catch (Exception unsayable)
            when (unsayable is InvalidOperationException or KeyNotFoundException
                || OutsideCauses.Of(unsayable) is not null
            )
        {
            return null;
        }
    }

    /// <summary>Copied token by token: numbers keep every digit that the sender wrote.</summary>
    private static ReadOnlyMemory<byte> Indent(ReadOnlyMemory<byte> json)
    {
        var indented = new ArrayBufferWriter<byte>(json.Length * 2);
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 256 });
        using (
            var writer = new Utf8JsonWriter(
                indented,
                new()
                {
                    Indented = true,
                    MaxDepth = 256,
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
            document.WriteTo(writer);
        return indented.WrittenMemory;
    }
}
