using OpenIddict.Server;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>What was found out about one request at the token service, on its way through the handlers.</summary>
internal sealed class Login
{
    /// <summary>The assertion that was accepted.</summary>
    public ClientAssertion? Assertion { get; set; }

    /// <summary>Why the request is refused, where we refuse it.</summary>
    public LoginRefusal? Refusal { get; set; }

    /// <summary>What was granted.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>For what purpose.</summary>
    public string? Purpose { get; set; }

    /// <summary>Of this transaction.</summary>
    public static Login Of(OpenIddictServerTransaction transaction)
    {
        if (transaction.GetProperty<Login>(nameof(Login)) is { } known)
            return known;
        var login = new Login();
        transaction.SetProperty(nameof(Login), login);
        return login;
    }
}
