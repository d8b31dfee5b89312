using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <summary>
/// One pass over the tokens of a body, beside the shapes of R4: finds all that the SDK's parser misses, throws on or
/// words for programmers. Refuses in full: names, kinds, cardinality, literals, required codes, empties, twins,
/// duplicates, narrative. The walk throws <see cref="JsonException"/> where the bytes are not JSON; the parser turns
/// that into an issue.
/// </summary>
internal ref partial struct StructureWalk
{
    private const OperationOutcome.IssueType Structural = OperationOutcome.IssueType.Structure;
    private readonly Shapes shapes;
    private readonly Findings findings;
    private Utf8JsonReader reader;
    private Trail? trail;
    private readonly CancellationToken cancellation;
    private bool insideContained;
    private int looks;

    public StructureWalk(
        ReadOnlySpan<byte> body,
        int maxDepth,
        Shapes shapes,
        Findings findings,
        CancellationToken cancellation
    )
    {
        this.cancellation = cancellation;
        this.shapes = shapes;
        this.findings = findings;
        reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    /// <summary>How deep the reader stands, to tell why it stopped.</summary>
    public readonly int Depth => reader.CurrentDepth;

    /// <summary>Where the walk stands.</summary>
    public readonly string? Path => trail?.Path();

    /// <summary>
    /// Whether the top level is a resource of a known type, so that the SDK can make something of it.
    /// </summary>
    public bool Known { get; private set; }

    public void Run()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Add(
                Structural,
                Details.NotAResource,
                "The body must be one FHIR resource, a JSON object with a resourceType."
            );
            reader.Skip();
        }
        else if (TypeAhead() is { } type)
        {
            Known = true;
            trail = new Trail(type.Name);
            Object(type);
        }
        else
            reader.Skip();

        End();
    }

    // Reading on is what makes the reader look behind the resource: anything but white space is refused there.
    private void End()
    {
        var end = reader.BytesConsumed;
        try
        {
            if (!reader.Read())
                return;
        }
        catch (JsonException)
        {
            // What follows need not even be JSON to be too much.
        }

        findings.Add(
            Structural,
            Details.JsonTrailing,
            "There is more after the end of the resource. Send one resource alone.",
            null,
            end
        );
    }

    private readonly void Add(OperationOutcome.IssueType code, string detail, string text, string? child = null) =>
        findings.Add(code, detail, text, trail?.Path(child) ?? child, reader.TokenStartIndex);
}
