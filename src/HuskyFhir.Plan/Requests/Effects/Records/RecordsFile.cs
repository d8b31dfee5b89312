using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Contents;

namespace HuskyFhir.Plan.Requests.Effects.Records;

/// <summary>A member's record as a file, in the form that was asked for.</summary>
/// <param name="Bytes">What is handed over.</param>
/// <param name="Kind">Of which kind.</param>
/// <param name="Title">How it is called.</param>
internal sealed record RecordsFile(byte[] Bytes, ContentKind Kind, string Title)
{
    private const string Medical = "11503-0";
    private const int Mentioned = 4;

    /// <summary>Makes it.</summary>
    public static RecordsFile Of(
        string form,
        IReadOnlyList<HeldRecord> held,
        Guid member,
        string plan,
        DateTimeOffset at
    ) =>
        form switch
        {
            RecordsForm.Document => new(
                Line(Document(held, member, plan, at)),
                ContentKind.Records,
                "The record as a document"
            ),
            RecordsForm.Text or RecordsForm.Paper => new(
                Encoding.UTF8.GetBytes(Text(held, plan, at)),
                ContentKind.Text,
                "The record as it was handed over, as text"
            ),
            RecordsForm.Summary => new(
                Encoding.UTF8.GetBytes(Summary(held, plan, at)),
                ContentKind.Text,
                "A summary of the record, as agreed"
            ),
            _ => new(Line(Collection(held, at)), ContentKind.Records, "The record as it was handed over"),
        };

    /// <summary>One line of FHIR NDJSON.</summary>
    private static byte[] Line(Bundle bundle) => [.. FhirJson.Write(bundle), (byte)'\n'];

    private static Bundle Collection(IReadOnlyList<HeldRecord> held, DateTimeOffset at) =>
        new()
        {
            Type = Bundle.BundleType.Collection,
            Timestamp = at.ToUniversalTime(),
            Entry = [.. held.Select(static each => new Bundle.EntryComponent { Resource = each.Resource })],
        };

    /// <summary>R4 section 2.37: a composition first, which leads to all else, one section for each kind of record.</summary>
    private static Bundle Document(IReadOnlyList<HeldRecord> held, Guid member, string plan, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        var composition = new Composition
        {
            Id = id.ToString("D"),
            Status = CompositionStatus.Final,
            Type = new("http://loinc.org", Medical),
            Subject = new($"Patient/{member:D}"),
            DateElement = new(at),
            Author = [new() { Type = "Organization", Display = plan }],
            Title = "Record of a member",
            Section = [.. held.GroupBy(static each => each.Type.Name).Select(Section)],
        };
        return new()
        {
            Type = Bundle.BundleType.Document,
            Identifier = new("urn:ietf:rfc:3986", $"urn:uuid:{id:D}"),
            Timestamp = at.ToUniversalTime(),
            Entry =
            [
                new() { FullUrl = $"urn:uuid:{id:D}", Resource = composition },
                .. held.Select(static each => new Bundle.EntryComponent
                {
                    FullUrl = $"{Systems.Base}/{each.Self}",
                    Resource = each.Resource,
                }),
            ],
        };
    }

    private static Composition.SectionComponent Section(IGrouping<string, HeldRecord> records) =>
        new()
        {
            Title = records.Key,
            Text = new()
            {
                Status = Narrative.NarrativeStatus.Generated,
                Div =
                    $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><ul>{string.Concat(records.Select(static each => $"<li>{System.Net.WebUtility.HtmlEncode(Brief(each))}</li>"))}</ul></div>",
            },
            Entry = [.. records.Select(static each => new ResourceReference($"{Systems.Base}/{each.Self}"))],
        };

    private static string Text(IReadOnlyList<HeldRecord> held, string plan, DateTimeOffset at)
    {
        var text = Head("Your record", plan, at);
        foreach (var kind in held.GroupBy(static each => each.Type.Name))
        {
            text.Append('\n').Append(kind.Key.ToUpperInvariant()).Append('\n');
            foreach (var record in kind)
            {
                text.Append('\n');
                foreach (var (label, value) in record.Lines)
                    text.Append(label).Append(": ").Append(value).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Summary(IReadOnlyList<HeldRecord> held, string plan, DateTimeOffset at)
    {
        var text = Head("A summary of your record", plan, at)
            .Append("You agreed to a summary in place of the whole record. You can still ask for all of it.\n");
        foreach (var kind in held.GroupBy(static each => each.Type.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{kind.Key}: {kind.Count()}\n");
            foreach (var record in kind)
                text.Append("- ").Append(Brief(record)).Append('\n');
        }

        return text.ToString();
    }

    private static StringBuilder Head(string title, string plan, DateTimeOffset at) =>
        new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"{title}, as {plan} held it on {ProgrammeTime.Day(at):yyyy-MM-dd}\n"
        );

    private static string Brief(HeldRecord record) =>
        string.Join("; ", record.Lines.Take(Mentioned).Select(static line => $"{line.Label}: {line.Value}"));
}
