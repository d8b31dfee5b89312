using System.Reflection;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>
/// All that letters are made of: the table of steps, the templates of each language, the taglines. What comes with the
/// service can be put in its place file by file from a folder; all of it is checked at once, so that a wrong name ends
/// the start and no letter.
/// </summary>
public sealed class LetterBook
{
    /// <summary>The language that every letter is written in at least.</summary>
    public const string Fallback = "en";

    private const string Place = "letters/";
    private const string Prefix = "letters.";
    private const string Ending = ".txt";

    private readonly Dictionary<string, LetterLanguage> languages;

    private LetterBook(IReadOnlyDictionary<string, string> files, LetterMatters matters)
    {
        Table = LetterTable.Read("letters.json", files["letters.json"], matters);
        Taglines = Tagline.Read("taglines.json", files["taglines.json"]);
        languages = files
            .Where(static file =>
                file.Key.StartsWith(Prefix, StringComparison.Ordinal)
                && file.Key.EndsWith(Ending, StringComparison.Ordinal)
            )
            .Select(static file => TemplateReader.Read(file.Key, file.Key[Prefix.Length..^Ending.Length], file.Value))
            .ToDictionary(static language => language.Code, StringComparer.OrdinalIgnoreCase);
        Check(matters);
    }

    /// <summary>What comes with the service.</summary>
    internal static LetterBook ComesAlong(LetterMatters matters) => new(Embedded(), matters);

    /// <summary>The languages in which letters are written whole.</summary>
    public IEnumerable<string> Languages => languages.Keys.Order(StringComparer.Ordinal);

    /// <summary>Help in other languages, in the order of the file.</summary>
    public IReadOnlyList<Tagline> Taglines { get; }

    internal LetterTable Table { get; }

    /// <summary>
    /// The same with the files of a folder in the place of those of the same name, and with more languages.
    /// </summary>
    /// <exception cref="LetterFlawException">The folder is not there, or something in it cannot be used.</exception>
    internal static LetterBook Load(string folder, LetterMatters matters)
    {
        if (!System.IO.Directory.Exists(folder))
            throw new LetterFlawException($"Letters:Folder is '{folder}', where no folder is.");
        var files = Embedded();
        foreach (var path in System.IO.Directory.EnumerateFiles(folder))
            if (
                Path.GetFileName(path) is var name
                && (files.ContainsKey(name) || name.StartsWith(Prefix, StringComparison.Ordinal))
            )
                files[name] = File.ReadAllText(path);
        return new(files, matters);
    }

    /// <summary>From texts, by the names of the files; for tests.</summary>
    internal static LetterBook Of(IReadOnlyDictionary<string, string> changed, LetterMatters matters)
    {
        var files = Embedded();
        foreach (var (name, text) in changed)
            files[name] = text;
        return new(files, matters);
    }

    /// <summary>
    /// The letters of a language, or of the language that it is a dialect of; null where there are none.
    /// </summary>
    internal LetterLanguage? Find(string? code) =>
        code is null ? null
        : languages.TryGetValue(code, out var found) ? found
        : languages.GetValueOrDefault(code.Split('-', '_')[0]);

    /// <summary>The letters in English.</summary>
    internal LetterLanguage English => languages[Fallback];

    private void Check(LetterMatters matters)
    {
        if (!languages.ContainsKey(Fallback))
            throw new LetterFlawException("letters.en.txt is missing: letters fall back on English.");
        foreach (var language in languages.Values)
        foreach (var template in Table.Rows.Select(static row => row.Template).OfType<string>().Distinct())
            if (language.Template(template) is null)
                throw new LetterFlawException(
                    $"letters.{language.Code}.txt lacks the template '{template}', which letters.json names."
                );
        foreach (var language in languages.Values)
        foreach (var word in Words(matters))
            _ = language.Word(word);
    }

    private static IEnumerable<string> Words(LetterMatters matters) =>
        ["date", "moment", "page", "taglines-label", "large-print", .. LetterFacts.Labels, .. matters.Words];

    private static Dictionary<string, string> Embedded()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(static name => name.StartsWith(Place, StringComparison.Ordinal))
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name[Place.Length..]] = reader.ReadToEnd();
        }

        return files;
    }
}
