using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Validation;
using HuskyFhir.Validation.Narratives;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Structure;

namespace HuskyFhir.Validation;

/// <summary>
/// Strict parse of FHIR JSON (R4 section 2.6.2). Thread-safe, to be shared. Our own pass over the bytes finds every
/// issue; the SDK only builds the objects, without a validation of its own. A bad body becomes issues, never an
/// exception.
/// </summary>
public sealed class ResourceParser
{
    private readonly Shapes shapes = new();
    private readonly ParserLimits limits;
    private readonly BaseFhirJsonDeserializer deserializer;

    /// <summary>A parser with the default limits.</summary>
    public ResourceParser()
        : this(new ParserLimits()) { }

    /// <summary>A parser with limits of one's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    public ResourceParser(ParserLimits limits)
    {
        this.limits = limits.Checked();
        deserializer = new BaseFhirJsonDeserializer(
            shapes.Model,
            new DeserializerSettings { Validator = null, NarrativeValidation = NarrativeValidationKind.None }
        );
    }

    /// <summary>Reads one resource.</summary>
    /// <param name="utf8">The whole body, without a byte order mark.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public ParsedResource Parse(ReadOnlyMemory<byte> utf8, CancellationToken cancellation = default)
    {
        var findings = new Findings(utf8, limits.MaxIssues);
        var sound = JsonSyntax.Starts(utf8.Span, findings) && Walked(utf8.Span, findings, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var resource = sound && !findings.Structural ? Build(utf8.Span, findings) : null;
        if (resource is not null && findings.Rewrites)
            NarrativeForm.Rewrite(resource);
        return new ParsedResource(resource, findings.Report());
    }

    private bool Walked(ReadOnlySpan<byte> body, Findings findings, CancellationToken cancellation)
    {
        var walk = new StructureWalk(body, limits.MaxDepth, shapes, findings, cancellation);
        try
        {
            walk.Run();
            return walk.Known;
        }
        catch (JsonException stopped)
        {
            JsonSyntax.Explain(stopped, body, walk.Depth, limits.MaxDepth, walk.Path, findings);
            return false;
        }
    }

    private Resource? Build(ReadOnlySpan<byte> body, Findings findings)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
            var clean = deserializer.TryDeserializeResource(ref reader, out var resource, out _);
            // The SDK minds Parameters without a parameter, which our own pass lets by.
            if (!clean && !findings.Any && resource is not Parameters { Parameter.Count: 0 })
                Unreadable(findings);
            return resource;
        }
        catch (Exception bad)
            when (bad
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or OverflowException
                        or ArgumentException
                        or InvalidCastException
                        or NotSupportedException
                        or Hl7.Fhir.Utility.CodedException
            )
        {
            if (!findings.Any)
                Unreadable(findings);
            return null;
        }
    }

    private static void Unreadable(Findings findings) =>
        findings.Add(
            OperationOutcome.IssueType.Structure,
            Details.Unreadable,
            "The body looks right but cannot be read as this resource type. Check it against R4's definition.",
            null,
            0
        );
}
