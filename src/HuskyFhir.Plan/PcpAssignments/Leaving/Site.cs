using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.PcpAssignments.Leaving;

/// <summary>Where a site is.</summary>
internal sealed record Site(Guid Id, string? Town, double? Latitude, double? Longitude)
{
    private const double EarthRadius = 6371;

    public static Site Of(Guid id, Location location) =>
        new(id, location.Address?.City, (double?)location.Position?.Latitude, (double?)location.Position?.Longitude);

    /// <summary>Kilometres as the crow flies (haversine); null where a position is not known.</summary>
    public double? DistanceTo(Site other)
    {
        if (
            Latitude is not { } here
            || Longitude is not { } west
            || other.Latitude is not { } there
            || other.Longitude is not { } east
        )
            return null;
        var (down, across) = (Radians(there - here) / 2, Radians(east - west) / 2);
        var chord =
            (Math.Sin(down) * Math.Sin(down))
            + (Math.Cos(Radians(here)) * Math.Cos(Radians(there)) * Math.Sin(across) * Math.Sin(across));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
