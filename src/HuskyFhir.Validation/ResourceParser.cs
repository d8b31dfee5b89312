using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Validation;

/// <summary>Strict parse of FHIR JSON (R4 section 2.6.2). Thread-safe; a bad body becomes issues, never an exception.</summary>
/// <param name="limits">How far a sender may go.</param>
public sealed class ResourceParser(ParserLimits limits)
{
    private readonly ParserLimits limits = limits.Checked();
    private readonly BaseFhirJsonDeserializer deserializer = new(
        ModelInfo.ModelInspector,
        new DeserializerSettings { NarrativeValidation = NarrativeValidationKind.None });

    /// <summary>A parser with the default limits.</summary>
    public ResourceParser() : this(new ParserLimits())
    {
    }

    /// <summary>Reads one resource.</summary>
    /// <param name="utf8">The whole body, without a byte order mark.</param>
    public ParsedResource Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
            deserializer.TryDeserializeResource(ref reader, out var resource, out var found);
            return new ParsedResource(resource, new ValidationReport([.. found.Take(limits.MaxIssues).Select(Told)]));
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return new ParsedResource(null, new ValidationReport([Issue.Error(OperationOutcome.IssueType.Structure, "The body is not valid JSON.")]));
        }
    }

    private static Issue Told(CodedException found) => found is ExtendedCodedException coded
        ? Issue.Error(coded.IssueType, coded.BaseErrorMessage, coded.InstancePath)
        : Issue.Error(OperationOutcome.IssueType.Structure, found.Message);
}
