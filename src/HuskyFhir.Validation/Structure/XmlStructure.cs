using System.Xml;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <summary>
/// One pass over FHIR XML (R4 section 2.6.1) beside the shapes of R4, before anything is built of it. Refused here:
/// what a builder would drop or take for something else (attributes that FHIR has not, elements without content, a root
/// that is no resource), what nests too deep, and more mistakes than are told at once, since each of them costs the
/// SDK's parser far more than it costs its sender. Few mistakes of other kinds are let by: the parsers behind tell them
/// better.
/// </summary>
public sealed class XmlStructure
{
    private const string Fhir = "http://hl7.org/fhir";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";
    private const string Declaration = "http://www.w3.org/2000/xmlns/";
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
    private const int NarrativeDepth = 100;
    private const int MaxIssues = 200;
    private const int CheckEvery = 1024;

    private static readonly Shapes Shapes = new();

    private readonly XmlReader reader;
    private readonly int maxDepth;
    private readonly List<Issue> refused = [];
    private readonly List<Issue> mistakes = [];
    private readonly XmlTrail trail = new();
    private int? skipped;
    private bool narrative;
    private bool ended;

    private XmlStructure(XmlReader reader, int maxDepth) => (this.reader, this.maxDepth) = (reader, maxDepth);

    private bool Full => refused.Count + mistakes.Count > MaxIssues;

    /// <summary>Walks to the end; what refuses the body, or nothing.</summary>
    /// <param name="reader">Over the whole body, at its start; comments and processing instructions left out.</param>
    /// <param name="maxDepth">Elements inside each other.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="XmlException">The body is not well-formed.</exception>
    public static IReadOnlyList<Issue> Check(XmlReader reader, int maxDepth, CancellationToken cancellation)
    {
        var walk = new XmlStructure(reader, maxDepth);
        walk.Run(cancellation);
        return walk.Full
            ?
            [
                .. walk
                    .refused.Concat(walk.mistakes)
                    .OrderBy(static issue => issue.Line)
                    .ThenBy(static issue => issue.Position)
                    .Take(MaxIssues),
                ValidationReport.More,
            ]
            : walk.refused;
    }

    private void Run(CancellationToken cancellation)
    {
        for (var nodes = 1; !ended && !Full && reader.Read(); nodes++)
        {
            if (nodes % CheckEvery == 0)
                cancellation.ThrowIfCancellationRequested();
            if (TooDeep())
                return;
            if (skipped is not null)
                Pass();
            else if (reader.NodeType == XmlNodeType.Element)
                Element();
            else if (reader.NodeType == XmlNodeType.EndElement)
                Close();
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                Mistake(
                    Details.XmlStructure,
                    "Text stands between elements. Values go into value=\"\"; text alone stands in a narrative."
                );
        }
    }

    private bool TooDeep()
    {
        if (reader.Depth <= maxDepth + (narrative ? NarrativeDepth : 0))
            return false;
        refused.Clear();
        Refuse(Details.XmlTooDeep, $"Elements nest deeper than {maxDepth} levels. Flatten the resource.", null);
        return true;
    }

    private void Element()
    {
        if (trail.Depth == 0)
            Root();
        else if (reader.NamespaceURI == Xhtml && trail.Last.Type.Name == "Narrative" && reader.LocalName == "div")
            Narrative();
        else if (reader.NamespaceURI != Fhir)
            Stranger(Details.XmlStructure, $"<{Literal.Cut(reader.Name)}> is not in the namespace of FHIR, {Fhir}.");
        else if (trail.Last.Type.AnyResource)
            Inner();
        else
            Child();
    }

