using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Requests;

/// <summary>
/// What is sent with <c>$correction-request</c>: a collection of one message and what belongs to it (profile Patient
/// Correction Bundle). Each resource gets its id here, and references between them lead there. Faults, 422:
/// <c>correction-bundle</c>, and those of each resource.
/// </summary>
/// <param name="Message">The message.</param>
/// <param name="Id">Its id.</param>
/// <param name="Others">What came with it.</param>
internal sealed record CorrectionBundle(
    Communication Message,
    Guid Id,
    IReadOnlyList<(FhirType Type, Resource Resource, Guid Id)> Others
)
{
    private const int Most = 20;

    /// <summary>Reads it.</summary>
    public static Result<CorrectionBundle> Read(
        Bundle? bundle,
        Intake intake,
        FhirTypeCatalog families,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (
            bundle is not { Type: Bundle.BundleType.Collection }
            || bundle.Entry.Count is 0 or > Most
            || bundle.Entry.Count(static entry => entry.Resource is Communication) != 1
            || bundle.Entry.Exists(static entry => string.IsNullOrEmpty(entry.FullUrl) || entry.Resource is null)
        )
            return No(
                $"Send a Bundle of type collection with one Communication and at most {Most - 1} other resources, each with its fullUrl."
            );
        var made = bundle.Entry.ConvertAll(entry => (Entry: entry, Id: Guid.CreateVersion7(now)));
        var taken = new List<(FhirType Type, Resource Resource, Guid Id)>();
        foreach (var (entry, id) in made)
        {
            if (families.Find(entry.Resource!.TypeName) is not { } type)
                return No($"{entry.Resource.TypeName} is not kept here; send documents, and the message itself.");
            entry.Resource.Id = null;
            var text = Encoding.UTF8.GetString(FhirJson.Write(entry.Resource));
            foreach (var (other, at) in made)
                text = text.Replace(
                    $"\"{other.FullUrl}\"",
                    $"\"{other.Resource!.TypeName}/{at:D}\"",
                    StringComparison.Ordinal
                );
            if (!intake.Take(type, Encoding.UTF8.GetBytes(text), cancellation).Try(out var resource, out var fault))
                return fault;
            taken.Add((type, resource, id));
        }

        var message = taken.Find(static each => each.Resource is Communication);
        return MessageKinds.IsOfCorrection((Communication)message.Resource)
            ? new CorrectionBundle(
                (Communication)message.Resource,
                message.Id,
                [.. taken.Where(each => each.Id != message.Id)]
            )
            : No($"The message has a category of {MessageKinds.Corrections}: medRecCxReq or medRecCxDenialDisagree.");
    }

    /// <summary>The code of its category.</summary>
    public string Category =>
        Message
            .Category.SelectMany(static category => category.Coding)
            .First(static coding => coding.System == MessageKinds.Corrections)
            .Code!;

    /// <summary>Whether it comes from the member's side, and not from the plan's.</summary>
    public bool IsFromMember =>
        (References.IdOf(Message.Sender, "Patient") ?? References.IdOf(Message.Sender, "RelatedPerson")) is not null;

    /// <summary>The stored record that it disputes: the first that it names and did not bring itself.</summary>
    public ResourceReference? Disputed =>
        Message
            .Payload.Select(static part => part.Content)
            .OfType<ResourceReference>()
            .FirstOrDefault(link =>
                Guid.TryParseExact(link.Reference?.Split('/')[^1], "D", out var id)
                && !Others.Any(other => other.Id == id)
            );

    /// <summary>The writes of the message and of what came with it; 403 where the caller may not make one.</summary>
    public Result<IReadOnlyList<WriteCommand>> Asks(FhirCall call)
    {
        var asks = new List<WriteCommand> { new CreateCommand(call.Type, call.Grant, Message, Id) };
        foreach (var (type, resource, id) in Others)
        {
            if (
                !Policy
                    .Decide(call.Caller, Interaction.Create, type.Name, type.Openness)
                    .Try(out var grant, out var fault)
            )
                return fault;
            asks.Add(new CreateCommand(type, grant, resource, id));
        }

        return asks;
    }

    private static Fault No(string text) =>
        new(FaultKind.Unprocessable, IssueType.Invalid, text, "Bundle.entry", "correction-bundle");
}
