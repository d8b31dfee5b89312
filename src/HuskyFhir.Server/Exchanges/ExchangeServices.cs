using HuskyFhir.Exchange.Runs;
using HuskyFhir.Registry.Changes;
using HuskyFhir.Registry.Exchanges;
using HuskyFhir.Server.Jobs;

namespace HuskyFhir.Server.Exchanges;

/// <summary>The exchange with partners, in a service and in a command alike.</summary>
internal static class ExchangeServices
{
    public static IServiceCollection AddExchanges(this IServiceCollection services, IConfiguration configuration, JobSettings jobs)
    {
        // Read now: wrong settings of a partner stop the start.
        var checkedNow = new PartnerBook(configuration, TimeProvider.System);
        services.AddSingleton(_ => checkedNow)
            .AddSingleton<ExchangeRunner>().AddSingleton<RunList>().AddSingleton<RunAmends>().AddSingleton<Lanes>().AddSingleton(static services => new AnswerBook(services.GetRequiredService<Registry.Store.Database>(), services.GetRequiredService<ChangeBook>(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton<ExchangeMeter>().AddSingleton<ExchangeWork>().AddSingleton<ExchangeWatch>();
        if (jobs.Enabled)
            services.AddHostedService<ExchangeStart>().AddHostedService(static services => services.GetRequiredService<ExchangeWatch>());
        return services;
    }
}
