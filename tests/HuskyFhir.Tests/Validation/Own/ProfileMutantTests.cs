using System.Text.Json.Nodes;
using CsCheck;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>
/// Mutants that break a rule for certain, worked out from our own profiles and from R4: each must be refused, with the
/// place of the rule named. CsCheck prints the seed of a failure.
/// </summary>
public sealed class ProfileMutantTests
{
    private static readonly Mutant[] All = [.. OwnDefinitions.Files("StructureDefinition").SelectMany(Mutants)];

    [Fact]
    public void Mutants_OfEachKind_AreMany()
    {
        Assert.All(
            ["drop", "duplicate", "recode", "retype", "misplace"],
            kind =>
                Assert.True(
                    All.Count(mutant => mutant.Kind == kind) >= 5,
                    $"only {All.Count(mutant => mutant.Kind == kind)} of {kind}"
                )
        );
    }

    [Fact]
    public void Mutant_EachOne_IsRefusedAtItsPlace() => Assert.All(All, mutant => Refused(mutant, []));

    [Fact]
    public void Mutant_OfAMutant_IsStillRefusedAtBothPlaces() =>
        Gen.Select(Gen.Int[0, All.Length - 1], Gen.Int[0, 1000])
            .Sample(
                (first, second) =>
                {
                    var same = All.Where(other =>
                            other.Example == All[first].Example && other.Element != All[first].Element
                        )
                        .ToArray();
                    if (same.Length > 0)
                        Refused(All[first], [same[second % same.Length]]);
                },
                iter: 1000
            );

    private static void Refused(Mutant mutant, Mutant[] more)
    {
        var root = OwnDefinitions.Read(mutant.Example);
        foreach (var one in (Mutant[])[mutant, .. more])
            one.Apply(root);

        var parsed = new ResourceParser().Parse(Bodies.Utf8(root.ToJsonString()));
        // The parser's refusals come first; what it refuses is not judged against profiles.
        var issues = parsed.Report.Valid
            ? OwnDefinitions.Engine().Validate(parsed.Resource!, []).Issues
            : parsed.Report.Issues;
        Mutant[] all = [mutant, .. more];
        var missed = all.Where(one => !issues.Any(issue => issue.Refuses && Names(issue, one))).ToArray();
        Assert.True(
            parsed.Report.Valid
                ? missed.Length == 0
                : missed.Length < all.Length && !missed.Any(static one => one.ByParser),
            $"{string.Join(", ", missed.AsEnumerable())}: {string.Join("; ", issues.Where(issue => issue.Refuses).Select(issue => $"{issue.Expression} {issue.Text}"))}"
        );
    }

    private static bool Names(Issue issue, Mutant mutant) =>
        issue.Expression is { } expression
        && (
            (
                expression.StartsWith(mutant.Place, StringComparison.Ordinal)
                && (expression.Length == mutant.Place.Length || expression[mutant.Place.Length] is '.' or '[')
            )
            // A choice is named without its type: value for valueQuantity.
            || (
                expression.Contains('.', StringComparison.Ordinal)
                && mutant.Place.StartsWith(expression, StringComparison.Ordinal)
                && char.IsUpper(mutant.Place[expression.Length])
            )
        );

    private static IEnumerable<Mutant> Mutants(string file)
    {
        var profile = OwnDefinitions.Read(file);
        var (type, example) = (
            profile["type"]!.ToString(),
            Path.Combine(OwnDefinitions.Folder, "examples", Path.GetFileName(file))
        );
        if (type == "Extension" || !File.Exists(example))
            yield break;

        var root = OwnDefinitions.Read(example);
        foreach (var element in profile["differential"]!["element"]!.AsArray())
            if (element!["id"]!.ToString().Split('.') is [_, var name] && root[name] is { } value)
                foreach (
                    var mutant in OfElement(
                        element.AsObject(),
                        value,
                        new Mutant(example, name, $"{type}.{name}", string.Empty, false, static _ => { })
                    )
                )
                    yield return mutant;

        foreach (
            var (name, _) in root.Where(static pair => pair.Key is not "resourceType" and not "meta" and not "text")
        )
        {
            yield return new Mutant(
                example,
                name,
                $"{type}.{name}",
                "retype",
                true,
                body => body[name] = new JsonArray(new JsonArray())
            );
            // Meta has these two itself.
            if (name is "id" or "extension")
                continue;

            yield return new Mutant(
                example,
                name,
                $"{type}.meta.{name}",
                "misplace",
                true,
                body =>
                {
                    var moved = body[name]!.DeepClone();
                    body.Remove(name);
                    body["meta"]![name] = moved;
                }
            );
        }
    }

    private static IEnumerable<Mutant> OfElement(JsonObject element, JsonNode value, Mutant at)
    {
        if (element["min"] is { } min && min.GetValue<int>() > 0)
            yield return at with
            {
                Kind = "drop",
                Apply = body => body.Remove(at.Element),
            };
        if (element["max"]?.ToString() == "1" && value is JsonArray)
            yield return at with
            {
                Kind = "duplicate",
                Apply = body => body[at.Element]!.AsArray().Add(body[at.Element]![0]!.DeepClone()),
            };
        if (value is JsonObject)
            yield return at with
            {
                Kind = "duplicate",
                ByParser = true,
                Apply = body =>
                    body[at.Element] = new JsonArray(body[at.Element]!.DeepClone(), body[at.Element]!.DeepClone()),
            };
        if (element["binding"]?["strength"]?.ToString() == "required")
            yield return at with
            {
                Kind = "recode",
                Apply = body => Recode(body, at.Element),
            };
    }

    private static void Recode(JsonObject body, string element)
    {
        if (body[element] is JsonValue)
            body[element] = "no-such-code";
        foreach (var concept in body[element] is JsonArray list ? list.ToArray() : [body[element]])
            if (concept is JsonObject held)
                foreach (var coding in held["coding"] is JsonArray codings ? codings.ToArray() : [held])
                    coding!["code"] = "no-such-code";
    }

    /// <summary>
    /// A change, the place where it must be noticed, and whether the parser notices it before any profile is looked at.
    /// </summary>
    private sealed record Mutant(
        string Example,
        string Element,
        string Place,
        string Kind,
        bool ByParser,
        Action<JsonObject> Apply
    );
}
