using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Documents;

/// <summary>Where the attachments of a document lead (R4 section 2.24.0.6): to a Binary here, or elsewhere.</summary>
public static class Attachments
{
    /// <summary>The addresses that a resource's attachments give; none unless it is a document.</summary>
    public static IEnumerable<Link> Of(Resource resource) =>
        resource is not DocumentReference document
            ? []
            : document
                .Content.Select(static (content, at) => (content.Attachment, at))
                .Where(static each => !string.IsNullOrEmpty(each.Attachment?.Url))
                .Select(static each => new Link(
                    $"DocumentReference.content[{each.at}].attachment.url",
                    each.Attachment!.Url!,
                    target => each.Attachment.Url = target
                ));

    /// <summary>Those that lead to a Binary here.</summary>
    internal static IEnumerable<(Guid Id, string Path)> InBinaries(Resource resource)
    {
        foreach (var link in Of(resource))
            if (References.Read(new ResourceReference(link.Text)) is { Type: "Binary", Id: { } id })
                yield return (id, link.Path);
    }
}
