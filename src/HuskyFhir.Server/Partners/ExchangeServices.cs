using HuskyFhir.Exchange.Reconciliation;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Partners.Notices;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HuskyFhir.Server.Partners;

/// <summary>The exchange with partners, in a service and in a command alike.</summary>
internal static class ExchangeServices
{
    public static IServiceCollection AddExchanges(
        this IServiceCollection services,
        IConfiguration configuration,
        bool runsJobs
    )
    {
        // Read now: wrong settings of a partner stop the start.
        var checkedNow = new PartnerRegistry(configuration, TimeProvider.System);
        services
            .AddSingleton(_ => checkedNow)
            .AddSingleton<ExchangeRunner>()
            .AddSingleton<RunList>()
            .AddSingleton<RunAmends>()
            .AddSingleton<PartnerLeases>()
            .AddSingleton<AcknowledgmentRepository>()
            .AddSingleton<FieldReconciler>()
            .AddSingleton<ReconciliationDesk>()
            .AddSingleton<ReconciliationRepository>()
            .AddSingleton<NoticeRepository>()
            .AddSingleton<ExchangeRetention>()
            .AddSingleton<NoticePost>()
            .AddSingleton<ExchangeMeter>()
            .AddSingleton<ExchangeWork>()
            .AddSingleton<ExchangeWatch>();
        services.TryAddSingleton<ChangeRepository>();
        var notices = NoticeSettings.Read(configuration);
        if (notices.Email.Host.Length > 0)
            services.AddSingleton<INoticeSender>(_ => new EmailSender(notices.Email));
        if (notices.Webhook.Url.Length > 0)
            services.AddSingleton<INoticeSender>(_ => new WebhookSender(notices.Webhook));
        if (runsJobs)
            services
                .AddHostedService<ExchangeStart>()
                .AddHostedService(static services => services.GetRequiredService<ExchangeWatch>());
        return services;
    }
}
