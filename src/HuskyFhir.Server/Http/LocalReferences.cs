using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Http;

/// <summary>
/// A reference by the service's own address means the resource here (R4 section 2.3.0.1). It is made relative before it
/// is stored, so that it is checked, found and followed like any other, and still leads somewhere when the address
/// changes.
/// </summary>
internal static class LocalReferences
{
    public static void MakeRelative(Resource resource, ReadOnlySpan<byte> body, string baseUrl)
    {
        var prefix = baseUrl + "/";
        if (body.IndexOf(Encoding.UTF8.GetBytes(prefix)) < 0 && body.IndexOf("\\/"u8) < 0)
            return;
        foreach (var (reference, _) in References.In(resource))
            if (reference.Reference?.StartsWith(prefix, StringComparison.Ordinal) == true)
                reference.Reference = reference.Reference[prefix.Length..];
        foreach (var link in HuskyFhir.Plan.Documents.Attachments.Of(resource))
            if (link.Text.StartsWith(prefix, StringComparison.Ordinal))
                link.Set(link.Text[prefix.Length..]);
    }
}
