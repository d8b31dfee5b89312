using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Exchange.Formats.Fhir;

namespace HuskyFhir.Exchange.Formats;

/// <summary>The one table of formats.</summary>
public static class ExchangeFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IExchangeFormat> All { get; } = [new FhirFormat(), new X12Format()];

    /// <summary>The format of a name, as in the configuration; null for none.</summary>
    public static IExchangeFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

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
