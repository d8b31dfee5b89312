using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// What the plan hands to a member: a file of FHIR resources, as a Binary with its DocumentReference. It holds the
/// whole record, so that it is between the member and the plan: no provider sees it, consents notwithstanding.
/// </summary>
internal static class HandedOver
{
    /// <summary>The writes, and the id of the document.</summary>
    public static (Guid Document, IReadOnlyList<WriteCommand> Asks) Of(
        Records.RecordsFile file,
        string kind,
        Guid member,
        HuskyFhir.Core.Access.Grant grant,
        Func<string, FhirType> types,
        DateTimeOffset at
    )
    {
        var (binary, document) = (Guid.CreateVersion7(at), Guid.CreateVersion7(at));
        return (
            document,
            [
                new CreateCommand(
                    types("Binary"),
                    grant,
                    new Binary { ContentType = file.Kind.MediaTypes[0], SecurityContext = new($"Patient/{member:D}") },
                    binary
                )
                {
                    Content = Content.Of(file.Bytes, file.Kind),
                },
                new CreateCommand(
                    types("DocumentReference"),
                    grant,
                    new DocumentReference
                    {
                        Status = DocumentReferenceStatus.Current,
                        Identifier = [new(Systems.DocumentKey, $"{kind}-{document:N}")],
                        Type = new("http://loinc.org", "11503-0") { Text = file.Title },
                        Category = [new(DocumentKinds.Answers, kind)],
                        Subject = new($"Patient/{member:D}"),
                        Date = at,
                        Description = file.Title,
                        Content =
                        [
                            new()
                            {
                                Attachment = new()
                                {
                                    ContentType = file.Kind.MediaTypes[0],
                                    Url = $"Binary/{binary:D}",
                                    Title = file.Title,
                                    SizeUnsignedInt = file.Bytes.Length,
                                },
                            },
                        ],
                    },
                    document
                ),
            ]
        );
    }
}
