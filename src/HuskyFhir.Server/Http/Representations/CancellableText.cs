namespace HuskyFhir.Server.Http.Representations;

/// <summary>
/// A text for readers that know no cancellation: whoever reads on after the caller went away is stopped at the next
/// piece.
/// </summary>
internal sealed class CancellableText(string text, CancellationToken cancellation) : StringReader(text)
{
    public override int Read(char[] buffer, int index, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        return base.Read(buffer, index, count);
    }

    public override int Read(Span<char> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        return base.Read(buffer);
    }
}
