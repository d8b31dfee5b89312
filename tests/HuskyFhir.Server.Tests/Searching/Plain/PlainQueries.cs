using System.Globalization;
using CsCheck;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Catalog;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>
/// Random conditions of every kind, with values that mostly stand in some resource, each with its plain meaning over a
/// view.
/// </summary>
internal sealed class PlainQueries(PlainView view, string baseUrl, DateTime now)
{
    private const string Nobody = "01900000-0000-7000-8000-00000000000f";

    private static readonly string[] Prefixes = ["", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    /// <summary>What the loaded value sets hold that the conditions ask for.</summary>
    private static readonly (string Set, string System, string[] Codes)[] ValueSets =
    [
        (
            "http://hl7.org/fhir/ValueSet/administrative-gender",
            "http://hl7.org/fhir/administrative-gender",
            ["male", "female", "other", "unknown"]
        ),
        (
            "http://hl7.org/fhir/ValueSet/location-status",
            "http://hl7.org/fhir/location-status",
            ["active", "suspended", "inactive"]
        ),
        (
            "http://hl7.org/fhir/ValueSet/fm-status",
            "http://hl7.org/fhir/fm-status",
            ["active", "cancelled", "draft", "entered-in-error"]
        ),
    ];

    /// <summary>A condition on a type: of its own parameters, or through as many links.</summary>
    public Gen<PlainCondition> Of(string type, int links)
    {
        var parameters = PlanCatalog.Types.Find(type)!.Parameters.Select(parameter => Own(type, parameter)).ToArray();
        if (links == 0)
            return Gen.OneOf(parameters);
        var chains = PlainView.References(type).SelectMany(reference => Chains(reference, links)).ToArray();
        var having = PlainView
            .Types.SelectMany(source =>
                PlainView
                    .References(source.Name)
                    .Where(reference => reference.Targets.Contains(type))
                    .Select(reference => Has(source.Name, reference, links))
            )
            .ToArray();
        return Gen.OneOf([.. chains, .. having]);
    }

    /// <summary>Sort keys that the rules give an order to: a reference has none.</summary>
    public static Gen<PlainKey> Keys(string type) =>
        Gen.Select(
            Choice.Of([
                .. PlanCatalog
                    .Types.Find(type)!
                    .Parameters.Where(static parameter =>
                        parameter.Kind is not (SearchKind.Reference or SearchKind.Composite)
                    ),
            ]),
            Gen.Bool,
            static (parameter, down) => new PlainKey(parameter, down)
        );

    private IEnumerable<Gen<PlainCondition>> Chains(ParameterInfo reference, int links)
    {
        foreach (var target in reference.Targets)
        {
            // Without a type it is every target's parameter of that name; a type may be left out where there is but
            // one.
            var name = reference.Targets.Count == 1 ? reference.Name : $"{reference.Name}:{target}";
            yield return Of(target, links - 1)
                .Select(inner => new PlainCondition(
                    $"{name}.{inner.Name}",
                    inner.Value,
                    resource => view.Targets(resource, reference).Any(one => one.TypeName == target && inner.Holds(one))
                ));
        }
    }

    private Gen<PlainCondition> Has(string source, ParameterInfo reference, int links) =>
        Of(source, links - 1)
            .Select(inner => new PlainCondition(
                $"_has:{source}:{reference.Name}:{inner.Name}",
                inner.Value,
                resource => view.Sources(resource, source, reference).Any(inner.Holds)
            ));

    private Gen<PlainCondition> Own(string type, ParameterInfo parameter)
    {
        var plain = parameter.Kind switch
        {
            SearchKind.String => Strings(type, parameter),
            SearchKind.Token => Tokens(type, parameter),
            SearchKind.Date => Dates(type, parameter),
            SearchKind.Reference => References(type, parameter),
            SearchKind.Quantity => Quantities(type, parameter),
            SearchKind.Uri => Addresses(type, parameter),
            SearchKind.Composite => Composites(type, parameter),
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };
        return parameter.Kind == SearchKind.Composite
            ? plain
            : Gen.Frequency(
                (5, plain),
                (
                    1,
                    Gen.Bool.Select(missing => new PlainCondition(
                        parameter.Name + ":missing",
                        missing ? "true" : "false",
                        resource => PlainRules.Has(view, resource, parameter) != missing
                    ))
                )
            );
    }

    private Gen<PlainCondition> Strings(string type, ParameterInfo parameter)
    {
        string[] pool =
        [
            .. view.Of(type)
                .SelectMany(resource => view.Values.Texts(resource, parameter))
                .SelectMany(static text =>
                    new[]
                    {
                        text,
                        text.ToUpperInvariant(),
                        text[..Math.Min(3, text.Length)].Trim(),
                        text[(text.Length / 2)..].Trim(),
                    }
                )
                .Where(static text => text.Length > 0 && !text.Any(char.IsSurrogate)),
            "nothing",
            "%",
            "_",
        ];
        return Gen.Select(
            Choice.Of("", "", "exact", "contains"),
            Choice.Of(pool).Array[1, 2],
            (modifier, values) =>
                Any(
                    parameter,
                    modifier,
                    values.Select(PlainText.Escape),
                    resource =>
                        view.Values.Texts(resource, parameter)
                            .Any(stored => values.Any(value => PlainRules.String(modifier, value, stored)))
                        || (
                            modifier.Length == 0
                            && PlanCatalog.Types.Find(type)!.Parameter(parameter.Name)!.Parts.Count > 1
                            && values.Any(value => Worded(value, [.. view.Values.Texts(resource, parameter)]))
                        )
                )
        );
    }

    /// <summary>Several words are found in whatever part of a name or an address each begins.</summary>
    private static bool Worded(string value, IReadOnlyList<string> stored) =>
        PlainText.Fold(value).Split(' ') is { Length: > 1 and <= 6 } words
        && words.All(word => stored.Any(text => PlainText.Fold(text).StartsWith(word, StringComparison.Ordinal)));

    private Gen<PlainCondition> Tokens(string type, ParameterInfo parameter)
    {
        var stored = view.Of(type).SelectMany(resource => view.Values.Tokens(resource, parameter)).Distinct().ToList();
        var exact = Gen.Select(
            Choice.Of("", "", "not"),
            OneToken(parameter, stored).Array[1, 2],
            (modifier, values) =>
                Any(
                    parameter,
                    modifier,
                    values.Select(static value => value.Text),
                    resource =>
                        view.Values.Tokens(resource, parameter)
                            .Any(token => values.Any(value => PlainRules.Token(value.System, value.Code, token)))
                        == (modifier.Length == 0)
                )
        );
        return Gen.OneOf([
            exact,
            .. parameter
                .Modifiers.Select(modifier => WithModifier(type, parameter, modifier, stored))
                .OfType<Gen<PlainCondition>>(),
        ]);
    }

    private static Gen<(string Text, string? System, string? Code)> OneToken(
        ParameterInfo parameter,
        List<PlainToken> stored
    )
    {
        var known = stored
            .Where(static token => token.Code is not null)
            .Append(new("http://other.example", "nothing", null))
            .ToArray();
        return Gen.Select(
            Choice.Of(known),
            Gen.Int[0, 3],
            (token, form) =>
            {
                var code = PlainText.Escape(token.Code!);
                var contact = parameter.Name is "phone" or "email" or "telecom"; // what stands as the system of a contact is the server's choice
                return contact || form == 0 || parameter.Name == "_id" ? (code, null, token.Code)
                    : form == 1 && token.System is not null ? ($"{token.System}|", token.System, (string?)null)
                    : form == 2 ? ($"|{code}", "", token.Code)
                    : ($"{token.System}|{code}", token.System ?? "", token.Code);
            }
        );
    }

    private Gen<PlainCondition>? WithModifier(
        string type,
        ParameterInfo parameter,
        string modifier,
        List<PlainToken> stored
    )
    {
        bool InSet(Resource resource, (string Set, string System, string[] Codes) set) =>
            view
                .Values.Tokens(resource, parameter)
                .Any(token => token.System == set.System && set.Codes.Contains(token.Code));
        string[] texts =
        [
            .. stored
                .Select(static token => token.Text)
                .OfType<string>()
                .SelectMany(static text => new[] { text, text[..3].ToUpperInvariant() }),
            "nothing",
        ];
        return modifier switch
        {
            "text" => Choice
                .Of(texts)
                .Select(text =>
                    Any(
                        parameter,
                        modifier,
                        [PlainText.Escape(text)],
                        resource =>
                            view.Values.Tokens(resource, parameter)
                                .Any(token => token.Text is { } one && PlainRules.String("", text, one))
                    )
                ),
            "in" => Choice
                .Of(ValueSets)
                .Select(set => Any(parameter, modifier, [set.Set], resource => InSet(resource, set))),
            "not-in" => Choice
                .Of(ValueSets)
                .Select(set => Any(parameter, modifier, [set.Set], resource => !InSet(resource, set))),
            "of-type" => OfType(type, parameter),
            _ => null, // :missing and :not are elsewhere; hierarchies have a test of their own
        };
    }

    private Gen<PlainCondition>? OfType(string type, ParameterInfo parameter)
    {
        var typed = view.Of(type)
            .SelectMany(resource => view.Values.Of(resource, parameter))
            .OfType<Identifier>()
            .Where(static identifier => identifier.Type?.Coding is [{ System: not null }, ..])
            .Select(static identifier =>
                (identifier.Type!.Coding[0].System!, identifier.Type.Coding[0].Code!, identifier.Value!)
            )
            .ToArray();
        return typed.Length == 0
            ? null
            : Choice
                .Of(typed)
                .Select(one =>
                    Any(
                        parameter,
                        "of-type",
                        [$"{one.Item1}|{one.Item2}|{PlainText.Escape(one.Item3)}"],
                        resource =>
                            view.Values.Of(resource, parameter)
                                .OfType<Identifier>()
                                .Any(identifier =>
                                    identifier.Value == one.Item3
                                    && identifier.Type?.Coding.Exists(coding =>
                                        (coding.System, coding.Code) == (one.Item1, one.Item2)
                                    ) == true
                                )
                    )
                );
    }

    private Gen<PlainCondition> Dates(string type, ParameterInfo parameter)
    {
        string[] pool =
        [
            .. view.Of(type)
                .SelectMany(resource => view.Values.Spans(resource, parameter))
                .SelectMany(static span => new[] { span.Low, span.High })
                .Where(static at => at.Year is > 1 and < 9999)
                .SelectMany(Precisions)
                .Distinct(),
            "1980",
            "2026-11-01",
            "2026-03-08T02:30:00-05:00",
        ];
        return Gen.Select(
            Choice.Of(Prefixes),
            Choice.Of(pool).Array[1, 2],
            (prefix, days) =>
                Any(
                    parameter,
                    "",
                    days.Select(day => prefix + day),
                    resource =>
                        view.Values.Spans(resource, parameter)
                            .Any(span => days.Any(day => PlainRules.Date(prefix, PlainText.Of(day), span, now)))
                )
        );
    }

    private static string[] Precisions(DateTime at) =>
        [
            at.ToString("yyyy", CultureInfo.InvariantCulture),
            at.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ];

    private Gen<PlainCondition> References(string type, ParameterInfo parameter)
    {
        var all = view.Of(type).SelectMany(resource => view.Values.References(resource, parameter)).ToList();
        string[] pool =
        [
            .. all.Select(static one => one.Reference).OfType<string>().Distinct(),
            $"{parameter.Targets[0]}/{Nobody}",
        ];
        var byAddress = Gen.Select(
            Gen.Int[0, 3],
            Choice.Of(pool).Array[1, 2],
            (form, targets) =>
                form switch
                {
                    0 => Any(
                        parameter,
                        "",
                        targets.Select(static target => target.Split('/')[1]),
                        resource =>
                            Refers(
                                resource,
                                parameter,
                                target => targets.Any(wanted => wanted.Split('/')[1] == target.Split('/')[1])
                            )
                    ),
                    1 => Any(
                        parameter,
                        targets[0].Split('/')[0],
                        [targets[0].Split('/')[1]],
                        resource => Refers(resource, parameter, target => target == targets[0])
                    ),
                    2 => Any(
                        parameter,
                        "",
                        targets.Select(target => $"{baseUrl}/{target}"),
                        resource => Refers(resource, parameter, targets.Contains)
                    ),
                    _ => Any(parameter, "", targets, resource => Refers(resource, parameter, targets.Contains)),
                }
        );
        var identifiers = all.Select(static one => one.Identifier)
            .OfType<Identifier>()
            .Select(static one => (one.System!, one.Value!))
            .Append(("http://other.example", "nothing"))
            .ToArray();
        var byIdentifier = Choice
            .Of(identifiers)
            .Select(one =>
                Any(
                    parameter,
                    "identifier",
                    [$"{one.Item1}|{PlainText.Escape(one.Item2)}"],
                    resource =>
                        view.Values.References(resource, parameter)
                            .Any(reference => (reference.Identifier?.System, reference.Identifier?.Value) == one)
                )
            );
        return Gen.Frequency((4, byAddress), (1, byIdentifier));
    }

    private bool Refers(Resource resource, ParameterInfo parameter, Func<string, bool> wanted) =>
        view
            .Values.References(resource, parameter)
            .Any(reference => reference.Reference is { } target && wanted(target));

    private Gen<PlainCondition> Quantities(string type, ParameterInfo parameter)
    {
        string[] pool =
        [
            .. view.Of(type)
                .SelectMany(resource => view.Values.Quantities(resource, parameter))
                .Select(static quantity => quantity.Value)
                .OfType<decimal>()
                .SelectMany(static value =>
                    new[]
                    {
                        value.ToString(CultureInfo.InvariantCulture),
                        decimal.Truncate(value).ToString(CultureInfo.InvariantCulture),
                        (value * 1.05m).ToString("0.00", CultureInfo.InvariantCulture),
                    }
                ),
            "0",
            "1000.0",
        ];
        return Gen.Select(
            Choice.Of(Prefixes),
            Choice.Of(pool),
            Choice.Of(
                "",
                "|urn:iso:std:iso:4217|USD",
                "||USD",
                "||dollars",
                "|urn:iso:std:iso:4217|",
                "|http://other.example|USD"
            ),
            (prefix, number, unit) =>
                Any(
                    parameter,
                    "",
                    [prefix + number + unit],
                    resource =>
                        view.Values.Quantities(resource, parameter)
                            .Any(stored =>
                                stored.Value is { } value
                                && PlainRules.Number(prefix, number, value)
                                && IsUnit(unit, stored)
                            )
                )
        );
    }

    private static bool IsUnit(string unit, Quantity stored) =>
        unit.Split('|') is not [_, var system, var code]
        || (
            (system.Length == 0 || system == stored.System)
            && (code.Length == 0 || code == stored.Code || code == stored.Unit)
        );

    private Gen<PlainCondition> Addresses(string type, ParameterInfo parameter)
    {
        string[] pool =
        [
            .. view.Of(type)
                .SelectMany(resource => view.Values.Addresses(resource, parameter))
                .SelectMany(static one => new[] { one, one.Split('|')[0], one[..one.LastIndexOf('/')], one + "/more" })
                .Distinct(),
            "http://nothing.example",
        ];
        return Gen.Select(
            Choice.Of("", "below", "above"),
            Choice.Of(pool),
            (modifier, wanted) =>
                Any(
                    parameter,
                    modifier,
                    [PlainText.Escape(wanted)],
                    resource =>
                        view.Values.Addresses(resource, parameter)
                            .Any(stored => PlainRules.Address(modifier, wanted, stored))
                )
        );
    }

    /// <summary>
    /// Both parts of the same resource, or of the same component where the parameter is about components.
    /// </summary>
    private Gen<PlainCondition> Composites(string type, ParameterInfo parameter)
    {
        var elements = view.Of(type)
            .SelectMany(resource => Elements(resource, parameter))
            .Where(static element => element.Code.Count > 0)
            .ToList();
        var codes = elements
            .SelectMany(static element => element.Code)
            .Append(new("http://other.example", "nothing", null))
            .Distinct()
            .ToList();
        return Gen.Select(
            OneToken(parameter, codes),
            Choice.Of([.. elements.SelectMany(static element => element.Value).Append("nothing").Distinct()]),
            Choice.Of("", "gt", "le"),
            (code, value, prefix) =>
            {
                var number = parameter.Components[1].Kind == SearchKind.Quantity;
                var asked = number
                    ? prefix + (decimal.TryParse(value, CultureInfo.InvariantCulture, out _) ? value : "5")
                    : value;
                return Any(
                    parameter,
                    "",
                    [$"{code.Text}${asked}"],
                    resource =>
                        Elements(resource, parameter)
                            .Any(element =>
                                element.Code.Any(token => PlainRules.Token(code.System, code.Code, token))
                                && element.Value.Any(stored =>
                                    number
                                        ? PlainRules.Number(
                                            prefix,
                                            asked[prefix.Length..],
                                            decimal.Parse(stored, CultureInfo.InvariantCulture)
                                        )
                                        : stored == value
                                )
                            )
                );
            }
        );
    }

    private static IEnumerable<(IReadOnlyList<PlainToken> Code, IReadOnlyList<string> Value)> Elements(
        Resource resource,
        ParameterInfo parameter
    ) =>
        (resource, parameter.Name) switch
        {
            (Observation observation, "component-code-value-concept") => observation.Component.Select(part =>
                Pair(part.Code!, part.Value)
            ),
            (Observation observation, "code-value-concept") =>
            [
                Pair(observation.Code!, observation.Value as CodeableConcept),
            ],
            (Observation observation, "code-value-quantity") =>
            [
                Pair(observation.Code!, observation.Value as Quantity),
            ],
            _ => throw new ArgumentOutOfRangeException(
                nameof(parameter),
                parameter.Name,
                "Say here what it is a composite of."
            ),
        };

    private static (IReadOnlyList<PlainToken>, IReadOnlyList<string>) Pair(CodeableConcept code, DataType? value) =>
        (
            [.. PlainValues.Tokens(code)],
            value switch
            {
                CodeableConcept concept => [.. concept.Coding.Select(static coding => coding.Code!)],
                Quantity { Value: { } number } => [number.ToString(CultureInfo.InvariantCulture)],
                _ => [],
            }
        );

    private static PlainCondition Any(
        ParameterInfo parameter,
        string modifier,
        IEnumerable<string> values,
        Func<Resource, bool> holds
    ) => new(modifier.Length == 0 ? parameter.Name : $"{parameter.Name}:{modifier}", string.Join(',', values), holds);
}
