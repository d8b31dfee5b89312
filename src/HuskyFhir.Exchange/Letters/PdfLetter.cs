using System.Globalization;
using HuskyFhir.Plan.Notices.Letters;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace HuskyFhir.Exchange.Letters;

/// <summary>What stands on a letter beside its words.</summary>
/// <param name="From">Who sends it, line by line.</param>
/// <param name="To">To whom, line by line, as it shows in the window of an envelope.</param>
/// <param name="PageWords">The words for a page's number, with {0} and {1}.</param>
/// <param name="Taglines">What is drawn in the place of a tagline whose script no font has, by language.</param>
public sealed record LetterFrame(
    IReadOnlyList<string> From,
    IReadOnlyList<string> To,
    string PageWords,
    IReadOnlyDictionary<string, string> Taglines
);

/// <summary>
/// A letter as a tagged PDF (ISO 14289-1 as far as the library goes): title and language of the document, headings,
/// paragraphs and lists in reading order, the language of each tagline, page numbers as artifacts, fonts embedded.
/// </summary>
public static class PdfLetter
{
    /// <summary>Draws it.</summary>
    public static byte[] Render(Letter letter, LetterFrame frame)
    {
        LetterFonts.Install();
        using var document = new PdfDocument();
        var access = UAManager.ForDocument(document);
        access.SetDocumentLanguage(letter.Language);
        document.Info.Title = letter.Title;
        document.ViewerPreferences.DisplayDocTitle = true;
        var types = LetterTypes.Of(letter.LargePrint);
        var layout = new LetterLayout(letter, frame, types);
        Draw(document, access.StructureBuilder, layout.Lay(), at => Number(frame, at, layout.Pages), types);
        using var stream = new MemoryStream();
        document.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    private static void Draw(
        PdfDocument document,
        StructureBuilder structure,
        IReadOnlyList<LetterMark> marks,
        Func<int, string> number,
        LetterTypes types
    )
    {
        var page = Turn(document);
        // Structure that spans pages is closed and opened anew by the library; numbers are no part of the text.
        Foot(page, structure, number(1), types);
        foreach (var mark in marks)
            switch (mark)
            {
                case LetterMark.Begin begin:
                    structure.BeginElement(begin.Tag);
                    if (begin.Language is not null)
                        structure.SetLanguage(begin.Language);
                    break;
                case LetterMark.End:
                    structure.End();
                    break;
                case LetterMark.Draw draw:
                    page.DrawString(draw.Run.Text, draw.Run.Font, XBrushes.Black, draw.X, draw.Y);
                    break;
                default:
                    // The library closes what spans the pages on the old one: that must still be open.
                    var next = Turn(document);
                    page.Dispose();
                    page = next;
                    Foot(page, structure, number(document.PageCount), types);
                    break;
            }

        page.Dispose();
    }

    private static XGraphics Turn(PdfDocument document)
    {
        var page = document.AddPage();
        page.Width = XUnit.FromPoint(LetterMeasures.Width);
        page.Height = XUnit.FromPoint(LetterMeasures.Height);
        return XGraphics.FromPdfPage(page);
    }

    private static void Foot(XGraphics page, StructureBuilder structure, string number, LetterTypes types)
    {
        structure.BeginArtifact();
        page.DrawString(
            number,
            types.Small,
            XBrushes.Black,
            (LetterMeasures.Width - types.Width(number, types.Small)) / 2,
            LetterMeasures.Height - (LetterMeasures.Margin / 2)
        );
        structure.End();
    }

    private static string Number(LetterFrame frame, int at, int pages) =>
        string.Format(CultureInfo.InvariantCulture, frame.PageWords, at, pages);
}
