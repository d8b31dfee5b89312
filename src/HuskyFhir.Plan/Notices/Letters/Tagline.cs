using System.Text.Json;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>Help that is offered in another language (45 CFR 92.11).</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Name">How the language calls itself.</param>
/// <param name="Text">With <c>{phone}</c> and <c>{tty}</c>.</param>
/// <param name="Drawn">What a PDF says instead, where no font that comes along has the script; null for the
/// same.</param>
public sealed record Tagline(string Language, string Name, string Text, string? Drawn = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal static IReadOnlyList<Tagline> Read(string file, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Written>(text, Json)?.Taglines is { Count: > 0 } lines
                ? lines
                : throw new LetterFlawException($"{file}: there are no taglines; 45 CFR 92.11 asks for fifteen.");
        }
        catch (JsonException flaw)
        {
            throw new LetterFlawException($"{file}: {flaw.Message}");
        }
    }

    private sealed record Written(IReadOnlyList<Tagline> Taglines);
}
