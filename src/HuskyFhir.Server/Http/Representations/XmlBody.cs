using System.Text;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>
/// A body in FHIR XML, turned into the JSON that the strict parser reads, so that both forms meet the same rules in the same place. What
/// JSON cannot hold (DTDs, order, namespaces) is refused here, with every issue found. Fault: 400.
/// </summary>
internal sealed class XmlBody
{
    /// <summary>How far a narrative may nest beyond its resource.</summary>
    private const int Narrative = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly BaseFhirXmlDeserializer Deserializer = new(ModelInfo.ModelInspector, new() { Validator = null, NarrativeValidation = NarrativeValidationKind.None });

    private readonly string text;

    private XmlBody(string text, ReadOnlyMemory<byte> json) => (this.text, Json) = (text, json);

    /// <summary>The same resource in JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Reads a body within the depth that JSON may have too, before anything is built of it.</summary>
    public static Answer<XmlBody> Read(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        if (!Decode(utf8.Span).Try(out var text, out var fault))
            return fault;
        return Check(text, maxDepth) ?? Build(text);
    }

    /// <summary>The line and position of an element by its path in the resource; null when it is not there.</summary>
    public (int Line, int Position)? Find(string expression)
    {
        using var reader = Open(text);
        return XmlPlaces.Find(reader, expression);
    }

    /// <summary>Without DTDs there are no entities but XML's own five, and nothing is ever fetched.</summary>
    private static XmlReader Open(string text) =>
        XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true });

    private static Answer<string> Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Strict.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
        }
        catch (DecoderFallbackException)
        {
            return Malformed("The body is not UTF-8, which FHIR XML always is (R4 section 2.6.1).", "not-utf8");
        }
    }

    /// <summary>Walks over the whole body without keeping any of it: well-formed, no DTD, not too deep.</summary>
    private static Fault? Check(string text, int maxDepth)
    {
        using var reader = Open(text);
        var rooted = false;
        try
        {
            while (reader.Read())
            {
                rooted |= reader.NodeType == XmlNodeType.Element;
                if (reader.Depth > maxDepth && (reader.NamespaceURI != "http://www.w3.org/1999/xhtml" || reader.Depth > maxDepth + Narrative))
                    return new(FaultKind.Malformed, [Place(Issue.Error(IssueType.Structure, $"Elements nest deeper than {maxDepth} levels. Flatten the resource.", null, "xml-too-deep"), (IXmlLineInfo)reader)]);
            }

            return null;
        }
        catch (XmlException bad)
        {
            return !rooted && text.Contains("<!DOCTYPE", StringComparison.Ordinal)
                ? Malformed("FHIR XML has no DTD (R4 section 2.6.1): leave the DOCTYPE and its entities out.", "xml-dtd")
                : new(FaultKind.Malformed, [Issue.Error(IssueType.Structure, $"The body is not well-formed XML. {Sentence(bad.Message)}", null, "xml-syntax") with { Line = bad.LineNumber, Position = bad.LinePosition }]);
        }
    }

    private static Answer<XmlBody> Build(string text)
    {
        try
        {
            using var reader = Open(text);
            Deserializer.TryDeserializeResource(reader, out var resource, out var found);
            var issues = found.OfType<ExtendedCodedException>().Select(Told).ToList();
            if (issues.Count > 0)
                return new Fault(FaultKind.Malformed, issues);
            return resource is null ? Unreadable() : new XmlBody(text, FhirJson.Write(resource));
        }
        catch (Exception bad) when (bad is XmlException or InvalidOperationException or FormatException or OverflowException or ArgumentException or InvalidCastException or NotSupportedException or CodedException)
        {
            return Unreadable();
        }
    }

    private static Issue Told(ExtendedCodedException found) =>
        Issue.Error(IssueType.Structure, $"{found.BaseErrorMessage.TrimEnd('.')}.", found.InstancePath, "xml-structure") with { Line = found.LineNumber, Position = found.Position };

    private static Issue Place(Issue issue, IXmlLineInfo at) => issue with { Line = at.LineNumber, Position = at.LinePosition };

    /// <summary>The reader's message without the place, which the issue tells by itself.</summary>
    private static string Sentence(string message)
    {
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return place < 0 ? message : message[..place];
    }

    private static Fault Malformed(string text, string detail) => new(FaultKind.Malformed, IssueType.Structure, text, null, detail);

    private static Fault Unreadable() => Malformed("The XML cannot be read as a resource of R4: an element appears in two types at once, or a value stands where an element belongs.", "unreadable");
}
