using System.Reflection;
using PdfSharp.Fonts;

namespace HuskyFhir.Exchange.Letters;

/// <summary>
/// The fonts that come along, since a machine that prints letters may have none: Noto Sans for Latin, Greek and
/// Cyrillic, Noto Sans Arabic, and of WenQuanYi Micro Hei what the Chinese and the Korean taglines need. Their licenses
/// stand beside them.
/// </summary>
internal sealed class LetterFonts : IFontResolver
{
    /// <summary>Latin, Greek, Cyrillic.</summary>
    public const string Body = "Letter";

    /// <summary>Arabic, in its presentation forms.</summary>
    public const string Arabic = "Letter Arabic";

    /// <summary>The signs of the Chinese and Korean taglines.</summary>
    public const string Taglines = "Letter Taglines";

    private const string Place = "letter-fonts/";

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        [Body] = "NotoSans-Regular.ttf",
        [Arabic] = "NotoSansArabic-Regular.ttf",
        [Taglines] = "WenQuanYiMicroHei-Taglines.ttf",
    };

    private static readonly Lazy<bool> Installed = new(static () =>
    {
        GlobalFontSettings.FontResolver = new LetterFonts();
        return true;
    });

    /// <summary>Makes them known, once in a process.</summary>
    public static bool Install() => Installed.Value;

    /// <inheritdoc />
    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) =>
        !Files.TryGetValue(familyName, out var file) ? null
        : bold && familyName == Body ? new("NotoSans-Bold.ttf")
        : new(file);

    /// <inheritdoc />
    public byte[]? GetFont(string faceName)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Place + faceName);
        if (stream is null)
            return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
