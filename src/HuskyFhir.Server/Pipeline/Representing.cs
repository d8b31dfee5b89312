using HuskyFhir.Server.Http;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Server.Views;

namespace HuskyFhir.Server.Pipeline;

/// <summary>
/// Puts the wanted form on each request that does not want JSON, so that every answer to it takes that form, refusals
/// too.
/// </summary>
internal sealed class Representing(
    RequestDelegate next,
    XmlRepresentation xml,
    PublicBase publicBase,
    TimeProvider clock
)
{
    public Task InvokeAsync(HttpContext context)
    {
        switch (Negotiation.Wanted(context.Request))
        {
            case Form.Xml:
                context.Features.Set<IRepresentation>(xml);
                break;
            case Form.Html:
                context.Features.Set<IRepresentation>(
                    new HtmlRepresentation(publicBase.Url, clock, clock.GetTimestamp())
                );
                break;
            default:
                break; // JSON goes out as it is stored
        }

        return next(context);
    }
}
