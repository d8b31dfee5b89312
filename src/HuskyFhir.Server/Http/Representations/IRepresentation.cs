namespace HuskyFhir.Server.Http.Representations;

/// <summary>
/// A form of an answer other than JSON. It is set on requests that want it; where there is none, the JSON goes out as
/// it is, and nothing is parsed.
/// </summary>
internal interface IRepresentation
{
    /// <summary>As in <c>Content-Type</c>.</summary>
    string ContentType { get; }

    /// <summary>The body in this form.</summary>
    /// <param name="context">The request that it answers.</param>
    /// <param name="json">The body as JSON.</param>
    /// <param name="pretty">Whether it is to be indented.</param>
    ReadOnlyMemory<byte> Of(HttpContext context, ReadOnlyMemory<byte> json, bool pretty);
}
