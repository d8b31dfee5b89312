namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Lists of what could be read.</summary>
internal static class Lists
{
    /// <summary>Adds what is not null.</summary>
    public static void AddFound<T>(this List<T> list, T? value)
        where T : class
    {
        if (value is not null)
            list.Add(value);
    }
}
