using System.Text.Json.Nodes;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// The declarations against the profiles: every code that a rule names is a code there, so that what the rules allow
/// can also be stored.
/// </summary>
public sealed class KindTableTests
{
    public static TheoryData<RequestKind> Kinds => [.. Enum.GetValues<RequestKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_IsFoundByItsCode(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        Assert.Same(rules, KindTable.Find(rules.System, rules.Code));
        Assert.Null(KindTable.Find(null, rules.Code));
        Assert.NotNull(Definition("StructureDefinition", rules.Profile));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Codes_OfAKind_AreInTheProfiles(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        Assert.Contains(rules.Code, Included("husky-request-type", rules.System));
        var amends = rules.Profile == "husky-amendment";
        var statuses = Included(amends ? "husky-amendment-status" : "husky-request-status", rules.StatusSystem);
        Assert.All(rules.AllStates, state => Assert.Contains(state.Business, statuses));
        Assert.All(rules.Grounds, static ground => Assert.Contains(ground, Concepts("husky-refusal-reason")));
        var parameters =
            amends ? [.. Included("husky-amendment-input", null), .. Included("husky-amendment-output", null)]
            : rules.Kind == RequestKind.DataRequest ? ["data-query", "data-code", "data-value"]
            : Concepts("husky-task-parameter");
        Assert.All(
            rules
                .Inputs.Concat(rules.Transitions.SelectMany(static each => each.Outputs))
                .SelectMany(static any => any),
            code => Assert.Contains(code, parameters)
        );
        Assert.All(
            rules.Never.Select(static never => never.When).OfType<string>(),
            code => Assert.Contains(code, parameters)
        );
    }

    /// <summary>What an input must be is in the profile, so that who reads it need not be refused to learn it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inputs_OfAKind_AreToldByItsProfile(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        var elements = Elements(rules.Profile).ToList();
        foreach (
            var code in rules
                .Inputs.SelectMany(static any => any)
                .Concat(rules.DueInExtension ? [] : ["document"])
                .Concat(rules.ProviderNeedsAuthorization ? [rules.Authorization] : [])
        )
        {
            if (rules.DueInExtension)
                // The guide binds the type of an input, and leaves its value open.
                Assert.Contains(elements, each => Speaks(each, code));
            else
                Assert.NotEmpty(TypesOf(elements, code));
        }

        foreach (var any in rules.Inputs)
            Assert.True(
                rules.DueInExtension
                    || any.Any(code => IsDemanded(elements, code))
                    || elements.Exists(each => any.All(code => Speaks(each, code))),
                $"the profile of {rules.Code} does not demand {string.Join(" or ", any)}"
            );
    }

    /// <summary>Whether a constraint of an element names the code.</summary>
    private static bool Speaks(JsonNode element, string code) =>
        element["constraint"]
            ?.AsArray()
            .Any(each => ((string)each!["expression"]!).Contains($"'{code}'", StringComparison.Ordinal)) == true;

    private static IEnumerable<JsonNode> Elements(string profile)
    {
        for (var name = profile; Definition("StructureDefinition", name) is { } definition; )
        {
            foreach (var element in definition["differential"]!["element"]!.AsArray())
                yield return element!;
            name = ((string)definition["baseDefinition"]!).Split('/')[^1];
        }
    }

    private static string? Slice(List<JsonNode> elements, string code) =>
        elements
            .Where(each =>
                ((string)each["id"]!).StartsWith("Task.input:", StringComparison.Ordinal)
                && (string?)each["patternCodeableConcept"]?["coding"]?[0]?["code"] == code
            )
            .Select(static each => ((string)each["id"]!).Split('.')[1])
            .FirstOrDefault();

    private static IEnumerable<JsonNode?> TypesOf(List<JsonNode> elements, string code) =>
        Slice(elements, code) is { } slice
            ? elements
                .Where(each => (string?)each["id"] == $"Task.{slice}.value[x]")
                .SelectMany(static each => each["type"]!.AsArray())
            : [];

    private static bool IsDemanded(List<JsonNode> elements, string code) =>
        Slice(elements, code) is { } slice
        && elements.Exists(each => (string?)each["id"] == $"Task.{slice}" && (int?)each["min"] > 0);

    /// <summary>HRex binds the status of a data request to seven codes.</summary>
    [Fact]
    public void DataRequest_HasTheStatusesOfHrexOnly()
    {
        var allowed = Included("husky-data-request-status", "http://hl7.org/fhir/task-status");
        Assert.All(
            KindTable.Of(RequestKind.DataRequest).AllStates,
            state => Assert.Contains(HuskyFhir.Core.Terms.Codes.Of(state.Status), allowed)
        );
    }

    /// <summary>Whom a grievance is about has no part in it, and nobody but staff and the Department decides.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Roles_OfAKind_KeepTheirPlaces(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        if (rules.Profile == "husky-grievance")
            Assert.Equal(
                Actors.None,
                (rules.Filers | rules.Transitions.Aggregate(Actors.None, static (all, each) => all | each.By))
                    & Actors.Provider
            );
        Assert.All(
            rules.Transitions.Where(static each => each.To.Ended && each.Move != RequestTransition.Withdraw),
            each => Assert.Equal(Actors.None, each.By & (Actors.Member | Actors.Provider))
        );
        Assert.Contains(rules.Transitions, static each => each.Move == RequestTransition.Withdraw);
    }

    /// <summary>In each programme that has the kind, its answer has a clock.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Clock_OfAKind_IsInEveryProgrammeThatHasIt(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        foreach (var programme in rules.Programmes)
        {
            foreach (var expedited in new[] { false, true })
            {
                foreach (var matter in Enum.GetValues<AppealMatter>())
                    Assert.NotNull(
                        DeadlineRules.Default.Find(
                            programme,
                            rules.Due(new(programme) { Expedited = expedited, Matter = matter })
                        )
                    );
            }

            if (rules.Filing is { } filing)
                Assert.NotNull(DeadlineRules.Default.Find(programme, filing));
        }
    }

    private static JsonNode? Definition(string type, string id)
    {
        using var stream = typeof(KindTable).Assembly.GetManifestResourceStream($"profiles/{type}/{id}.json");
        return stream is null ? null : JsonNode.Parse(stream);
    }

    private static IReadOnlyList<string> Concepts(string id) =>
        [.. Definition("CodeSystem", id)!["concept"]!.AsArray().Select(static each => (string)each!["code"]!)];

    private static IReadOnlyList<string> Included(string valueSet, string? system) =>
        [
            .. Definition("ValueSet", valueSet)!["compose"]!["include"]!
                .AsArray()
                .Where(each => system is null || (string)each!["system"]! == system)
                .SelectMany(static each =>
                    each!["concept"] is JsonArray listed
                        ? listed.Select(static concept => (string)concept!["code"]!)
                        : Concepts(((string)each["system"]!).Split('/')[^1])
                ),
        ];
}
