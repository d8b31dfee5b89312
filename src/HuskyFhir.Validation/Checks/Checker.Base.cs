using Hl7.Fhir.Model;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Structure;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Checks;

/// <content>R4's own rules, over every element once.</content>
internal sealed partial class Checker
{
    private void Base(Base value)
    {
        var rules = library.Rules.Of(value.GetType());
        foreach (var invariant in rules.Invariants)
            if (!invariant.Holds(value) && !(scope.IsContained && invariant.Kind == RuleKind.GoodPractice))
                Tell(invariant.Kind, $"{invariant.Text} ({invariant.Key}).", null, invariant.Key);

        foreach (var (name, part) in value.EnumerateElements())
        {
            if (Spent)
                return;

            place.Enter(name);
            if (part is IReadOnlyList<Base> list)
                for (var i = 0; i < list.Count; i++)
                {
                    place.At(list[i], i);
                    Visit(list[i], value, name, rules);
                }
            else if (part is Base single)
            {
                place.At(single);
                Visit(single, value, name, rules);
            }

            place.Leave();
        }
    }

    private void Visit(Base? value, Base parent, string name, TypeRules rules)
    {
        steps++;
        switch (value)
        {
            case PrimitiveType literal:
                Primitive(literal, name, rules);
                if (literal.HasElements)
                    Base(literal);
                break;
            case Resource inner:
                Whole(inner, [], scope, name == "contained" && parent is DomainResource);
                break;
            case ResourceReference reference:
                Reference(reference, rules.Targets(name));
                Base(reference);
                break;
            case Extension extension:
                Extension(extension, parent, name == "modifierExtension");
                Base(extension);
                break;
            case not null:
                Base(value);
                break;
        }
    }

    private void Primitive(PrimitiveType literal, string name, TypeRules rules)
    {
        if (literal is FhirUri or FhirUrl or Canonical && LiteralText(literal) is ['#', ..] local) // dom-3 counts all three
            scope.Point(local);
        else if (rules.Format(name) is { } format && LiteralText(literal) is { } code)
            if (format == CodeFormat.MediaType && !FormatSets.IsMediaType(code))
                Tell(RuleKind.RequiredCode, $"'{Literal.Cut(code)}' is not a media type. Write it as type/subtype, such as application/pdf.", null);
            else if (format == CodeFormat.Language && !FormatSets.IsLanguage(code))
                Tell(RuleKind.RequiredCode, $"'{Literal.Cut(code)}' is not a language tag. Use BCP 47, such as en, es or pt-BR.", null);
    }

    /// <summary>dom-3 to dom-5, once all references of the resource are known.</summary>
    private void ContainedRules()
    {
        if (scope.IsContained || scope.Resource is not DomainResource { Contained.Count: > 0 } whole)
            return;

        for (var i = 0; i < whole.Contained.Count; i++)
        {
            var (inner, path) = (whole.Contained[i], $"contained[{i}]");
            if (inner.Id is not { Length: > 0 } id)
                Tell(RuleKind.Contained, "A contained resource needs an id, so that it can be referred to as #id.", path);
            else if (!(scope.PointedAt?.Contains("#" + id) ?? false))
                Tell(RuleKind.Contained, $"Nothing refers to this contained resource (dom-3). Refer to it as #{id}, or remove it.", path);
            else if (scope.Resolve("#" + id) != inner)
                Tell(RuleKind.Contained, $"Two contained resources have the id {id}. Give each its own.", path);
            if (inner.Meta is { } meta && (meta.VersionId is not null || meta.LastUpdatedElement is not null || meta.Security.Count > 0))
                Tell(RuleKind.Contained, "A contained resource cannot have meta.versionId, meta.lastUpdated or meta.security (dom-4, dom-5). Remove them.", path + ".meta");
        }
    }
}
