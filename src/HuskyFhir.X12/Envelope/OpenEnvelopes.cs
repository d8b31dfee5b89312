namespace HuskyFhir.X12.Envelope;

/// <summary>An interchange that is being read.</summary>
internal sealed class OpenInterchange(InterchangeHeader header)
{
    public InterchangeHeader Header { get; } = header;

    public List<GroupProof> Groups { get; } = [];

    public List<X12Finding> Findings { get; } = [];

    public HashSet<string> GroupNumbers { get; } = new(StringComparer.Ordinal);

    public InterchangeProof Close() => new(Header, Groups, Findings);
}

/// <summary>A group that is being read.</summary>
internal sealed class OpenGroup(GroupHeader header)
{
    public GroupHeader Header { get; } = header;

    public List<SetProof> Sets { get; } = [];

    public List<X12Finding> Findings { get; } = [];

    public HashSet<string> SetNumbers { get; } = new(StringComparer.Ordinal);

    public GroupProof Close(int? declared) => new(Header, Sets, declared, Findings);
}

/// <summary>A transaction set that is being read.</summary>
internal sealed class OpenSet(string id, string controlNumber, string version, X12Position at)
{
    public string ControlNumber { get; } = controlNumber;

    public List<X12Finding>? Findings { get; set; }

    public SetProof Close(int segments) =>
        new(id, ControlNumber, version, at, segments, (IReadOnlyList<X12Finding>?)Findings ?? []);
}
