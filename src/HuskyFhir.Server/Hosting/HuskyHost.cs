using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Plan.Consents;
using HuskyFhir.Plan.Directives;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Plan.Jobs;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.PcpAssignments.Leaving;
using HuskyFhir.Plan.Requests.Sweeps;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Conformance;
using HuskyFhir.Server.Documents;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Server.Interactions;
using HuskyFhir.Server.Interactions.Async;
using HuskyFhir.Server.Interactions.Auditing;
using HuskyFhir.Server.Interactions.Bundles;
using HuskyFhir.Server.Interactions.Matching;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Server.Interactions.Patching;
using HuskyFhir.Server.Interactions.Searching;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Jobs.Dashboard;
using HuskyFhir.Server.Letters;
using HuskyFhir.Server.Metadata;
using HuskyFhir.Server.Partners;
using HuskyFhir.Server.Pipeline;
using HuskyFhir.Server.Pipeline.Transport;
using HuskyFhir.Server.Security;
using HuskyFhir.Server.Security.Tokens;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Terminology;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Hosting;

/// <summary>Puts the service together. Wrong settings fail here, before anything listens.</summary>
public static class HuskyHost
{
    /// <summary>Where the service listens when nothing else is said.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>The host, not started.</summary>
    /// <param name="configure">Changes for a test, such as another clock.</param>
    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    public static WebApplication Build(Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(Starting.Options);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.AddSimpleConsole(static options => options.SingleLine = true);
        builder.Services.AddSingleton(TimeProvider.System);
        configure?.Invoke(builder);
        if (builder.Configuration["urls"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        AddStore(builder);
        AddRegistry(builder);
        AddDocuments(builder);
        AddHttp(builder);
        builder.AddTokens(Section<SecuritySettings>(builder, "Security"));
        return Assemble(builder.Build());
    }

    private static void AddStore(WebApplicationBuilder builder)
    {
        var store = Section<StoreSettings>(builder, "Store").Options(builder.Configuration);
        builder.Services.AddSingleton(store);
        var jobs = Section<JobSettings>(builder, "Jobs");
        if (jobs.Dashboard)
            builder.Services.AddDashboard();
        builder
            .Services.AddSingleton(static services => services.GetRequiredService<StoreOptions>().Open())
            .AddJobs(jobs, store)
            .AddSingleton<Exchange.Enrolling.Enroller>()
            .AddSingleton<HuskyFhir.Plan.Precedence.ConflictRepository>()
            .AddSingleton<HuskyFhir.Plan.Precedence.ConflictDesk>()
            .AddSingleton<HuskyFhir.Server.Partners.Enrollment.EnrolmentWork>()
            .AddExchanges(builder.Configuration, jobs.Enabled)
            .AddLetters(builder.Configuration);
    }

    private static void AddRegistry(WebApplicationBuilder builder)
    {
        var validation = Section<ValidationSettings>(builder, "Validation");
        var decided = FamilySettings.Read(builder.Configuration);
        builder
            .Services.AddSingleton(PlanCatalog.Types)
            .AddSingleton(_ => validation.Definitions())
            .AddSingleton(services =>
                validation.HuskyEngine(
                    services.GetRequiredService<DefinitionSet>(),
                    services.GetRequiredService<ILogger<HuskyFhir.Server.Conformance.Terminology.OutsideTerminology>>()
                )
            )
            .AddSingleton(services => new ValidationEngines(
                validation,
                services.GetRequiredService<DefinitionSet>(),
                services.GetRequiredService<ProfileValidator>(),
                services.GetRequiredService<IOptions<HttpSettings>>().Value.MaxDepth
            ))
            .AddSingleton(static services => services.GetRequiredService<ValidationEngines>().Configured)
            .AddSingleton<SystemQuery>()
            .AddSingleton<ResourceReader>()
            .AddSingleton<HistoryReader>()
            .AddSingleton<SearchPlan>()
            .AddSingleton<SearchExecutor>()
            .AddSingleton<IncludeExecutor>()
            .AddSingleton<WritePipeline>()
            .AddSingleton<AuditAnchors>()
            .AddSingleton<AuditIndex>()
            .AddSingleton<AuditReader>()
            .AddSingleton(decided)
            .AddSingleton(decided.Assignments)
            .AddSingleton(PlanCatalog.Reactions(decided))
            .AddSingleton<Assigner>()
            .AddSingleton<PanelChange>()
            .AddSingleton<Reassigner>()
            .AddSingleton<HuskyFhir.Plan.Directives.DirectivesPath>()
            .AddSingleton(Section<SweepSettings>(builder, "Sweeps").Options)
            .AddSingleton<RequestSweep>()
            .AddSingleton<LapsedConsents>()
            .AddSingleton<EndedSpouses>()
            .AddHostedService<AuditKeeping>()
            .AddHostedService<ProfileStart>();
        if (validation.SecondOpinionPercent > 0)
            builder
                .Services.AddSingleton(services => new SecondOpinions(
                    services.GetRequiredService<ValidationEngines>(),
                    validation,
                    services.GetRequiredService<ILogger<SecondOpinions>>()
                ))
                .AddSingleton<ICommittedWrites>(static services => services.GetRequiredService<SecondOpinions>())
                .AddHostedService(static services => services.GetRequiredService<SecondOpinions>());
        builder.Services.TryAddSingleton<AuditTrail>();
    }

    private static void AddDocuments(WebApplicationBuilder builder)
    {
        var documents = Section<DocumentSettings>(builder, "Documents");
        if (!System.IO.Directory.Exists(documents.Folder))
            throw new SettingsException($"Documents:Folder is '{documents.Folder}', where no folder is.");
        if (documents.Scanner is not null)
            builder.Services.AddSingleton<IContentScan, ClamScan>();
        builder.Services.AddSingleton<ContentPath>().AddSingleton<BytesAnswer>().AddSingleton<RawUpload>();
    }

    private static void AddHttp(WebApplicationBuilder builder)
    {
        var http = Section<HttpSettings>(builder, "Http");
        builder.AddTransport(http);
        builder.Services.AddRouting(static routing =>
        {
            routing.SetParameterPolicy<FhirTypeConstraint>("fhirType");
            routing.SetParameterPolicy<FhirIdConstraint>("fhirId");
            routing.SetParameterPolicy<FhirDefinitionConstraint>("fhirDefinition");
        });
        builder
            .Services.AddSingleton<PublicBase>()
            .AddSingleton<PageKeyStore>()
            .AddSingleton<PageKeys>()
            .AddHostedService(static services => services.GetRequiredService<PageKeys>())
            .AddSingleton<PageLinks>()
            .AddSingleton<RequestBody>()
            .AddSingleton<XmlRepresentation>()
            .AddSingleton(static services => new LoadedCodes(services.GetRequiredService<DefinitionSet>()))
            .AddSingleton<ISearchTerms, SearchTerms>()
            .AddSingleton<SearchReading>()
            .AddSingleton<ScopeReader>(static services => services.GetRequiredService<SearchReading>().Scope)
            .AddSingleton<ReadAudit>()
            .AddSingleton<ReadInteraction>()
            .AddSingleton<HistoryInteraction>()
            .AddSingleton<NamedMembers>()
            .AddSingleton<EmergencyAccess>()
            .AddSingleton<SearchPages>()
            .AddSingleton<SearchInteraction>()
            .AddSingleton<WriteInteractions>()
            .AddSingleton<MetaOperation>()
            .AddSingleton<EverythingOperation>()
            .AddSingleton<MatchOperation>()
            .AddSingleton<MemberFinder>()
            .AddSingleton<MatchAttemptLimiter>()
            .AddSingleton<MemberMatchOperation>()
            .AddSingleton<AsyncJobs>()
            .AddSingleton<AsyncInteraction>()
            .AddSingleton<IAsyncWork, ProviderMatchWork>()
            .AddHostedService<AsyncRunner>()
            .AddSingleton<ProviderMatchOperation>()
            .AddSingleton<LastOperation>()
            .AddSingleton<DocumentOperation>()
            .AddSingleton<PanelOperations>()
            .AddSingleton<DirectivesOperation>()
            .AddSingleton<Interactions.Requests.TimelineOperation>()
            .AddSingleton<Interactions.Requests.CorrectionOperation>()
            .AddSingleton<Interactions.Requests.ReportOperation>()
            .AddSingleton<HuskyFhir.Plan.Requests.Reports.RequestReport>()
            .AddSingleton<ChangesOperation>()
            .AddSingleton<HuskyFhir.Plan.ReportableChanges.ChangeRepository>()
            .AddSingleton<HuskyFhir.Plan.ReportableChanges.MemberSnapshots>()
            .AddSingleton<ValueSetOperations>()
            .AddSingleton<CodeSystemOperations>()
            .AddSingleton<Conditions>()
            .AddSingleton<WriteAnswers>()
            .AddSingleton<OriginHeader>()
            .AddSingleton<FhirPathPatchReader>()
            .AddSingleton<PatchReader>()
            .AddSingleton<BundleEntryDispatcher>()
            .AddSingleton<BundleReader>()
            .AddSingleton<BatchRun>()
            .AddSingleton<EntryReader>()
            .AddSingleton<TransactionPlanner>()
            .AddSingleton<TransactionRun>()
            .AddSingleton<BundleInteraction>()
            .AddSingleton<AuditEntries>()
            .AddSingleton<Recipients>()
            .AddSingleton<OutsideDisclosures>()
            .AddSingleton<DisclosureList>()
            .AddSingleton<HuskyFhir.Plan.Requests.Engine.GrantedRequests>()
            .AddSingleton<AccountingWork>()
            .AddSingleton<DisclosuresOperation>()
            .AddSingleton<AuditInteraction>()
            .AddSingleton<AuditTypes>()
            .AddSingleton<ListedSearch>()
            .AddSingleton<ValidateInteraction>()
            .AddSingleton<DefinitionsInteraction>()
            .AddSingleton<Capabilities>()
            .AddSingleton<ReferenceInteraction>()
            .AddSingleton<Unrouted>();
    }

    private static WebApplication Assemble(WebApplication app)
    {
        app.UseMiddleware<ErrorMiddleware>();
        app.UseTransport(app.Services.GetRequiredService<IOptions<HttpSettings>>().Value);
        app.UseAuthentication();
        app.UseMiddleware<RateLimitMiddleware>();
        app.UseDashboard(app.Services.GetRequiredService<IOptions<JobSettings>>().Value);
        app.UseMiddleware<InnerRoadStart>();
        app.UseRouting();
        app.UseMiddleware<AuthorizationMiddleware>();
        app.MapTokens();
        app.MapFhir();
        return app;
    }

    private static T Section<T>(WebApplicationBuilder builder, string name)
        where T : class, new()
    {
        var settings = Settings.Read<T>(builder.Configuration, name);
        builder.Services.AddSingleton(Options.Create(settings));
        return settings;
    }
}
