using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using HuskyFhir.Server.Tests.Commands;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary>
/// Examples that others wrote, from the folder that <c>HUSKY_EXAMPLES</c> names: each is loaded and then found by
/// search, or refused for a reason that a reader can act on.
/// </summary>
public sealed partial class ExamplesTests(ITestOutputHelper output) : InFolder
{
    /// <summary>
    /// Every reason for which an example may be refused; anything else is a defect of ours, or a new reason to judge.
    /// </summary>
    private static readonly Regex[] Expected =
    [
        NotHeld(),
        NotAnNpi(),
        TargetMissing(),
        TargetNotHeld(),
        NoReference(),
        UnknownModifier(),
        RequestMissing(),
        PanelMember(),
        ConsentActor(),
        ReleaseWithoutLabel(),
    ];

    private static readonly string[] Held =
    [
        "Patient",
        "Coverage",
        "RelatedPerson",
        "Observation",
        "Organization",
        "Location",
        "Practitioner",
        "PractitionerRole",
    ];

    [Fact]
    public async Task Examples_OfOthers_AreFoundBySearchOrRefusedForAGoodReason()
    {
        var folder = Environment.GetEnvironmentVariable("HUSKY_EXAMPLES");
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            "Name a folder of FHIR R4 examples in HUSKY_EXAMPLES to load them."
        );
        var files = Directory.GetFiles(folder!, "*.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.Equal(0, (await RunAsync("migrate")).Code);
        var token = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var loaded = await RunAsync("load", "--source", "examples", folder!);
        output.WriteLine(loaded.Out);
        var refused = loaded
            .Out.Split('\n')
            .Where(static line => line.StartsWith("refused ", StringComparison.Ordinal))
            .ToList();
        Assert.All(refused, reason => Assert.True(Expected.Any(expected => expected.IsMatch(reason)), reason));
        Assert.Equal(refused.Count == 0 ? 0 : 1, loaded.Code);

        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var running = server;
        using var http = new HttpClient { BaseAddress = new($"{url}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (
            var file in files.Where(file => !refused.Exists(reason => reason.Contains(file, StringComparison.Ordinal)))
        )
            await FoundAsync(http, file);
    }

    /// <summary>A loaded resource is found by its first identifier, or by a name that it has.</summary>
    private static async Task FoundAsync(HttpClient http, string file)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, Cancellation));
        var root = document.RootElement;
        var resources = root.TryGetProperty("entry", out var entries)
            ? entries.EnumerateArray().Select(static entry => entry.GetProperty("resource")).ToList()
            : [root];
        foreach (var resource in resources)
        {
            var type = resource.GetProperty("resourceType").GetString()!;
            if (!Held.Contains(type) || Search(resource) is not { } search)
                continue;
            using var found = JsonDocument.Parse(
                await http.GetStringAsync($"{type}?_total=accurate&{search}", Cancellation)
            );
            Assert.True(
                found.RootElement.GetProperty("total").GetInt32() > 0,
                $"{file}: {type}?{search} finds nothing"
            );
        }
    }

    private static string? Search(JsonElement resource)
    {
        if (
            resource.TryGetProperty("identifier", out var identifiers)
            && identifiers[0].TryGetProperty("value", out var value)
        )
            return $"identifier={Uri.EscapeDataString(value.GetString()!.Replace(",", "\\,", StringComparison.Ordinal))}";
        if (resource.TryGetProperty("name", out var name))
            return $"name={Uri.EscapeDataString(name.ValueKind == JsonValueKind.String ? name.GetString()! : name[0].GetProperty("family").GetString()!)}";
        return null;
    }

    [GeneratedRegex("is not a type that this service holds; it holds ")]
    private static partial Regex NotHeld();

    [GeneratedRegex(@"Practitioner\.identifier\[\d+\]\.value: This is not an NPI")]
    private static partial Regex NotAnNpi();

    [GeneratedRegex(": neither in this load nor in the store; load that as well, or before")]
    private static partial Regex TargetMissing();

    [GeneratedRegex("is not a type that this service holds; leave the reference out")]
    private static partial Regex TargetNotHeld();

    /// <summary>R4 section 2.4.0.4: what a modifier extension says may not be ignored.</summary>
    [GeneratedRegex(@"The modifier extension \S+ is not known here")]
    private static partial Regex UnknownModifier();

    /// <summary>The Claim that a decision answers was refused, or left out.</summary>
    [GeneratedRegex(@"ClaimResponse\.request: The request is not one of the member that the decision is about")]
    private static partial Regex RequestMissing();

    /// <summary>The plan's own rule: a panel's members follow from assignments.</summary>
    [GeneratedRegex(@"Group\.member: The members of a panel follow from their assignments")]
    private static partial Regex PanelMember();

    [GeneratedRegex(@"Consent\.provision\.actor: Name the organi[sz]ation that is meant")]
    private static partial Regex ConsentActor();

    [GeneratedRegex(@"Consent\.provision\.securityLabel: A release names the sensitive kinds that it opens")]
    private static partial Regex ReleaseWithoutLabel();

    [GeneratedRegex(@"\.reference: '[^']+' is no reference\. Write Type/id")]
    private static partial Regex NoReference();
}
