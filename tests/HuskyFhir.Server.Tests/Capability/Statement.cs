using System.Net;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Capability;

/// <summary>What the CapabilityStatement declares, as a client that knows nothing else reads it.</summary>
internal static partial class Statement
{
    public static async Task<CapabilityStatement.RestComponent> RestAsync(HttpClient http) =>
        (await ReadAsync(http)).Rest.Single();

    public static async Task<CapabilityStatement> ReadAsync(HttpClient http) =>
        (CapabilityStatement)
            new FhirJsonDeserializer().DeserializeResource(
                (await http.AskAsync("metadata")).Expect(HttpStatusCode.OK).Text
            );

    /// <summary>Whether the type holds records rather than the service's own definitions.</summary>
    public static bool HoldsRecords(this CapabilityStatement.ResourceComponent type) =>
        PlanCatalog.Types.Find(type.Name()) is not null;

    public static string Name(this CapabilityStatement.ResourceComponent type) => (string)type.TypeElement!.JsonValue!;

    public static bool Offers(
        this CapabilityStatement.ResourceComponent type,
        CapabilityStatement.TypeRestfulInteraction code
    ) => type.Interaction.Exists(each => each.Code == code);

    public static IReadOnlyList<string> Modifiers(this CapabilityStatement.SearchParamComponent parameter) =>
        Listed(Modifier().Match(parameter.Documentation!));

    public static IReadOnlyList<string> Prefixes(this CapabilityStatement.SearchParamComponent parameter) =>
        Listed(Prefix().Match(parameter.Documentation!));

    private static string[] Listed(Match match) =>
        match.Success ? match.Groups[1].Value.Split(", ").Select(static one => one.TrimStart(':')).ToArray() : [];

    [GeneratedRegex("Modifiers: ([^.]*)\\.")]
    private static partial Regex Modifier();

    [GeneratedRegex("Prefixes: ([^.]*)\\.")]
    private static partial Regex Prefix();
}
