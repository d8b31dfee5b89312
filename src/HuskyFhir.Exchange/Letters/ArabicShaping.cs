namespace HuskyFhir.Exchange.Letters;

/// <summary>
/// Arabic letters as they are drawn within a word (Unicode 16, section 9.2): each in its isolated, final, initial or
/// medial form by its neighbors, lam and alef joined, the word from right to left. Enough for text without vowel signs.
/// </summary>
internal static class ArabicShaping
{
    private const char Lam = '\u0644';

    /// <summary>The first presentation form of each letter; the count tells whether it joins to what follows.</summary>
    private static readonly Dictionary<char, (char Isolated, int Forms)> Letters = new()
    {
        ['\u0621'] = ('\uFE80', 1),
        ['\u0622'] = ('\uFE81', 2),
        ['\u0623'] = ('\uFE83', 2),
        ['\u0624'] = ('\uFE85', 2),
        ['\u0625'] = ('\uFE87', 2),
        ['\u0626'] = ('\uFE89', 4),
        ['\u0627'] = ('\uFE8D', 2),
        ['\u0628'] = ('\uFE8F', 4),
        ['\u0629'] = ('\uFE93', 2),
        ['\u062A'] = ('\uFE95', 4),
        ['\u062B'] = ('\uFE99', 4),
        ['\u062C'] = ('\uFE9D', 4),
        ['\u062D'] = ('\uFEA1', 4),
        ['\u062E'] = ('\uFEA5', 4),
        ['\u062F'] = ('\uFEA9', 2),
        ['\u0630'] = ('\uFEAB', 2),
        ['\u0631'] = ('\uFEAD', 2),
        ['\u0632'] = ('\uFEAF', 2),
        ['\u0633'] = ('\uFEB1', 4),
        ['\u0634'] = ('\uFEB5', 4),
        ['\u0635'] = ('\uFEB9', 4),
        ['\u0636'] = ('\uFEBD', 4),
        ['\u0637'] = ('\uFEC1', 4),
        ['\u0638'] = ('\uFEC5', 4),
        ['\u0639'] = ('\uFEC9', 4),
        ['\u063A'] = ('\uFECD', 4),
        ['\u0641'] = ('\uFED1', 4),
        ['\u0642'] = ('\uFED5', 4),
        ['\u0643'] = ('\uFED9', 4),
        ['\u0644'] = ('\uFEDD', 4),
        ['\u0645'] = ('\uFEE1', 4),
        ['\u0646'] = ('\uFEE5', 4),
        ['\u0647'] = ('\uFEE9', 4),
        ['\u0648'] = ('\uFEED', 2),
        ['\u0649'] = ('\uFEEF', 2),
        ['\u064A'] = ('\uFEF1', 4),
    };

    /// <summary>Lam joined with the alef that follows: isolated; the final form is the next sign.</summary>
    private static readonly Dictionary<char, char> LamAlef = new()
    {
        ['\u0622'] = '\uFEF5',
        ['\u0623'] = '\uFEF7',
        ['\u0625'] = '\uFEF9',
        ['\u0627'] = '\uFEFB',
    };

    /// <summary>A word in the order of drawing.</summary>
    public static string Drawn(string word)
    {
        var shaped = new List<char>(word.Length);
        for (var at = 0; at < word.Length; at++)
        {
            var joined = at > 0 && Joins(word[at - 1]) && Letters.ContainsKey(word[at]) && Letters[word[at]].Forms > 1;
            if (word[at] == Lam && at + 1 < word.Length && LamAlef.TryGetValue(word[at + 1], out var pair))
            {
                shaped.Add((char)(pair + (joined ? 1 : 0)));
                at++;
            }
            else if (Letters.TryGetValue(word[at], out var letter))
            {
                var joins =
                    letter.Forms == 4
                    && at + 1 < word.Length
                    && Letters.TryGetValue(word[at + 1], out var next)
                    && next.Forms > 1;
                shaped.Add(
                    (char)(
                        letter.Isolated
                        + (joined, joins) switch
                        {
                            (false, false) => 0,
                            (true, false) => 1,
                            (false, true) => 2,
                            _ => 3,
                        }
                    )
                );
            }
            else
                shaped.Add(word[at]);
        }

        shaped.Reverse();
        return new([.. shaped]);
    }

    private static bool Joins(char letter) => Letters.TryGetValue(letter, out var known) && known.Forms == 4;
}
