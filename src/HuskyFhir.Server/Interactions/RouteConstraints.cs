using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Interactions;

/// <summary><c>{type:fhirType}</c>: a type that the service exposes, in its exact case.</summary>
internal sealed class FhirTypeConstraint(FhirTypeCatalog families) : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => values[routeKey] is string name && families.Find(name) is not null;
}

/// <summary>
/// <c>{id:fhirId}</c>: 1 to 64 letters, digits, hyphens and dots (R4 section 2.24.0.1, id); never an operation or
/// <c>_history</c>.
/// </summary>
internal sealed class FhirIdConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => values[routeKey] is string id && IsId(id);

    /// <summary>Whether a text is within the limits of an id.</summary>
    public static bool IsId(string text) =>
        text is { Length: > 0 and <= 64 }
        && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.');
}

/// <summary>
/// <c>{definition:fhirDefinition}</c>: a type of which the service has definitions of its own, such as
/// StructureDefinition.
/// </summary>
internal sealed class FhirDefinitionConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => values[routeKey] is string name && HuskyFhir.Server.Interactions.DefinitionsInteraction.Types.Contains(name);
}
