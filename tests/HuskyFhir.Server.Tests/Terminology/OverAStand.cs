using System.Text;
using HuskyFhir.Server.Conformance.Terminology;
using HuskyFhir.Server.Outbound;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Terminology;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HuskyFhir.Server.Tests.Terminology;

/// <summary>A terminology server on this machine, and the client over it.</summary>
public abstract class OverAStand : IAsyncLifetime
{
    private protected const string Animals = "http://x.org/animals";
    private protected const string Pets = "http://x.org/vs/pets";

    private protected readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private protected TerminologyStand stand = null!;

    public async ValueTask InitializeAsync() => stand = await TerminologyStand.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await stand.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static LookupTime Time() => new(TimeSpan.FromSeconds(5));

    private protected static Membership Find(OutsideTerminology terminology, string code) =>
        terminology.Find(Pets, Animals, code, Time()).Membership;

    private protected static string Unknown(OutsideTerminology terminology, string code)
    {
        var found = terminology.Find(Pets, Animals, code, Time());
        Assert.Equal(Membership.Unknown, found.Membership);
        return found.Reason!;
    }

    private protected static string Loaded(string concepts) =>
        $$$"""{"resourceType":"ValueSet","url":"{{{Pets}}}","status":"active","compose":{"include":[{{{{concepts}}}"system":"{{{Animals}}}"}]}}""";

    private protected static DefinitionSet Definitions(params string[] definitions)
    {
        var loader = new PackageLoader();
        foreach (var definition in definitions)
            loader.Add(Encoding.UTF8.GetBytes(definition), "test.json");
        return loader.Load();
    }

    private protected TerminologyOptions Options() => new(stand.Address) { Reach = Reach.Loopback };

    private protected OutsideTerminology Over(params string[] definitions) =>
        new(Definitions(definitions), Options(), clock, NullLogger.Instance);

    private protected OutsideTerminology Over(Func<TerminologyOptions, TerminologyOptions> change) =>
        new(Definitions(), change(Options()), clock, NullLogger.Instance);
}
