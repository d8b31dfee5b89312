namespace HuskyFhir.Simulation.Population.People;

/// <summary>A name as written, and in the letters that an e-mail address takes.</summary>
internal sealed record Name(string Text, string Plain)
{
    private const string Accented = "ÁÉÍÓÚáéíóúñüãçêôõâàèëïłśćżźęąńÂÇÉ";
    private const string Unaccented = "AEIOUaeiounuaceooaaeeilsczzeanACE";

    public static Name Of(string text) =>
        new(text, string.Concat(text.Select(Plainly).Where(char.IsAsciiLetter)).ToLowerInvariant());

    private static char Plainly(char letter) =>
        Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Unaccented[at] : letter;
}
