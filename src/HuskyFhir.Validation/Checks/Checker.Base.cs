using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;
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

        foreach (var constraint in rules.Own)
            Constraint(constraint, value.TypeName);
        if (rules.Binding is { } binding)
            Code(binding, value, value.TypeName);
        Demanded(rules, value);
        if (value is Hl7.Fhir.Model.Element { ElementId: { } id } && id.AsSpan().ContainsAny(' ', '\t', '\n'))
            Tell(
                RuleKind.ElementId,
                $"The id '{Literal.Cut(id)}' of an element cannot hold white space. Remove it.",
                "id"
            );
        Parts(value, rules);
    }

    private void Parts(Base value, TypeRules rules)
    {
        foreach (var (name, part) in value.EnumerateElements())
        {
            if (Spent)
                return;

            var plan = rules.Element(name);
            place.Enter(name);
            if (part is IReadOnlyList<Base> list)
                for (var i = 0; i < list.Count; i++)
                {
                    place.At(list[i], i);
                    Visit(list[i], value, name, rules, plan);
                }
            else if (part is Base single)
            {
                place.At(single);
                Visit(single, value, name, rules, plan);
            }

            place.Leave();
        }
    }

    /// <summary>What R4 demands and the SDK's model, and so the parser, does not.</summary>
    private void Demanded(TypeRules rules, Base value)
    {
        foreach (var (name, plan) in rules.Required)
        {
            place.Enter(name);
            Count(plan, Values.Of(value, name).Count, null);
            place.Leave();
        }
    }

    private void Visit(Base? value, Base parent, string name, TypeRules rules, NodePlan? plan)
    {
        steps++;
        if (plan is not null && value is not null)
            Check(plan, value);
        switch (value)
        {
            case PrimitiveType literal:
                Primitive(literal, name, rules);
                if (literal.HasElements)
                    Base(literal);
                break;
            case Resource inner:
                Whole(
                    inner,
                    [],
                    scope,
                    name == "contained" && parent is DomainResource,
                    (parent as Bundle.EntryComponent)?.FullUrl
                );
                break;
            case ResourceReference reference:
                Reference(reference, rules.Targets(name));
                Base(reference);
                break;
            case Extension extension:
                Extension(extension, parent, name);
                Base(extension);
                break;
            case Coding coding:
                InSystem(coding);
                Base(coding);
                break;
            case not null:
                Base(value);
                break;
        }
    }

    private void Primitive(PrimitiveType literal, string name, TypeRules rules)
    {
        if (literal is FhirUri or FhirUrl or Canonical && LiteralText(literal) is { Length: > 0 } address)
            Address(literal, address);
        else if (!rules.Known && rules.Format(name) is { } format && LiteralText(literal) is { } code)
            if (format == CodeFormat.MediaType && !FormatSets.IsMediaType(code))
                Tell(
                    RuleKind.RequiredCode,
                    $"'{Literal.Cut(code)}' is not a media type. Write it as type/subtype, such as application/pdf.",
                    null
                );
            else if (format == CodeFormat.Language && !FormatSets.IsLanguage(code))
                Tell(
                    RuleKind.RequiredCode,
                    $"'{Literal.Cut(code)}' is not a language tag. Use BCP 47, such as en, es or pt-BR.",
                    null
                );
    }

    private void Address(PrimitiveType literal, string address)
    {
        if (address[0] == '#')
            scope.Point(address);
        else if (literal is Canonical && !Uri.TryCreate(address, UriKind.Absolute, out _))
            Tell(
                RuleKind.CanonicalForm,
                $"The canonical '{Literal.Cut(address, 80)}' is neither absolute nor a fragment. Give the full URL, or #id for a contained resource.",
                null
            );
    }

    /// <summary>A code of a system that is loaded whole must be one of its codes, whatever the binding.</summary>
    private void InSystem(Coding coding)
    {
        if (
            coding.SystemElement is not { } at
            || LiteralText(at) is not { } system
            || coding.CodeElement is not { } part
            || LiteralText(part) is not { } code
            || terminology.InSystem(system, code) != Membership.Out
        )
            return;

        var growing = system.StartsWith("http://terminology.hl7.org/", StringComparison.Ordinal);
        Tell(
            growing ? RuleKind.GrowingSystemCode : RuleKind.SystemCode,
            $"'{Literal.Cut(code, 60)}' is no code of {Literal.Cut(system, 100)}. Use one of its codes.",
            "code"
        );
    }

    private static bool Linked(DomainResource whole, string id) =>
        whole.Text?.Div is { } div
        && (div.Contains($"\"#{id}\"", StringComparison.Ordinal) || div.Contains($"'#{id}'", StringComparison.Ordinal));

    /// <summary>dom-3 to dom-5, once all references of the resource are known.</summary>
    private void ContainedRules()
    {
        if (scope.IsContained || scope.Resource is not DomainResource { Contained.Count: > 0 } whole)
            return;

        for (var i = 0; i < whole.Contained.Count; i++)
        {
            var (inner, path) = (whole.Contained[i], $"contained[{i}]");
            if (inner.Id is not { Length: > 0 } id)
                Tell(
                    RuleKind.Contained,
                    "A contained resource needs an id, so that it can be referred to as #id.",
                    path
                );
            else if (!(scope.PointedAt?.Contains("#" + id) ?? false) && !Linked(whole, id))
                Tell(
                    RuleKind.Contained,
                    $"Nothing refers to this contained resource (dom-3). Refer to it as #{id}, or remove it.",
                    path
                );
            else if (scope.Resolve("#" + id) != inner)
                Tell(RuleKind.Contained, $"Two contained resources have the id {id}. Give each its own.", path);
            if (
                inner.Meta is { } meta
                && (meta.VersionId is not null || meta.LastUpdatedElement is not null || meta.Security.Count > 0)
            )
                Tell(
                    RuleKind.Contained,
                    "A contained resource cannot have meta.versionId, meta.lastUpdated or meta.security (dom-4, dom-5). Remove them.",
                    path + ".meta"
                );
        }
    }
}
