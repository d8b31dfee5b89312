using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The service's base URL: configured, or the first address that it listens on. Never from a request.
/// </summary>
public sealed class PublicBase(IOptions<HttpSettings> settings, IServer server)
{
    private string? found;

    /// <summary>Without a slash at the end, such as <c>http://127.0.0.1:5080/fhir</c>.</summary>
    public string Url => found ??= settings.Value.BaseUrl?.TrimEnd('/') ?? FromServer();

    private string FromServer()
    {
        var address =
            server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";
        return address
                .Replace("//[::]:", "//localhost:", StringComparison.Ordinal)
                .Replace("//0.0.0.0:", "//localhost:", StringComparison.Ordinal)
                .TrimEnd('/') + "/fhir";
    }
}
