using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// Random members as they are stored: names of many scripts, telephones with and without extensions, addresses long and
/// short.
/// </summary>
internal static class SnapshotGen
{
    private static readonly string[] Families =
    [
        "Tester",
        "O'Hara",
        "Nguyễn",
        "Țepeș",
        "Иванова",
        "Παπαδόπουλος",
        "שרה",
        "محمد",
        "शर्मा",
        "王",
        "김",
        "De la Cruz-Ruiz",
        "Ødegård",
        "\uE000x",
        "Smith, Jr",
        "A\"B",
        "Müller~Lüdenscheidt",
    ];

    private static readonly string[] Givens =
    [
        "Pat",
        "Ada",
        "Thị",
        "Ștefan",
        "Юлия",
        "Μαρία",
        "小明",
        "J.",
        "Mary Ann",
        "Zoë",
    ];

    private static readonly string[] Phones =
    [
        "860-555-0144",
        "(203) 555-0101 ext. 12",
        "+44 20 7946 0958",
        "555-0144",
        "none",
        "860-555-0144 or 203-555-0145",
        "tel:+1-860-555-0146;ext=7",
        "0000000000",
        "8605550144 12345",
    ];

    private static readonly string[] Lines =
    [
        "1 Elm Street",
        "Apt 4",
        "c/o Pat Tester",
        "12345 North Old Saybrook Boulevard Apartment 1234 Building 77",
        "P.O. Box 12",
        "Rue de l'Église 7",
        "Ქუჩა 5",
    ];

    private static readonly string[] Cities =
    [
        "Hartford",
        "Montréal",
        "New Haven",
        "Llanfairpwllgwyngyllgogerychwyrndrobwll",
    ];

    private static readonly string[] States = ["CT", "Connecticut", "NY", "Nutmeg", "QC"];

    private static readonly string[] Languages = ["en", "es", "pt-BR", "ase", "hmn", "yue", "sgn-US"];

    /// <summary>A member with a change of the name, the address, a telephone and the language.</summary>
    public static Gen<(MemberSnapshot Picture, MemberChanges Changes)> Member { get; } =
        Gen.Select(
            Gen.Int[1, 99_999_999],
            Gen.Select(Of(Families), Of(Givens).List[0, 3], Gen.Bool),
            Gen.Select(Of(Phones), Of("home", "mobile", "work"), static (value, use) => (value, use)).List[0, 4],
            Gen.Select(Of(Lines).List[0, 4], Of(Cities), Of(States), Gen.Bool).List[0, 2],
            Of(Languages).List[0, 2],
            static (number, name, phones, addresses, languages) =>
            {
                var patient = new JsonObject
                {
                    ["resourceType"] = "Patient",
                    ["identifier"] = new JsonArray(
                        new JsonObject { ["system"] = Systems.ClientId, ["value"] = $"CT{number:D8}" }
                    ),
                    ["name"] = new JsonArray(
                        new JsonObject
                        {
                            ["use"] = "official",
                            ["family"] = name.Item1,
                            ["given"] = Strings(name.Item2),
                        }
                    ),
                    ["birthDate"] = "1980-02-29",
                    ["gender"] = name.Item3 ? "female" : "unknown",
                    ["telecom"] = new JsonArray([
                        .. phones.Select(static each => new JsonObject
                        {
                            ["system"] = "phone",
                            ["use"] = each.use,
                            ["value"] = each.value,
                        }),
                    ]),
                    ["address"] = new JsonArray([.. addresses.Select(static (each, at) => Address(each, at))]),
                    ["communication"] = new JsonArray([
                        .. languages
                            .Distinct()
                            .Select(static code => new JsonObject
                            {
                                ["language"] = new JsonObject
                                {
                                    ["coding"] = new JsonArray(new JsonObject { ["code"] = code }),
                                },
                            }),
                    ]),
                };
                return Made(new($"0199a000-0000-7000-8001-{number:D12}"), patient);
            }
        );

    private static (MemberSnapshot, MemberChanges) Made(Guid member, JsonObject patient)
    {
        var known = new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
        ChangeKind[] kinds = [ChangeKind.Name, ChangeKind.Address, ChangeKind.Phone, ChangeKind.Language];
        var changes = kinds.Select(
            (kind, at) =>
                new ReportableChange(
                    new($"0199a000-0000-7000-8002-{at:D12}"),
                    member,
                    kind,
                    null,
                    "[{}]",
                    new(2026, 11, 20),
                    $"Organization/{member:D}",
                    "client-1",
                    known,
                    null,
                    null,
                    "Patient",
                    member,
                    2,
                    "client"
                )
        );
        var stored = new StoredResource(
            "Patient",
            member,
            2,
            known.UtcTicks,
            member,
            false,
            Encoding.UTF8.GetBytes(patient.ToJsonString())
        );
        return (new(member, stored, [], [], [], null), MemberChanges.Of(member, changes));
    }

    private static JsonObject Address((List<string> Lines, string City, string State, bool HasZip) each, int at) =>
        new()
        {
            [at == 0 ? "use" : "type"] = at == 0 ? "home" : "postal",
            ["line"] = Strings(each.Lines),
            ["city"] = each.City,
            ["state"] = each.State,
            ["postalCode"] = each.HasZip ? "06103-1234" : "06103",
        };

    private static JsonArray Strings(IEnumerable<string> texts) =>
        new([.. texts.Select(static text => JsonValue.Create(text))]);

    private static Gen<string> Of(params string[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
