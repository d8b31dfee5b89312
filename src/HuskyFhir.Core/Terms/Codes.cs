using System.Text.Json;

namespace HuskyFhir.Core.Terms;

/// <summary>
/// Names of this code as the codes that are sent and configured: <c>AppealFiling</c> is <c>appeal-filing</c>.
/// </summary>
internal static class Codes
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Texts[value];

    public static T? Find<T>(string? code)
        where T : struct, Enum => code is not null && Table<T>.Values.TryGetValue(code, out var value) ? value : null;

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Table<T>.Values.Keys);

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Texts = Enum.GetValues<T>()
            .ToDictionary(
                static value => value,
                static value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())
            );
        public static readonly Dictionary<string, T> Values = Texts.ToDictionary(
            static pair => pair.Value,
            static pair => pair.Key,
            StringComparer.Ordinal
        );
    }
}
