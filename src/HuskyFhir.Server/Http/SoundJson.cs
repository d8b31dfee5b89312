using System.Text.Json;
using System.Text.Unicode;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Whether every text in a JSON body is Unicode. The JSON types of .NET look at texts only when they are read, and
/// throw then; who reads them before the strict parser asks here first.
/// </summary>
internal static class SoundJson
{
    /// <summary>
    /// False for broken UTF-8, and for half a surrogate pair; a body that is no JSON at all is left to its parser.
    /// </summary>
    public static bool IsUnicode(ReadOnlySpan<byte> body, int maxDepth)
    {
        if (!Utf8.IsValid(body))
            return false;
        if (body.IndexOf("\\u"u8) < 0)
            return true;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
