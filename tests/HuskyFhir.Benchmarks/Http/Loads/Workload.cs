using HuskyFhir.Benchmarks.Http.Data;

namespace HuskyFhir.Benchmarks.Http.Loads;

/// <summary>One kind of call, as it goes around over many members.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Client">Who calls; null for the bare endpoint.</param>
/// <param name="Headers">Besides the token.</param>
/// <param name="Path">The call for one member.</param>
internal sealed record Workload(
    string Name,
    string? Client,
    IReadOnlyDictionary<string, string> Headers,
    Func<Member, string> Path
)
{
    private const string Provider = "ehr-riverbend";
    private const string Plan = "plan-admin";
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The bare endpoint's only call.</summary>
    public static Workload Bare { get; } = new("bare", null, None, static member => $"/fhir/Patient/{member.Id:D}");

    /// <summary>What is asked of the build without audit and policy: the read of the plan.</summary>
    public static Workload Unguarded { get; } =
        new("read, unguarded", Plan, None, static member => $"/fhir/Patient/{member.Id:D}");

    /// <summary>What is asked of ours. Runs of a group stand beside the same run of the bare endpoint.</summary>
    public static IReadOnlyList<IReadOnlyList<Workload>> Groups { get; } =
    [
        [
            new("read", Provider, None, static member => $"/fhir/Patient/{member.Id:D}"),
            Unguarded,
            new("read, plan", Plan, None, static member => $"/fhir/Patient/{member.Id:D}"),
            new(
                "read, 304",
                Provider,
                new Dictionary<string, string> { ["If-None-Match"] = "W/\"1\"" },
                static member => $"/fhir/Patient/{member.Id:D}"
            ),
        ],
        [
            new(
                "Patient?identifier=",
                Provider,
                None,
                static member => $"/fhir/Patient?identifier={Uri.EscapeDataString(member.Identifier)}"
            ),
            new(
                "Patient?family=&birthdate=",
                Provider,
                None,
                static member =>
                    $"/fhir/Patient?family={Uri.EscapeDataString(member.Family)}&birthdate={member.BirthDate}"
            ),
            new("Coverage?patient=", Provider, None, static member => $"/fhir/Coverage?patient={member.Id:D}"),
        ],
        [
            new(
                "Patient?name=, 20 rows",
                Provider,
                None,
                static member => $"/fhir/Patient?name={Uri.EscapeDataString(member.Family)}&_count=20"
            ),
            new(
                "Patient?name=, 20 rows, plan",
                Plan,
                None,
                static member => $"/fhir/Patient?name={Uri.EscapeDataString(member.Family)}&_count=20"
            ),
            new(
                "Patient?gender=&name=, 20 rows, plan",
                Plan,
                None,
                static member => $"/fhir/Patient?gender=female&name={Uri.EscapeDataString(member.Family)}&_count=20"
            ),
        ],
        [
            new(
                "Coverage?patient=&_include=",
                Plan,
                None,
                static member => $"/fhir/Coverage?patient={member.Id:D}&_include=Coverage:beneficiary"
            ),
            new(
                "Patient?_id=&_revinclude=",
                Plan,
                None,
                static member => $"/fhir/Patient?_id={member.Id:D}&_revinclude=Coverage:beneficiary"
            ),
            new(
                "Coverage?beneficiary.identifier=",
                Plan,
                None,
                static member => $"/fhir/Coverage?beneficiary.identifier={Uri.EscapeDataString(member.Identifier)}"
            ),
            new(
                "Coverage?patient.family=&patient.birthdate=",
                Plan,
                None,
                static member =>
                    $"/fhir/Coverage?patient.family={Uri.EscapeDataString(member.Family)}&patient.birthdate={member.BirthDate}"
            ),
            new(
                "Patient?birthdate=&_has:Coverage",
                Plan,
                None,
                static member => $"/fhir/Patient?birthdate={member.BirthDate}&_has:Coverage:beneficiary:status=active"
            ),
            new("Patient/$everything?", Plan, None, static member => $"/fhir/Patient/{member.Id:D}/$everything"),
        ],
    ];

    public bool IsSearch => Name.Contains('?', StringComparison.Ordinal);

    /// <summary>The calls, ready to be sent round and round.</summary>
    public Calls For(Uri address, IReadOnlyList<Member> members, IReadOnlyDictionary<string, string> tokens)
    {
        var headers = new Dictionary<string, string>(Headers);
        if (Client is not null)
            headers["Authorization"] = "Bearer " + tokens[Client];
        return new(address, headers, [.. members.Select(Path)]);
    }
}

/// <summary>What a load sends, in order and then again.</summary>
/// <param name="Address">Scheme, host and port.</param>
/// <param name="Headers">The same with each call.</param>
/// <param name="Paths">One for each call.</param>
internal sealed record Calls(Uri Address, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Paths);
