using System.Collections.Frozen;

namespace HuskyFhir.Exchange.Formats.Edi.Texts;

/// <summary>
/// Languages by their BCP 47 codes and English names: those with a code of three letters, and the commonest others in
/// Connecticut.
/// </summary>
internal static class LanguageNames
{
    private static readonly (string Code, string Name)[] All =
    [
        .. """
            en=English;es=Spanish;pt=Portuguese;pl=Polish;it=Italian;ht=Haitian Creole;ht=Haitian;ht=Creole;fr=French;gu=Gujarati;hi=Hindi;
            pa=Punjabi;pa=Panjabi;ur=Urdu;zh=Chinese;zh=Mandarin;cmn=Mandarin Chinese;yue=Cantonese;yue=Yue Chinese;vi=Vietnamese;tl=Tagalog;
            fil=Filipino;ar=Arabic;ru=Russian;uk=Ukrainian;ko=Korean;sq=Albanian;bn=Bengali;de=German;el=Greek;ja=Japanese;km=Khmer;
            lo=Lao;ne=Nepali;fa=Persian;fa=Farsi;prs=Dari;ps=Pashto;so=Somali;sw=Swahili;te=Telugu;ta=Tamil;th=Thai;tr=Turkish;
            yi=Yiddish;my=Burmese;ti=Tigrinya;am=Amharic;hmn=Hmong;kar=Karen;ksw=Sgaw Karen;ase=American Sign Language;ase=ASL;
            ase=Sign Language;psr=Portuguese Sign Language;bfi=British Sign Language;mfs=Mexican Sign Language;psl=Puerto Rican Sign Language;
            csn=Colombian Sign Language;hab=Hanoi Sign Language;lsm=Saamia;mam=Mam;quc=K'iche';kek=Q'eqchi';cak=Kaqchikel;nah=Nahuatl;
            aii=Assyrian Neo-Aramaic;chr=Cherokee;haw=Hawaiian;ilo=Iloko;ceb=Cebuano;jam=Jamaican Creole;pap=Papiamento;kea=Kabuverdianu;
            kea=Cape Verdean Creole;sgn=Sign Languages;rom=Romany;ckb=Central Kurdish;ku=Kurdish;hy=Armenian;he=Hebrew;ro=Romanian;
            hu=Hungarian;cs=Czech;sr=Serbian;bs=Bosnian;hr=Croatian;ml=Malayalam;mr=Marathi;si=Sinhala;tw=Twi;yo=Yoruba;ig=Igbo;ha=Hausa
            """.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(
            static pair => pair.Split('=')
        ).Select(static pair => (pair[0], pair[1])),
    ];

    private static readonly FrozenDictionary<string, string> ByCode = All.GroupBy(static each => each.Code)
        .ToFrozenDictionary(static of => of.Key, static of => of.First().Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ByName = All.ToFrozenDictionary(
        static each => each.Name,
        static each => each.Code,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The English name; null where it is not known.</summary>
    public static string? Name(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>Whether the code is one of the table.</summary>
    public static bool Knows(string code) => ByCode.ContainsKey(code);

    /// <summary>The code of a language in words; null where it is not known.</summary>
    public static string? Code(string text) => ByName.GetValueOrDefault(text.Trim());
}
