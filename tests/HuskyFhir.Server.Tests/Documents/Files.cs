using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>Small files of each kind that is kept, and how they are sent.</summary>
internal static class Files
{
    public static byte[] Pdf { get; } =
        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray();

    public static byte[] Png { get; } = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0];

    public static byte[] Cda { get; } =
        "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Living will</title></ClinicalDocument>"u8.ToArray();

    public static IReadOnlyList<(string MediaType, byte[] Bytes)> OfEachKind { get; } =
    [
        ("application/pdf", Pdf),
        ("image/png", Png),
        ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2]),
        ("image/tiff", [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0]),
        ("image/tiff", [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]),
        ("application/hl7-v3+xml", Cda),
        ("text/xml", Cda),
        ("text/plain", "Living will, page 1\n"u8.ToArray()),
        ("text/plain;charset=utf-8", Encoding.UTF8.GetBytes("José\n")),
    ];

    /// <summary>A PDF of so many bytes, of which no two pieces are the same.</summary>
    public static byte[] Large(int bytes)
    {
        var large = new byte[bytes];
        new Random(20261123).NextBytes(large);
        Pdf.AsSpan(0, 9).CopyTo(large);
        return large;
    }

    public static Task<Reply> UploadAsync(
        this HttpClient http,
        byte[] bytes,
        string mediaType,
        string? context,
        params (string Name, string Value)[] headers
    ) =>
        http.RawAsync(
            HttpMethod.Post,
            "Binary",
            bytes,
            mediaType,
            [.. context is null ? [] : new[] { ("X-Security-Context", context) }, .. headers]
        );

    public static JsonObject Binary(string member, byte[] bytes, string mediaType = "application/pdf") =>
        new()
        {
            ["resourceType"] = "Binary",
            ["contentType"] = mediaType,
            ["securityContext"] = new JsonObject { ["reference"] = member },
            ["data"] = Convert.ToBase64String(bytes),
        };

    /// <summary>A document whose bytes are in a Binary.</summary>
    public static JsonObject Document(string member, string binary)
    {
        var document = Made.Document(member, "current", "86533-7", "2026-01-01", null);
        document["content"] = new JsonArray(
            new JsonObject
            {
                ["attachment"] = new JsonObject { ["contentType"] = "application/pdf", ["url"] = binary },
            }
        );
        return document;
    }

    public static async Task<string> StoredAsync(HttpClient http, string member, byte[]? bytes = null) =>
        "Binary/" + (await http.UploadAsync(bytes ?? Pdf, "application/pdf", member)).Expect(HttpStatusCode.Created).Id;
}
