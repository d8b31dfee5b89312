namespace HuskyFhir.Exchange.Transports;

/// <summary>
/// The names of files on their way. Those that begin with a point or end in <c>.part</c> are not whole yet.
/// </summary>
public static class Boxes
{
    private const int LongestName = 200;

    /// <summary>
    /// The name of a file until all of it is there; always the same, so that what a killed process left behind is
    /// written over.
    /// </summary>
    public static string Temporary(string name) => $".{name}.part";

    /// <summary>Whether a name is one that a whole file may have: nothing in it leads to another folder.</summary>
    public static bool IsWhole(string name) =>
        name.Length is > 0 and <= LongestName
        && name[0] != '.'
        && !name.EndsWith(".part", StringComparison.Ordinal)
        && name.All(static letter => letter is > ' ' and < '\u007F' and not ('/' or '\\' or ':'));

    /// <exception cref="TransportException">The name would lead elsewhere.</exception>
    internal static string Checked(string name) =>
        IsWhole(name)
            ? name
            : throw new TransportException(
                TransportFlaw.Broken,
                "A file's name has 1 to 200 letters, digits and signs, without '/', and does not begin with a point."
            );

    internal static TransportException Other(string name) =>
        new(
            TransportFlaw.OtherContent,
            $"A file '{name}' of another content lies there already. Nothing was sent. Look at both: the one there is not what this run wrote."
        );
}
