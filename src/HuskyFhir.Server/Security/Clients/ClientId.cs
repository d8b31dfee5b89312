namespace HuskyFhir.Server.Security.Clients;

/// <summary>Ids of registered clients: letters that are harmless in a log line, an address and an audit row.</summary>
internal static class ClientId
{
    /// <summary>Whether a client could be registered under it.</summary>
    public static bool IsOne(string id) =>
        id.Length is > 0 and <= 100
        && id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_');
}
