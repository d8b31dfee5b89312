namespace HuskyFhir.Simulation.Population.Places;

/// <summary>One of Connecticut's towns.</summary>
/// <param name="Name">As the town writes itself.</param>
/// <param name="County">Index of its county, from 0 to 7.</param>
/// <param name="Residents">In hundreds.</param>
/// <param name="Zips">Its ZIP codes, the largest first.</param>
/// <param name="AreaCodes">Of its telephone numbers.</param>
internal sealed record Town(string Name, int County, int Residents, string[] Zips, string[] AreaCodes);
