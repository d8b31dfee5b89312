using System.Globalization;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Plan.ProviderDirectory;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Outbound;
using HuskyFhir.Server.Security.Clients;

namespace HuskyFhir.Server.Commands;

/// <summary>What is typed about a client, checked before it is stored.</summary>
internal static class ClientInput
{
    /// <summary>Its keys: from one file, or from one address.</summary>
    /// <exception cref="SettingsException">They cannot be used.</exception>
    public static (IReadOnlyList<ClientKey> Keys, Uri? Address) Keys(
        FileInfo? file,
        string? address,
        SecuritySettings settings
    )
    {
        if (file is null == address is null)
            throw new SettingsException(
                "Give the client's public keys either as a file, --jwks FILE, or as an address, --jwks-url URL."
            );
        if (address is not null)
            return OutboundAddress.Flaw(address, settings.KeyUrlReach, "Security:KeyUrlReach") is { } flaw
                ? throw new SettingsException($"--jwks-url {flaw}")
                : ([], new Uri(address));
        if (!KeySet.Read(File.ReadAllText(file!.FullName)).Try(out var keys, out var fault))
            throw new SettingsException($"{file.Name}: {fault.Summary}");
        var now = TimeProvider.System.GetUtcNow();
        return ([.. keys.Values.Select(key => new ClientKey(key.Kid, KeySet.Write(key), now))], null);
    }

    /// <exception cref="SettingsException">Something about it does not fit.</exception>
    public static RegisteredClient Checked(RegisteredClient client)
    {
        if (client.Kind == CallerKind.Provider && client.Npi is null)
            throw new SettingsException("A provider needs --npi: whose members it sees follows from its organisation.");
        if (client.Npi is { } npi && (client.Kind != CallerKind.Provider || !NpiRule.IsValid(npi)))
            throw new SettingsException(
                client.Kind == CallerKind.Provider
                    ? $"--npi {npi} is not an NPI: ten digits, the last of which checks the others."
                    : "--npi is for providers."
            );
        if (
            client.Scopes is not { Count: > 0 }
            || client.Scopes.FirstOrDefault(static scope => !ScopeGrants.IsScope(scope)) is not null
        )
            throw new SettingsException(
                "--scopes takes system scopes such as 'system/*.rs system/Task.cruds', with the letters in the order c, r, u, d, s."
            );
        if (client.Purposes.FirstOrDefault(static purpose => PurposeOfUse.Read(purpose) is null) is { } unknown)
            throw new SettingsException($"--purposes: '{unknown}' is none of {string.Join(", ", PurposeOfUse.Codes)}.");
        return client with
        {
            Purposes = [.. client.Purposes.Select(static purpose => PurposeOfUse.Read(purpose)!).Distinct()],
        };
    }

    public static string[] Words(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A client as <c>client show</c> has it.</summary>
    public static IEnumerable<(string What, string Value)> Described(RegisteredClient client)
    {
        yield return ("id", client.Id);
        yield return ("name", client.Name);
        yield return ("kind", client.Kind.ToString().ToLowerInvariant());
        if (client.Npi is { } npi)
            yield return ("NPI", npi);
        yield return ("scopes", string.Join(' ', client.Scopes ?? []));
        yield return ("purposes", client.Purposes.Count == 0 ? "none" : string.Join(' ', client.Purposes));
        yield return ("state", client.Enabled ? "enabled" : "disabled");
        if (client.KeysUrl is { } address)
            yield return ("keys", address.AbsoluteUri);
        foreach (var key in client.Keys)
            yield return (
                "key",
                $"{key.Id}, added {Day(key.Added)}{(key.Until is { } end ? $", holds until {Day(end)}" : string.Empty)}"
            );
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
