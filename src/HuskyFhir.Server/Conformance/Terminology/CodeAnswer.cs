using System.Text.Json;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Server.Conformance.Terminology;

/// <summary>What came back.</summary>
/// <param name="Found">The answer; unknown with a reason where there is none.</param>
/// <param name="Failed">Whether the server failed, as opposed to saying that it does not know.</param>
internal readonly record struct CodeAnswer(Lookup Found, bool Failed)
{
    private static readonly string[] Causes = ["x-caused-by-unknown-system", "x-unknown-system"];

    public static CodeAnswer Failure(string reason) => new(new Lookup(Membership.Unknown, reason), true);

    public static CodeAnswer NotKnown() =>
        new(
            new Lookup(
                Membership.Unknown,
                "the terminology server does not know the value set or the code system either"
            ),
            false
        );

    /// <summary>Reads the Parameters of <c>$validate-code</c>.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static CodeAnswer Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
        if (
            !json.RootElement.Is("resourceType", "Parameters")
            || !json.RootElement.TryGetProperty("parameter", out var parameters)
            || parameters.ValueKind != JsonValueKind.Array
        )
            return Failure("the terminology server answered with something else than Parameters");

        bool? result = null;
        var doubt = false;
        foreach (var parameter in parameters.EnumerateArray())
            if (
                parameter.Is("name", "result")
                && parameter.TryGetProperty("valueBoolean", out var value)
                && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            )
                result = value.GetBoolean();
            else if (Array.Exists(Causes, cause => parameter.Is("name", cause)))
                doubt = true;
            else if (parameter.Is("name", "issues") && parameter.TryGetProperty("resource", out var outcome))
                doubt |= Missing(outcome);

        // Servers say false also where they could not look: that is no answer.
        return result switch
        {
            true => new(Membership.In, false),
            false when doubt => NotKnown(),
            false => new(Membership.Out, false),
            null => Failure("the terminology server answered without a result"),
        };
    }

    private static bool Missing(JsonElement outcome) =>
        outcome.ValueKind == JsonValueKind.Object
        && outcome.TryGetProperty("issue", out var issues)
        && issues.ValueKind == JsonValueKind.Array
        && issues
            .EnumerateArray()
            .Any(static issue => issue.Is("code", "not-found") || issue.Is("code", "not-supported"));
}

/// <summary>Looks at JSON of others without trusting its kinds.</summary>
internal static class JsonLook
{
    public static bool Is(this JsonElement element, string name, string text) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.ValueEquals(text);
}
