using CsCheck;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Structure;

namespace HuskyFhir.Tests.X12;

/// <summary>Random members within the guide, with data that needs no change to be written.</summary>
internal static class MemberGen
{
    private static readonly Gen<string> Word = Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789 '.,-/()&"]
        .Array[1, 18]
        .Select(static letters => new string(letters).Trim(' '))
        .Where(static word => word.Length > 1);

    private static readonly Gen<string> Digits = Gen.Char["0123456789"]
        .Array[2, 9]
        .Select(static digits => new string(digits));

    private static readonly Gen<DateOnly> Day = Gen.Int[0, 40_000]
        .Select(static days => new DateOnly(1930, 1, 1).AddDays(days));

    private static readonly Gen<decimal> Money = Gen.Int[-99_999, 9_999_999].Select(static cents => cents / 100m);

    public static Gen<MemberRecord> Member { get; } =
        Gen.Select(
            Detail(),
            Self(),
            Others(),
            Covers(),
            static (detail, self, others, covers) =>
                others(self) with
                {
                    Detail = detail,
                    Coverages = covers.Coverages,
                    Disabilities = covers.Disabilities,
                    Categories = covers.Categories,
                }
        );

    private static Gen<MemberDetail> Detail() =>
        Gen.Select(
            Code("2000", "INS", 2),
            Code("2000", "INS", 3),
            Maybe(Code("2000", "INS", 4)),
            Code("2000", "INS", 5),
            Gen.Select(Gen.Bool, Maybe(Day), Maybe(AnyOf("R", "U")), Gen.Bool, Maybe(Code("2000", "INS", 8))),
            static (relationship, maintenance, reason, status, more) =>
                new MemberDetail(more.Item1, relationship, maintenance, reason, status)
                {
                    MedicarePlan = more.Item4 ? "A" : null,
                    MedicareReason = more.Item4 && more.Item1 ? "1" : null,
                    Employment = more.Item5,
                    Handicapped = more.Item4 ? more.Item1 : null,
                    DeathDate = more.Item2,
                    Confidentiality = more.Item3,
                    BirthSequence = more.Item4 ? 2 : null,
                }
        );

    private static Gen<MemberRecord> Self() =>
        Gen.Select(
            Gen.Select(
                Digits,
                Gen.Select(
                    AnyOf("17", "23", "3H", "Q4", "ZZ"),
                    Digits,
                    static (qualifier, id) => new Reference(qualifier, id)
                ).List[0, 5],
                Dates("2000", 5)
            ),
            Gen.Select(Name("IL", "74"), Contacts("IP", 1), Maybe(Address(true))),
            Gen.Select(
                Maybe(Demographics()),
                Maybe(
                    Gen.Select(
                        Code("2100A", "ICM", 1),
                        Money,
                        static (frequency, wage) => new Income(frequency, wage, 40)
                    )
                ),
                Gen.Select(
                    Code("2100A", "AMT", 1),
                    Money,
                    static (qualifier, value) => new Amount(qualifier, value)
                ).List[0, 3]
            ),
            Gen.Select(
                Gen.Select(Digits, Word, static (code, text) => new Language("LD", code, text, "7")).List[0, 3],
                Code("2100A", "EC", 1).List[1, 3].List[0, 2],
                Maybe(Gen.Const(new HealthState("N", 70.5m, 180)))
            ),
            static (ids, party, facts, more) =>
                new MemberRecord
                {
                    Detail = null!,
                    References = [new("0F", ids.Item1), new("1L", ids.Item1), .. ids.Item2],
                    Dates = ids.Item3,
                    Party = new(party.Item1, party.Item2, party.Item3),
                    Demographics = facts.Item1,
                    Income = facts.Item2,
                    Amounts = facts.Item3,
                    Languages = more.Item1,
                    EmploymentClasses = [.. more.Item2],
                    Health = more.Item3,
                }
        );

    private static Gen<Func<MemberRecord, MemberRecord>> Others() =>
        Gen.Select(
            Maybe(Name("70")),
            Maybe(Address(false).Where(static address => address.Lines.Count > 0)),
            PartyOf("EP", "36").List[0, 2],
            Gen.Select(Maybe(Name("S3").Where(static name => name.First is not null)), Maybe(Demographics())),
            PartyOf("RP", "QD", "E1", "GD").List[0, 3],
            static (incorrect, mailing, employers, parent, responsible) =>
                (Func<MemberRecord, MemberRecord>)(
                    member =>
                        member with
                        {
                            IncorrectName = incorrect,
                            IncorrectDemographics = incorrect is null ? null : parent.Item2,
                            MailingAddress = mailing,
                            Employers = employers,
                            CustodialParent = parent.Item1 is { } name ? new(name) : null,
                            ResponsiblePersons = responsible,
                        }
                )
        );

    private static Gen<(
        IReadOnlyList<CoverageRecord> Coverages,
        IReadOnlyList<Disability> Disabilities,
        IReadOnlyList<ReportingCategory> Categories
    )> Covers() =>
        Gen.Select(
            Coverage().List[0, 3],
            Gen.Select(
                Code("2200", "DSB", 1),
                Dates("2200", 1),
                static (type, dates) => new Disability(type, "DX", "A00", dates)
            ).List[0, 2],
            Gen.Select(
                Maybe(Word),
                Day,
                static (name, day) =>
                    name is null
                        ? new ReportingCategory("1", null, null, null)
                        : new("2", name, new("17", "X1"), new("007", day, day.AddDays(3)))
            ).List[0, 3],
            static (coverages, disabilities, categories) =>
                (
                    (IReadOnlyList<CoverageRecord>)coverages,
                    (IReadOnlyList<Disability>)disabilities,
                    (IReadOnlyList<ReportingCategory>)categories
                )
        );

