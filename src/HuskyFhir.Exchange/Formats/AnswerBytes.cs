namespace HuskyFhir.Exchange.Formats;

/// <summary>Reads a partner's answer, which is bounded.</summary>
internal static class AnswerBytes
{
    /// <summary>What an answer may be long; one of a partner is some kilobytes.</summary>
    internal const int MostAnswerBytes = 64 * 1024 * 1024;

    /// <summary>The bytes of an answer; null where it is longer than any can be.</summary>
    internal static async Task<byte[]?> ReadAsync(Stream answer, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[65_536];
        for (int read; (read = await answer.ReadAsync(buffer, cancellation)) > 0; )
        {
            if (bytes.Length + read > MostAnswerBytes)
                return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
