using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.Data;

namespace HuskyFhir.Simulation.Population.People;

/// <summary>The names of one community: family names by rank, given names by sex, era of birth and rank.</summary>
internal sealed class NameBook(string families, string female, string male)
{
    private readonly Weighted<Name> families = Weighted.ByRank(Words(families));
    private readonly (int From, Weighted<Name> Names)[] female = Eras(female);
    private readonly (int From, Weighted<Name> Names)[] male = Eras(male);

    public static NameBook General { get; } =
        new(FamilyNameData.General, GivenNameData.GeneralFemale, GivenNameData.GeneralMale);

    public static NameBook Italian { get; } =
        new(FamilyNameData.Italian, GivenNameData.GeneralFemale, GivenNameData.GeneralMale);

    public static NameBook Irish { get; } =
        new(FamilyNameData.Irish, GivenNameData.GeneralFemale, GivenNameData.GeneralMale);

    public static NameBook Polish { get; } =
        new(FamilyNameData.Polish, GivenNameData.PolishFemale, GivenNameData.PolishMale);

    public static NameBook Hispanic { get; } =
        new(FamilyNameData.Hispanic, GivenNameData.HispanicFemale, GivenNameData.HispanicMale);

    public static NameBook AfricanAmerican { get; } =
        new(FamilyNameData.African_American, GivenNameData.BlackFemale, GivenNameData.BlackMale);

    public static NameBook Caribbean { get; } =
        new(FamilyNameData.Caribbean, GivenNameData.BlackFemale, GivenNameData.BlackMale);

    public static NameBook Haitian { get; } =
        new(FamilyNameData.Haitian, GivenNameData.HaitianFemale, GivenNameData.HaitianMale);

    public static NameBook WestAfrican { get; } =
        new(FamilyNameData.WestAfrican, GivenNameData.AfricanFemale, GivenNameData.AfricanMale);

    public static NameBook Indian { get; } =
        new(FamilyNameData.Indian, GivenNameData.IndianFemale, GivenNameData.IndianMale);

    public static NameBook Pakistani { get; } =
        new(FamilyNameData.Pakistani, GivenNameData.MuslimFemale, GivenNameData.MuslimMale);

    public static NameBook Arabic { get; } =
        new(FamilyNameData.Arabic, GivenNameData.MuslimFemale, GivenNameData.MuslimMale);

    public static NameBook Chinese { get; } =
        new(FamilyNameData.Chinese, GivenNameData.ChineseFemale, GivenNameData.ChineseMale);

    public static NameBook Vietnamese { get; } =
        new(FamilyNameData.Vietnamese, GivenNameData.VietnameseFemale, GivenNameData.VietnameseMale);

    public static NameBook Filipino { get; } =
        new(FamilyNameData.Filipino, GivenNameData.FilipinoFemale, GivenNameData.FilipinoMale);

    public static NameBook Portuguese { get; } =
        new(FamilyNameData.Portuguese, GivenNameData.PortugueseFemale, GivenNameData.PortugueseMale);

    public Name Family(Draw draw) => families.Pick(draw);

    public Name Given(bool isFemale, int bornIn, Draw draw)
    {
        var eras = isFemale ? female : male;
        var at = eras.Length - 1;
        while (eras[at].From > bornIn)
            at--;
        return eras[at].Names.Pick(draw);
    }

    private static Name[] Words(string text) =>
        [
            .. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
                .Select(static w => Name.Of(w.Replace('_', ' ')))
                .Distinct(),
        ];

    private static (int From, Weighted<Name> Names)[] Eras(string text) =>
        [
            .. text.Split('\n')
                .Select(static line => line.Split(' ', 2))
                .Select(static era => (int.Parse(era[0]), Weighted.ByRank(Words(era[1])))),
        ];
}
