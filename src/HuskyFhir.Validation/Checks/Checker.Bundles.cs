using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>Addresses and references in a Bundle (R4 sections 2.36.4 and 3.3.1).</content>
internal sealed partial class Checker
{
    private void Entries(Bundle bundle)
    {
        for (var i = 0; i < bundle.Entry.Count; i++)
            if (bundle.Entry[i] is { FullUrlElement: { } address } entry && LiteralText(address) is { Length: > 0 } url)
                Identity(url, entry, $"entry[{i}].fullUrl");
    }

    private void Identity(string url, Bundle.EntryComponent entry, string path)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out _))
            Tell(
                RuleKind.FullUrl,
                $"The fullUrl '{Literal.Cut(url, 80)}' is not absolute. Give the resource's address, or urn:uuid: and a UUID.",
                path
            );
        else if (
            entry.Resource is { } resource
            && ReferenceText.Base(url) is { } root
            && url[root.Length..] is var rest
            && (
                !rest.StartsWith(resource.TypeName + "/", StringComparison.Ordinal)
                || (resource.Id is { } id && rest != $"{resource.TypeName}/{id}")
            )
        )
            Tell(
                RuleKind.FullUrl,
                $"The fullUrl speaks of {Literal.Cut(rest, 80)}, and the entry's resource is {resource.TypeName}/{resource.Id ?? "?"}. Make them the same.",
                path
            );
    }

    /// <summary>
    /// A document holds what its Composition refers to, and a urn: of a document or message can be nowhere else. What
    /// it resolves to must be one entry.
    /// </summary>
    private void Within(string reference)
    {
        if (
            scope.Container.Bundle is not { Resource: Bundle { TypeElement: { } type } }
            || LiteralText(type) is not ("document" or "message")
        )
            return;
        if (
            reference.StartsWith("urn:", StringComparison.Ordinal)
            || (LiteralText(type) == "document" && scope.Container.Resource is Composition)
        )
            Tell(
                RuleKind.BundleReference,
                $"'{Literal.Cut(reference, 80)}' is in no entry of this {LiteralText(type)}. Add the resource to it.",
                "reference"
            );
    }
}
