using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http.Representations;
using Microsoft.AspNetCore.WebUtilities;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// What an entry asks for beside its address (R4 section 2.36.1, Bundle.entry.request). It is judged before anything is
/// done, since a look of a transaction comes after the commit. Fault: 406 for a form that cannot stand in a Bundle.
/// </summary>
internal static class EntryTerms
{
    /// <summary>
    /// The fault of <c>_format</c>; null where the answer can be part of a Bundle, which gives it the Bundle's own
    /// form.
    /// </summary>
    public static Fault? Check(EntryAddress address)
    {
        if (
            address.Query.Length == 0
            || !QueryHelpers.ParseQuery(address.Query).TryGetValue("_format", out var format)
            || MediaTypes.FormOfFormat(format.ToString()) is Form.Json or Form.Xml
        )
            return null;
        return new(
            FaultKind.NotAcceptable,
            IssueType.NotSupported,
            "An answer in a Bundle is a resource, in the form of the Bundle; leave _format out.",
            null,
            "format"
        );
    }

    /// <summary>
    /// <c>ifModifiedSince</c> as its header; null when it is not given. The strict parse let no instant through that no
    /// clock holds.
    /// </summary>
    public static string? ModifiedSince(Bundle.RequestComponent request) =>
        request.IfModifiedSince?.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
}
