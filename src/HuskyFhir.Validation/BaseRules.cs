using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Structure;

namespace HuskyFhir.Validation;

/// <summary>
/// One walk over a resource for the rules of contained resources (dom-3 to dom-5), references (ref-1) and extensions
/// (ext-1).
/// </summary>
internal sealed class BaseRules(Resource root)
{
    private readonly Trail trail = new(root.TypeName);
    private readonly HashSet<string> pointedAt = new(StringComparer.Ordinal);
    private readonly HashSet<string> contained = new(StringComparer.Ordinal);

    public List<Issue> Issues { get; } = [];

    public void Run()
    {
        foreach (var inner in (root as DomainResource)?.Contained ?? [])
            if (inner.Id is { Length: > 0 } id)
                contained.Add("#" + id);

        Children(root);
        Contained();
    }

    private void Children(Base parent)
    {
        foreach (var (name, value) in parent.EnumerateElements())
        {
            trail.Enter(name);
            if (value is IReadOnlyList<Base> list)
                for (var i = 0; i < list.Count; i++)
                {
                    trail.At(i);
                    Visit(list[i]);
                }
            else if (value is Base child)
                Visit(child);
            trail.Leave();
        }
    }

    private void Visit(Base? element)
    {
        switch (element)
        {
            case null:
                return;
            case ResourceReference reference:
                Reference(reference);
                break;
            case Extension extension:
                Extension(extension);
                break;
            case PrimitiveType { JsonValue: string and ['#', ..] local } and (FhirUri or FhirUrl or Canonical):
                pointedAt.Add(local);
                break;
        }

        // A resource of a Bundle or a parameter has references and contained resources of its own.
        if (element is Resource resource && !(root is DomainResource outer && outer.Contained.Contains(resource)))
            Inner(resource);
        else
            Children(element);
    }

    private void Inner(Resource resource)
    {
        var rules = new BaseRules(resource);
        rules.Run();
        var path = trail.Path();
        Issues.AddRange(
            rules.Issues.Select(issue =>
                issue with
                {
                    Expression = path + issue.Expression![resource.TypeName.Length..],
                }
            )
        );
    }

    private void Reference(ResourceReference reference)
    {
        if (reference.Reference is not { } target)
            return;
        if (target is ['#', ..])
            pointedAt.Add(target);
        if (target.StartsWith('#') && target != "#" && !contained.Contains(target))
            Error(
                OperationOutcome.IssueType.Invariant,
                Details.ReferenceUnresolved,
                $"'{Literal.Cut(target)}' points to no contained resource (ref-1). Add it under contained, or refer to a resource outside.",
                "reference"
            );
        else if (target.Any(char.IsWhiteSpace))
            Error(
                OperationOutcome.IssueType.Value,
                Details.ReferenceUnresolved,
                $"'{Literal.Cut(target)}' is no reference. Write Type/id, an absolute URL, or #id for a contained resource.",
                "reference"
            );
    }

    private void Extension(Extension extension)
    {
        if (extension.Url is { } url && !Texts.IsAbsolute(url) && !InsideExtension())
            Error(
                OperationOutcome.IssueType.Value,
                Details.ExtensionUrl,
                $"The extension URL '{Literal.Cut(url)}' is not absolute. Give the full canonical URL.",
                "url"
            );
        if ((extension.Value is null) == (extension.Extension.Count == 0))
            Error(
                OperationOutcome.IssueType.Invariant,
                Details.ExtensionContent,
                "An extension has either a value or extensions of its own, never both or neither (ext-1).",
                null
            );
    }

    private bool InsideExtension() => trail.Depth > 1 && trail.Parent == "extension";

    private void Contained()
    {
        foreach (var (inner, i) in ((root as DomainResource)?.Contained ?? []).Select(static (inner, i) => (inner, i)))
        {
            var path = $"{root.TypeName}.contained[{i}]";
            if (inner.Id is not { Length: > 0 } id)
                Issues.Add(
                    Issue.Error(
                        OperationOutcome.IssueType.Invariant,
                        "A contained resource needs an id, so that it can be referred to as #id.",
                        path,
                        Details.ContainedRule
                    )
                );
            else if (!pointedAt.Contains("#" + id) && !pointedAt.Contains("#"))
                Issues.Add(
                    Issue.Error(
                        OperationOutcome.IssueType.Invariant,
                        $"Nothing refers to this contained resource (dom-3). Refer to it as #{id}, or remove it.",
                        path,
                        Details.ContainedRule
                    )
                );
            if (
                inner.Meta is { } meta
                && (meta.VersionId is not null || meta.LastUpdated is not null || meta.Security.Count > 0)
            )
                Issues.Add(
                    Issue.Error(
                        OperationOutcome.IssueType.Invariant,
                        "A contained resource cannot have meta.versionId, meta.lastUpdated or meta.security (dom-4, dom-5). Remove them.",
                        path + ".meta",
                        Details.ContainedRule
                    )
                );
        }
    }

    private void Error(OperationOutcome.IssueType code, string detail, string text, string? child) =>
        Issues.Add(Issue.Error(code, text, trail.Path(child), detail));
}