    private void Root()
    {
        if (reader.NamespaceURI != Fhir)
            Refuse(
                Details.XmlStructure,
                $"The root <{Literal.Cut(reader.Name)}> is not in the namespace of FHIR. Write xmlns=\"{Fhir}\".",
                null
            );
        else if (Shapes.Resource(reader.LocalName) is { } type)
        {
            Open(type, null);
            return;
        }
        else
            Refuse(
                Details.UnknownType,
                $"R4 has no resource type '{Literal.Cut(reader.LocalName)}'. Type names begin with a capital letter, as in Patient.",
                null
            );
        ended = true;
    }

    private void Inner()
    {
        if (Shapes.Resource(reader.LocalName) is { } type)
            Open(type, trail.Last.Content ? Details.XmlStructure : null);
        else
            Stranger(Details.UnknownType, $"R4 has no resource type '{Literal.Cut(reader.LocalName)}'.");
    }

    private void Child()
    {
        var parent = trail.Last;
        if (parent.Find(reader.LocalName) is not { } member)
        {
            Stranger(
                Details.UnknownElement,
                $"{parent.Type.Name} has no element '{Literal.Cut(reader.LocalName)}'.{Suggestions.For(reader.LocalName, parent.Type)}"
            );
            return;
        }

        var isOutOfOrder = parent.Next(member);
        Open(member.Type, isOutOfOrder ? Details.XmlStructure : null, member);
    }

    private void Open(TypeShape type, string? mistake, Member? member = null)
    {
        if (trail.Depth > 0)
            trail.Last.Fill();
        var frame = trail.Enter(type, member);
        if (mistake is not null)
            Mistake(
                mistake,
                $"<{reader.LocalName}> stands where its order or its number does not let it (R4 section 2.6.1)."
            );
        Attributes(frame);
        if (reader.IsEmptyElement)
            Close();
    }

    private void Attributes(XmlFrame frame)
    {
        for (var more = reader.MoveToFirstAttribute(); more && !Full; more = reader.MoveToNextAttribute())
            if (
                reader.NamespaceURI is not (Declaration or SchemaInstance)
                && !(reader.NamespaceURI.Length == 0 && frame.Has(reader.LocalName))
            )
                Refuse(
                    Details.XmlStructure,
                    $"<{frame.Name}> has no attribute '{Literal.Cut(reader.Name)}'. Elements of FHIR have value, id and, on an extension, url.",
                    trail.Path()
                );
        reader.MoveToElement();
    }

    private void Close()
    {
        var frame = trail.Last;
        if (!frame.Content && !frame.Type.IsResource)
            Refuse(
                Details.EmptyElement,
                $"<{frame.Name}> has no content (ele-1). Give it a value or elements, or leave it out.",
                trail.Path()
            );
        else if (!frame.Content && frame.Type.AnyResource)
            Refuse(
                Details.XmlStructure,
                $"<{frame.Name}> holds no resource. Put one into it, or leave it out.",
                trail.Path()
            );
        trail.Leave();
    }

    /// <summary>A narrative is read as a whole, later.</summary>
    private void Narrative()
    {
        trail.Last.Fill();
        Skip();
        narrative = skipped is not null;
    }

    private void Stranger(string detail, string text)
    {
        Mistake(detail, text);
        Skip();
    }

    /// <summary>Leaves out what is inside of the element that the reader stands at.</summary>
    private void Skip() => skipped = reader.IsEmptyElement ? null : reader.Depth;

    private void Pass()
    {
        if (reader.NodeType != XmlNodeType.EndElement || reader.Depth != skipped)
            return;
        skipped = null;
        narrative = false;
    }

    private void Mistake(string detail, string text)
    {
        mistakes.Add(At(detail, text, trail.Path()));
        trail.Last.Fill();
    }

    private void Refuse(string detail, string text, string? path) => refused.Add(At(detail, text, path));

    private Issue At(string detail, string text, string? path)
    {
        var place = (IXmlLineInfo)reader;
        return Issue.Error(OperationOutcome.IssueType.Structure, text, path, detail) with
        {
            Line = place.LineNumber,
            Position = place.LinePosition,
        };
    }
}