    private static Gen<CoverageRecord> Coverage() =>
        Gen.Select(
            Gen.Select(
                Code("2300", "HD", 1),
                Code("2300", "HD", 3),
                Maybe(Word),
                Maybe(Code("2300", "HD", 5)),
                Gen.Bool
            ),
            Gen.Select(
                Day,
                Gen.Bool,
                static (day, range) => new QualifiedDate("348", day, range ? day.AddDays(30) : null)
            ).List[1, 3],
            Gen.Select(AnyOf("17", "1L", "ZZ"), Digits, static (qualifier, id) => new Reference(qualifier, id)).List[
                0,
                3
            ],
            Gen.Select(
                Name("P3", "QA"),
                Contacts("IC", 2),
                Maybe(Address(false).Where(static address => address.Lines.Count > 0)),
                Maybe(Day)
            ).List[0, 2],
            Gen.Select(Maybe(Digits), AnyOf("1", "35", "A4").List[0, 3], Name("IN").List[0, 2], Dates("2320", 2)).List[
                0,
                2
            ],
            static (head, dates, references, providers, others) =>
                new CoverageRecord(head.Item1, head.Item2, head.Item3, head.Item4, head.Item5 ? true : null)
                {
                    Dates = dates,
                    References =
                    [
                        .. references,
                        .. head.Item5 ? [new Reference("QQ", "12")] : Array.Empty<Reference>(),
                    ],
                    Cards = head.Item5 ? [new("CARD", "H", 2, "1")] : [],
                    Providers =
                    [
                        .. providers.Select(
                            static (one, at) =>
                                new ProviderRecord(
                                    $"{at + 1}",
                                    new(one.Item1 with { Relationship = "25" }, one.Item2, one.Item3),
                                    one.Item4 is { } day ? new("2", "1P", day, "14") : null
                                )
                        ),
                    ],
                    OtherBenefits =
                    [
                        .. others.Select(static one => new OtherBenefits("P", one.Item1, "1", one.Item2)
                        {
                            References = one.Item1 is { } id ? [new("60", id)] : [],
                            Dates = one.Item4,
                            Parties = [.. one.Item3.Select(static name => new Party(new("IN", false, name.Last)))],
                        }),
                    ],
                }
        );

    private static Gen<PartyName> Name(params string[] entities) =>
        Gen.Select(
            AnyOf(entities),
            Word,
            Maybe(Word),
            Maybe(Word),
            Maybe(Digits),
            static (entity, last, first, middle, id) =>
                new PartyName(entity, true, last, first, middle, null, null, id is null ? null : "34", id)
        );

    private static Gen<Party> PartyOf(string function, params string[] entities) =>
        Gen.Select(
            Name(entities),
            Contacts(function, 1),
            Maybe(Address(false)),
            static (name, contacts, address) => new Party(name, contacts, address)
        );

    private static Gen<List<Contact>> Contacts(string function, int max) =>
        Gen.Select(AnyOf("TE", "EM", "CP"), Digits, static (qualifier, number) => new ContactNumber(qualifier, number))
            .List[1, 3]
            .Select(numbers => new Contact(function, null, numbers))
            .List[0, max];

    private static Gen<PostalAddress> Address(bool location) =>
        Gen.Select(
            Word.List[0, 2],
            Word,
            Digits.Where(static zip => zip.Length > 2),
            Gen.Bool,
            (lines, city, zip, county) =>
                new PostalAddress(
                    lines,
                    city,
                    "CT",
                    zip,
                    null,
                    location && county ? "CY" : null,
                    location && county ? "09009" : null
                )
        );

    private static Gen<Demographics> Demographics() =>
        Gen.Select(
            Day,
            AnyOf("F", "M", "U"),
            Maybe(AnyOf("S", "M", "D")),
            Gen.OneOf(
                Gen.Const(new Race("H")),
                Gen.Const(new Race(null, "RET", "2106-3")),
                Gen.Const(new Race("C", "RET", "2054-5"))
            ).List[0, 4],
            static (birth, gender, marital, races) => new Demographics(birth, gender, marital, races)
        );

    private static Gen<List<QualifiedDate>> Dates(string loop, int max) =>
        Gen.Select(Code(loop, "DTP", 1), Day, static (qualifier, day) => new QualifiedDate(qualifier, day)).List[
            0,
            max
        ];

    /// <summary>A code of the guide.</summary>
    private static Gen<string> Code(string loop, string segment, int element) =>
        AnyOf(Codes(Guide.Member, loop, segment, element) ?? throw new ArgumentException(loop));

    private static string[]? Codes(LoopNode at, string loop, string segment, int element) =>
        at.Id == loop
            ? at
                .Items.OfType<SegmentNode>()
                .First(node => node.Name == segment)
                .Elements[element - 1]
                .Codes.Select(static code =>
                    string.Concat(
                        BitConverter
                            .GetBytes(code)
                            .Reverse()
                            .Where(static letter => letter != 0)
                            .Select(static letter => (char)letter)
                    )
                )
                .ToArray()
            : at
                .Items.OfType<LoopNode>()
                .Select(inner => Codes(inner, loop, segment, element))
                .FirstOrDefault(static found => found is not null);

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Const((T?)null)), (2, gen.Select(static value => (T?)value)));

    private static Gen<DateOnly?> Maybe(Gen<DateOnly> gen) =>
        Gen.Frequency((1, Gen.Const((DateOnly?)null)), (1, gen.Select(static value => (DateOnly?)value)));
}
