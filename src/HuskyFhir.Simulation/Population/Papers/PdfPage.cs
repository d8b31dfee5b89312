using System.Globalization;
using System.Text;

namespace HuskyFhir.Simulation.Population.Papers;

/// <summary>
/// A PDF of one page with lines of text (ISO 32000-1): enough for a paper that a viewer shows, without a library that
/// does much more.
/// </summary>
public static class PdfPage
{
    /// <summary>
    /// The file. Letters beyond Latin-1 are shown as question marks, since the built-in font has no others.
    /// </summary>
    public static byte[] Of(string title, params IReadOnlyList<string> lines)
    {
        var text = new StringBuilder("BT /F1 18 Tf 72 720 Td (")
            .Append(Escape(title))
            .Append(") Tj /F1 11 Tf 0 -12 Td ");
        foreach (var line in lines)
            text.Append("0 -18 Td (").Append(Escape(line)).Append(") Tj ");
        var content = text.Append("ET").ToString();
        return Assemble(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            $"<</Length {content.Length.ToString(CultureInfo.InvariantCulture)}>>\nstream\n{content}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
        );
    }

    /// <summary>The objects in order, and the table of where each begins.</summary>
    private static byte[] Assemble(params IReadOnlyList<string> objects)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder(
            string.Create(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n")
        );
        for (var at = 0; at < objects.Count; at++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:D10} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{at + 1} 0 obj\n{objects[at]}\nendobj\n");
        }

        var begin = file.Length;
        file.Append(table)
            .Append(
                CultureInfo.InvariantCulture,
                $"trailer\n<</Size {objects.Count + 1}/Root 1 0 R>>\nstartxref\n{begin}\n%%EOF\n"
            );
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static string Escape(string text) =>
        string.Concat(
            text.Select(static letter =>
                letter is '(' or ')' or '\\' ? "\\" + letter
                : letter > 'ÿ' ? "?"
                : letter.ToString()
            )
        );
}
