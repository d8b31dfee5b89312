namespace HuskyFhir.Server.Http.Representations;

/// <summary>Puts the wanted form on each request that does not want JSON, so that every answer to it takes that form, refusals too.</summary>
internal sealed class Representing(RequestDelegate next, XmlRepresentation xml)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Negotiation.Wanted(context.Request) == Form.Xml)
            context.Features.Set<IRepresentation>(xml);
        return next(context);
    }
}
