using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace HuskyFhir.Server.Jobs.Dashboard;

/// <summary>
/// Hangfire's own dashboard, to look at and not to change anything, behind <see cref="DashboardGate"/>.
/// </summary>
internal static class DashboardServices
{
    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddSingleton<DashboardTicket>();
        // A browser sends its token in a form: it is verified as any other, before anything of ours sees the call.
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .PostConfigure(static options => options.Events.OnMessageReceived = SignInPage.TakeTokenAsync);
    }

    /// <summary>
    /// Before routing: a branch of its own, of which the FHIR routes know nothing. Without the setting there is no such
    /// address.
    /// </summary>
    public static void UseDashboard(this WebApplication app, JobSettings settings)
    {
        if (!settings.Dashboard)
            return;
        app.Map(
            DashboardGate.Path,
            static branch =>
            {
                branch.UseMiddleware<DashboardGate>();
                branch.UseHangfireDashboard(
                    string.Empty,
                    new DashboardOptions
                    {
                        Authorization = [],
                        AsyncAuthorization = [new Admitted()],
                        IsReadOnlyFunc = static _ => true,
                        DashboardTitle = "HuskyFhir jobs",
                        DisplayStorageConnectionString = false,
                        AppPath = null,
                    }
                );
            }
        );
    }

    /// <summary>Hangfire asks once more, and lets in only whom the gate has marked.</summary>
    private sealed class Admitted : IDashboardAsyncAuthorizationFilter
    {
        public Task<bool> AuthorizeAsync(DashboardContext context) =>
            Task.FromResult(context.GetHttpContext().Features.Get<DashboardPass>() is not null);
    }
}
