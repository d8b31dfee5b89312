using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.People;

/// <summary>
/// The communities of the programme's members, in parts of a thousand households, roughly as Connecticut's are.
/// </summary>
internal static class Origins
{
    private const string HispanicRaces = "W:46 ASKU:26 B:9 UNK:16 W+B:3";

    public static Weighted<Origin> All { get; } =
        new([
            (Of(NameBook.General, "W:1", false, "en:1"), 215),
            (Of(NameBook.Italian, "W:1", false, "en:97 it:3") with { Race = new("2114-7", "Italian") }, 45),
            (Of(NameBook.Irish, "W:1", false, "en:1") with { Race = new("2113-9", "Irish") }, 40),
            (Of(NameBook.Polish, "W:1", false, "en:62 pl:38") with { Race = new("2115-4", "Polish") }, 22),
            (Of(NameBook.General, "UNK:7 ASKU:3", null, "en:1"), 70),
            (Of(NameBook.General, "W+B:8 W+I:1 W+A:1", false, "en:1"), 22),
            (Of(NameBook.General, "I:4 I+W:1", false, "en:1"), 4),
            (Hispanic("2180-8", "Puerto Rican", "en:66 es:34"), 168),
            (Hispanic("2184-0", "Dominican", "en:42 es:58"), 42),
            (Hispanic("2148-5", "Mexican", "en:38 es:62"), 24),
            (Hispanic("2170-9", "Ecuadorian", "en:28 es:72"), 30),
            (Hispanic("2169-1", "Colombian", "en:35 es:65"), 17),
            (Hispanic("2157-6", "Guatemalan", "en:24 es:76"), 18),
            (Hispanic("2172-5", "Peruvian", "en:36 es:64"), 12),
            (Of(NameBook.AfricanAmerican, "B:1", false, "en:1") with { Race = new("2058-6", "African American") }, 128),
            (Of(NameBook.Caribbean, "B:1", false, "en:1") with { Race = new("2072-7", "Jamaican") }, 30),
            (Of(NameBook.Haitian, "B:1", false, "ht:52 en:40 fr:8") with { Race = new("2071-9", "Haitian") }, 16),
            (Of(NameBook.WestAfrican, "B:1", false, "en:78 fr:22") with { Race = new("2060-2", "African") }, 14),
            (
                Of(NameBook.Indian, "A:1", false, "en:60 gu:18 hi:12 pa:10") with
                {
                    Race = new("2029-7", "Asian Indian"),
                },
                17
            ),
            (Of(NameBook.Pakistani, "A:1", false, "en:55 ur:45") with { Race = new("2044-6", "Pakistani") }, 8),
            (Of(NameBook.Chinese, "A:1", false, "zh:60 en:40") with { Race = new("2034-7", "Chinese") }, 12),
            (Of(NameBook.Vietnamese, "A:1", false, "vi:62 en:38") with { Race = new("2047-9", "Vietnamese") }, 7),
            (Of(NameBook.Filipino, "A:1", false, "en:78 tl:22") with { Race = new("2036-2", "Filipino") }, 6),
            (Of(NameBook.Portuguese, "W:8 ASKU:2", false, "pt:66 en:34"), 24),
            (Of(NameBook.Arabic, "W:7 ASKU:3", false, "ar:58 en:42") with { Race = new("2129-5", "Arab") }, 9),
        ]);

    private static Origin Of(NameBook names, string races, bool? hispanic, string languages) =>
        new(names, Weighted.Parse(races), hispanic, Weighted.Parse(languages));

    private static Origin Hispanic(string code, string display, string languages) =>
        Of(NameBook.Hispanic, HispanicRaces, true, languages) with
        {
            Ethnicity = new(code, display),
        };
}
