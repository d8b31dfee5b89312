using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>The PDF of a letter's document, and for which address it was drawn.</summary>
internal static class LetterPaper
{
    private const string RouteUrl = Systems.Base + "/StructureDefinition/husky-letter-route";
    private const string Pdf = "application/pdf";

    /// <summary>The PDF that was drawn for a route; null where it was drawn for another, or not yet.</summary>
    public static Guid? DrawnFor(DocumentReference document, string mark) =>
        Attachment(document) is { } attachment && attachment.GetExtensionValue<FhirString>(RouteUrl)?.Value == mark
            ? References.IdOf(new ResourceReference(attachment.Url), "Binary")
            : null;

    /// <summary>Puts a PDF in the place of the one before.</summary>
    public static void Attach(DocumentReference document, Guid binary, string mark, int size)
    {
        document.Content.RemoveAll(static content => content.Attachment?.ContentType == Pdf);
        var attachment = new Attachment
        {
            ContentType = Pdf,
            Url = $"Binary/{binary:D}",
            Language = document.Language,
            Title = document.Description,
            SizeUnsignedInt = size,
        };
        attachment.Extension.Add(new(RouteUrl, new FhirString(mark)));
        document.Content.Add(new() { Attachment = attachment });
    }

    private static Attachment? Attachment(DocumentReference document) =>
        document.Content.Find(static content => content.Attachment?.ContentType == Pdf)?.Attachment;
}
