using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Notices.Outbox;

namespace HuskyFhir.Server.Letters;

/// <summary>Letters to members, in a service and in a command alike.</summary>
internal static class LetterServices
{
    public static IServiceCollection AddLetters(this IServiceCollection services, IConfiguration configuration)
    {
        // Read now: wrong settings stop the start.
        var settings = LetterSettings.Read(configuration);
        return services
            .AddSingleton(settings)
            .AddSingleton(static services => services.GetRequiredService<FamilyOptions>().Letters)
            .AddSingleton(static services => services.GetRequiredService<FamilyOptions>().Clocks)
            .AddSingleton<LetterOutbox>()
            .AddSingleton<LetterDesk>()
            .AddSingleton<LetterWork>();
    }
}
