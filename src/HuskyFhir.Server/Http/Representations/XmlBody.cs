using System.Text;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Structure;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>
/// A body in FHIR XML, turned into the JSON that the strict parser reads, so that both forms meet the same rules in the
/// same place. What JSON cannot hold (DTDs, order, namespaces) is refused here, with every issue found. Fault: 400.
/// </summary>
internal sealed class XmlBody
{
    /// <summary>
    /// Attributes of one element; FHIR has three, a narrative a handful more. A reader of XML sorts them all before it
    /// hands out one.
    /// </summary>
    private const int MaxAttributes = 100;

    /// <summary>Issues told at once, whoever finds them.</summary>
    private const int MaxIssues = 200;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );
    private static readonly BaseFhirXmlDeserializer Deserializer = new(
        ModelInfo.ModelInspector,
        new() { Validator = null, NarrativeValidation = NarrativeValidationKind.None }
    );

    private readonly string text;

    private XmlBody(string text, ReadOnlyMemory<byte> json) => (this.text, Json) = (text, json);

    /// <summary>The same resource in JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Reads a body within the depth that JSON may have too, before anything is built of it.</summary>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public static Result<XmlBody> Read(ReadOnlyMemory<byte> utf8, int maxDepth, CancellationToken cancellation)
    {
        if (!Decode(utf8.Span).Try(out var text, out var fault))
            return fault;
        return Unfit(text) ?? Check(text, maxDepth, cancellation) ?? Build(text, cancellation);
    }

    /// <summary>The line and position of an element by its path in the resource; null when it is not there.</summary>
    public (int Line, int Position)? Find(string expression)
    {
        using var reader = Open(text, CancellationToken.None);
        return XmlPlaces.Find(reader, expression);
    }

    /// <summary>How many places may be looked up in it: each look reads the body from its start.</summary>
    public int Lookups => ReportPlaces.Lookups(text.Length);

    /// <summary>Without DTDs there are no entities but XML's own five, and nothing is ever fetched.</summary>
    private static XmlReader Open(string text, CancellationToken cancellation) =>
        XmlReader.Create(
            new CancellableText(text, cancellation),
            new()
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );

    private static Result<string> Decode(ReadOnlySpan<byte> utf8)
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

    /// <summary>What a reader of XML must not even begin with.</summary>
    private static Fault? Unfit(string text) =>
        XmlTags.Scan(text, MaxAttributes) switch
        {
            { Flaw: XmlTagFlaw.DocumentType } => Malformed(
                "FHIR XML has no DTD (R4 section 2.6.1): leave the DOCTYPE and its entities out.",
                "xml-dtd"
            ),
            { Flaw: XmlTagFlaw.Crowded, Offset: var offset } => new(
                FaultKind.Malformed,
                [
                    Placed(
                        text,
                        offset,
                        Issue.Error(
                            IssueType.Structure,
                            $"An element has more than {MaxAttributes} attributes. Elements of FHIR have value, id and, on an extension, url.",
                            null,
                            Details.XmlStructure
                        )
                    ),
                ]
            ),
            _ => null,
        };

    private static Issue Placed(string text, int offset, Issue issue)
    {
        var before = text.AsSpan(0, offset);
        return issue with { Line = before.Count('\n') + 1, Position = offset - before.LastIndexOf('\n') };
    }

    /// <summary>
    /// Walks over the whole body without keeping any of it: well-formed, no DTD, not too deep, nothing that FHIR has
    /// not.
    /// </summary>
    private static Fault? Check(string text, int maxDepth, CancellationToken cancellation)
    {
        using var reader = Open(text, cancellation);
        try
        {
            var issues = XmlStructure.Check(reader, maxDepth, cancellation);
            return issues.Count == 0 ? null : new(FaultKind.Malformed, issues);
        }
        catch (XmlException bad)
        {
            return new Fault(
                FaultKind.Malformed,
                [
                    Issue.Error(
                        IssueType.Structure,
                        $"The body is not well-formed XML. {Sentence(bad.Message)}",
                        null,
                        "xml-syntax"
                    ) with
                    {
                        Line = bad.LineNumber,
                        Position = bad.LinePosition,
                    },
                ]
            );
        }
    }

    private static Result<XmlBody> Build(string text, CancellationToken cancellation)
    {
        try
        {
            using var reader = Open(text, cancellation);
            Deserializer.TryDeserializeResource(reader, out var resource, out var found);
            var issues = found.OfType<ExtendedCodedException>().Select(Told).Take(MaxIssues).ToList();
            if (issues.Count > 0)
                return new Fault(FaultKind.Malformed, issues);
            return resource is null ? Unreadable() : new XmlBody(text, FhirJson.Write(resource));
        }
        catch (Exception bad)
            when (bad
                    is XmlException
                        or InvalidOperationException
                        or FormatException
                        or OverflowException
                        or ArgumentException
                        or InvalidCastException
                        or NotSupportedException
                        or CodedException
            )
        {
            return Unreadable();
        }
    }

    private static Issue Told(ExtendedCodedException found) =>
        Issue.Error(
            IssueType.Structure,
            $"{found.BaseErrorMessage.TrimEnd('.')}.",
            found.InstancePath,
            "xml-structure"
        ) with
        {
            Line = found.LineNumber,
            Position = found.Position,
        };

    /// <summary>The reader's message without the place, which the issue tells by itself.</summary>
    private static string Sentence(string message)
    {
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return place < 0 ? message : message[..place];
    }

    private static Fault Malformed(string text, string detail) =>
        new(FaultKind.Malformed, IssueType.Structure, text, null, detail);

    private static Fault Unreadable() =>
        Malformed(
            "The XML cannot be read as a resource of R4: an element appears in two types at once, or a value stands where an element belongs.",
            "unreadable"
        );
}
