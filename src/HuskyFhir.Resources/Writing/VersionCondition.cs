using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Resources.Writing;

/// <summary>The versions that a condition names.</summary>
/// <param name="Any">Whether it is <c>*</c>.</param>
/// <param name="Versions">Those that can be one of ours; a tag that never was names none.</param>
public sealed record VersionList(bool Any, IReadOnlyList<long> Versions)
{
    /// <summary>Whether a version is among them.</summary>
    public bool Has(long version) => Any || Versions.Contains(version);
}

/// <summary>
/// What a write demands of the version that is there (RFC 9110 sections 13.1.1 and 13.1.2). Fault: 412.
/// </summary>
/// <param name="Match">If-Match: there is a resource, in one of these versions; null when not said.</param>
/// <param name="NoneMatch">If-None-Match: there is none, or in none of these versions; null when not said.</param>
public sealed record VersionCondition(VersionList? Match, VersionList? NoneMatch)
{
    /// <summary>That it is the version which was seen.</summary>
    public static VersionCondition Of(long version) => new(new(Any: false, [version]), null);

    /// <summary>Why the version that is there may not be changed.</summary>
    internal Fault? Refuses(StoredResource now)
    {
        if (Match is { } match && !match.Has(now.Version))
            return Failed(
                $"If-Match does not name version {now.Version}, which is the current one; read it, and send the change again.",
                "If-Match",
                "version-mismatch"
            );
        return NoneMatch is { } none && none.Has(now.Version)
            ? Failed(
                $"If-None-Match excludes version {now.Version}, which is there; send If-Match to change it, or create with If-None-Exist.",
                "If-None-Match",
                "if-none-match"
            )
            : null;
    }

    /// <summary>Why nothing may be done where there is no such resource.</summary>
    internal Fault? RefusesNothing() =>
        Match is null
            ? null
            : Failed("If-Match demands a version, and there is no such resource.", "If-Match", "version-mismatch");

    private static Fault Failed(string text, string header, string detail) =>
        new(FaultKind.PreconditionFailed, OperationOutcome.IssueType.Conflict, text, header, detail);
}
