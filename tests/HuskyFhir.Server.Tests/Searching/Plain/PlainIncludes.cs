using CsCheck;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>One rule of <c>_include</c> or <c>_revinclude</c>, with its plain meaning.</summary>
internal sealed record PlainRule(string Text, bool Iterate, Func<Resource, IEnumerable<Resource>> Adds)
{
    public override string ToString() => Text;
}

/// <summary>Random rules, and what they add to the matches (R4 section 3.1.1.5.5).</summary>
internal sealed class PlainIncludes(PlainView view)
{
    public Gen<PlainRule> Rules()
    {
        var forward = PlainView
            .Types.SelectMany(source =>
                PlainView
                    .References(source.Name)
                    .SelectMany(reference =>
                        reference.Targets.Append(null).Select(target => (Source: source.Name, reference, target))
                    )
            )
            .ToArray();
        var one = Gen.Select(
            Choice.Of(forward),
            Gen.Bool,
            Gen.Bool,
            (rule, reverse, iterate) =>
                Rule(rule.Source, [rule.reference], rule.target, reverse, iterate, rule.reference.Name)
        );
        var every = Gen.Select(
            Choice.Of([
                .. PlainView
                    .Types.Select(static type => type.Name)
                    .Where(static name => PlainView.References(name).Any()),
            ]),
            Gen.Bool,
            Gen.Bool,
            (source, reverse, iterate) => Rule(source, [.. PlainView.References(source)], null, reverse, iterate, "*")
        );
        var all = Gen.Bool.Select(iterate => new PlainRule(
            iterate ? "_include:iterate=*" : "_include=*",
            iterate,
            resource => PlainView.References(resource.TypeName).SelectMany(reference => Follow(resource, reference))
        ));
        return Gen.Frequency((6, one), (1, every), (1, all));
    }

    /// <summary>How often the service follows what it included; a chain that is longer ends there.</summary>
    private const int Rounds = 6;

    /// <summary>
    /// What is included beside the matches: by all rules for the matches, and by those that iterate for what was added,
    /// as long as anything is.
    /// </summary>
    public static IReadOnlyCollection<Resource> Added(
        IReadOnlyCollection<Resource> matches,
        IReadOnlyList<PlainRule> rules
    )
    {
        var known = matches.ToHashSet();
        var added = new List<Resource>();
        IReadOnlyCollection<Resource> latest = matches;
        for (var round = 0; round < Rounds && latest.Count > 0; round++)
        {
            latest =
            [
                .. latest
                    .SelectMany(resource =>
                        rules.Where(rule => round == 0 || rule.Iterate).SelectMany(rule => rule.Adds(resource))
                    )
                    .Where(known.Add),
            ];
            added.AddRange(latest);
        }

        return added;
    }

    private PlainRule Rule(
        string source,
        IReadOnlyList<ParameterInfo> references,
        string? target,
        bool reverse,
        bool iterate,
        string name
    )
    {
        IEnumerable<Resource> Adds(Resource resource) =>
            reverse
                ? target is null || resource.TypeName == target
                    ? references.SelectMany(reference => view.Sources(resource, source, reference))
                    : []
                : resource.TypeName == source
                    ? references
                        .SelectMany(reference => Follow(resource, reference))
                        .Where(found => target is null || found.TypeName == target)
                    : [];
        return new(
            $"{(reverse ? "_revinclude" : "_include")}{(iterate ? ":iterate" : string.Empty)}={source}:{name}{(target is null ? string.Empty : $":{target}")}",
            iterate,
            Adds
        );
    }

    /// <summary>Only to the types that the parameter names.</summary>
    private IEnumerable<Resource> Follow(Resource resource, ParameterInfo reference) =>
        view.Targets(resource, reference).Where(found => reference.Targets.Contains(found.TypeName));
}
