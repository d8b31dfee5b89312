using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Samples;

public sealed partial class SampleBundleTests(SampleStory story) : IClassFixture<SampleStory>
{
    [Fact]
    public void EveryFile_ParsedStrictly_HasNoIssue() =>
        Assert.Empty(story.Bundles.SelectMany(static b => b.Issues.Select(i => $"{b.File}: {i}")));

    [Fact]
    public void EveryEntry_InTransaction_IsConditionalUpdateByItsBusinessKey()
    {
        foreach (var (entry, key) in Entries())
        {
            Assert.Equal(Bundle.HTTPVerb.PUT, entry.Request!.Method);
            Assert.Equal(key, entry.Request.Url);
            Assert.Matches(RandomUuid(), entry.FullUrl);
            Assert.True(entry.Resource is Binary || entry.Resource!.Id is null);
        }

        Assert.All(story.Bundles, static b => Assert.Equal(Bundle.BundleType.Transaction, b.Bundle.Type));
    }

    [Fact]
    public void BusinessKeys_AcrossAllFiles_AreUnique()
    {
        Assert.Distinct(Entries().Select(static e => e.Key));
        Assert.Distinct(Entries().Select(static e => e.Entry.FullUrl));
    }

    [Fact]
    public void Identifiers_OfTypedResources_CarryTheirType()
    {
        Assert.All(
            story.All<Patient>(),
            static p => Assert.Equal("MA", p.Identifier.Single().Type!.Coding.Single().Code)
        );
        Assert.All(
            story.All<Coverage>(),
            static c => Assert.Equal("MB", c.Identifier.Single().Type!.Coding.Single().Code)
        );
    }

    [Fact]
    public void References_InOrderOfFiles_ResolveInsideOrToAnEarlierFile()
    {
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, bundle, _) in story.Bundles)
        {
            var inside = bundle.Entry.Select(static e => e.FullUrl!).ToHashSet(StringComparer.Ordinal);
            var literal = bundle
                .Entry.SelectMany(static e => References(e.Resource!))
                .Select(static r => r.Reference)
                .OfType<string>();
            Assert.All(literal, r => Assert.True(inside.Contains(r) || earlier.Contains(r), $"{file}: {r}"));
            earlier.UnionWith(bundle.Entry.Select(static e => SampleKeys.Of(e.Resource!)));
        }
    }

    [Fact]
    public void Npis_OfPractitionersAndProviders_PassLuhn()
    {
        var npis = story
            .All<Practitioner>()
            .SelectMany(static p => p.Identifier)
            .Concat(story.All<Organization>().SelectMany(static o => o.Identifier))
            .Where(static i => i.System == Systems.Npi)
            .Select(static i => i.Value!)
            .ToList();
        Assert.All(npis, static n => Assert.True(Luhn.Holds(n), n));
        Assert.Contains("1999900016", npis);
        Assert.Contains("1999900024", npis);
    }

    [Fact]
    public void Phones_Everywhere_AreFictional()
    {
        var phones = story
            .Resources.SelectMany(static r => Descend(r))
            .OfType<ContactPoint>()
            .Where(static t => t.System is not ContactPoint.ContactPointSystem.Email);
        Assert.All(phones, static t => Assert.Matches(FictionalPhone(), t.Value));
    }

    [Fact]
    public void Emails_Everywhere_AreUnderExampleDomains()
    {
        var mails = story
            .Resources.SelectMany(static r => Descend(r))
            .OfType<ContactPoint>()
            .Where(static t => t.System is ContactPoint.ContactPointSystem.Email);
        Assert.All(mails, static t => Assert.Matches(ExampleMail(), t.Value));
    }

    private static IEnumerable<ResourceReference> References(Resource resource) =>
        Descend(resource).OfType<ResourceReference>();

    private static IEnumerable<Base> Descend(Base at) =>
        at.EnumerateElements()
            .SelectMany(static e =>
                e.Value is IEnumerable<Base> many ? many
                : e.Value is Base one ? [one]
                : []
            )
            .SelectMany(static child => Descend(child).Prepend(child));

    private IEnumerable<(Bundle.EntryComponent Entry, string Key)> Entries() =>
        story.Bundles.SelectMany(static b => b.Bundle.Entry).Select(static e => (e, SampleKeys.Of(e.Resource!)));

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex RandomUuid();

    [GeneratedRegex("^[2-9][0-9]{2}-555-01[0-9]{2}$")]
    private static partial Regex FictionalPhone();

    [GeneratedRegex(@"^[a-z.]+@([a-z]+\.)?example\.(com|org|net)$")]
    private static partial Regex ExampleMail();
}
