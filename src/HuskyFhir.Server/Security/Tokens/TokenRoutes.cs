namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// The addresses of discovery and of the token service. They carry no member's data, so the gate lets everyone through.
/// </summary>
internal static class TokenRoutes
{
    private const string Base = "/fhir/";
    private static readonly string[] Get = ["GET", "HEAD"];

    public static void MapTokens(this WebApplication app)
    {
        app.MapMethods(
            Base + OAuthAddresses.DiscoveryPath,
            Get,
            (RequestDelegate)app.Services.GetRequiredService<SmartConfiguration>().AnswerAsync
        );
        if (!app.Services.GetRequiredService<OAuthAddresses>().Issues)
            return;
        app.MapMethods(
            Base + OAuthAddresses.KeysPath,
            Get,
            static context => context.RequestServices.GetRequiredService<TokenEndpoints>().KeysAsync(context)
        );
        foreach (var path in (string[])[OAuthAddresses.TokenPath, OAuthAddresses.IntrospectionPath])
            app.MapPost(
                Base + path,
                static context => context.RequestServices.GetRequiredService<TokenEndpoints>().AnswerAsync(context)
            );
    }
}
