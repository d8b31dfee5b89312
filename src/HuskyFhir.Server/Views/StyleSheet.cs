using System.Security.Cryptography;
using System.Text;

namespace HuskyFhir.Server.Views;

/// <summary>The one style sheet of all pages, named in the policy by its hash: no page can bring another.</summary>
internal static class StyleSheet
{
    /// <summary>As it stands in each page.</summary>
    public static string Text { get; } = Read();

    /// <summary>Nothing is loaded, run, framed or sent anywhere; images only out of the page itself.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Read()
    {
        using var file = typeof(StyleSheet).Assembly.GetManifestResourceStream("HuskyFhir.Server.Views.style.css")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
