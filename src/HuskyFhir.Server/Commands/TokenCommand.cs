using System.CommandLine;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Security.Clients;

namespace HuskyFhir.Server.Commands;

/// <summary><c>token --client NAME</c>: a sandbox token alone on stdout.</summary>
internal static class TokenCommand
{
    public static Command Make()
    {
        var client = new Option<string>("--client")
        {
            Description = "ehr-riverbend, ehr-harbor, plan-admin or dss.",
            Required = true,
        };
        var scope = new Option<string?>("--scope")
        {
            Description = "Scopes, such as \"system/Patient.rs\"; all that the client may have by default.",
        };
        var purpose = new Option<string?>("--purpose")
        {
            Description =
                "Why the client asks: a purpose of use such as TREAT, or BTG for an emergency; none by default.",
        };
        var command = new Command(
            "token",
            Example.With(
                "Prints a sandbox access token, alone on stdout and good for eight hours.",
                "token --client ehr-riverbend",
                "token --client plan-admin --scope 'system/*.rs'",
                "token --client ehr-harbor --purpose BTG"
            )
        )
        {
            client,
            scope,
            purpose,
        };
        command.SetAction(parsed =>
        {
            var settings = Settings.Read<SecuritySettings>(Configured.Load(), "Security");
            Console.WriteLine(
                SandboxIssuer
                    .Open(settings)
                    .Token(
                        parsed.GetRequiredValue(client),
                        parsed.GetValue(scope),
                        TimeProvider.System.GetUtcNow(),
                        parsed.GetValue(purpose)
                    )
            );
        });
        return command;
    }
}
