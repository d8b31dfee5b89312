using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// A write with everything worked out that needs no database, so that transactions stay short: the projection, the
/// business keys, the references, and for a create the very bytes.
/// </summary>
public sealed class PreparedWrite
{
    private PreparedWrite(WriteCommand ask, Guid id, Resource? resource, DateTimeOffset now)
    {
        (Ask, Id, At, Content) = (ask, id, ProgrammeTime.ToMilliseconds(now), ask.Content);
        if (resource is null)
            return;
        if (Content is null && ask.Type.Declared.Bytes is { } bytes)
            (resource, Content) = bytes.Apart(resource);
        Resource = resource;
        ask.Type.Declared.Narration.Tell(resource);
        Projection = ask.Type.Project(resource);
        Keys = [.. ask.Type.KeysOf(resource).Distinct()];
        Targets = [.. References.TargetsIn(resource)];
        Held = [.. ask.Type.Declared.Holds(resource)];
        if (Held.Count > 0)
            Targets =
            [
                .. Targets,
                .. Held.Select(static held => (new References.Target(held.Type, held.Id, null), held.Path)),
            ];
    }

    internal WriteCommand Ask { get; }

    internal Guid Id { get; }

    internal Resource? Resource { get; }

    /// <summary>Becomes <c>meta.lastUpdated</c>; the transaction may put it off.</summary>
    internal DateTimeOffset At { get; private set; }

    internal Projection? Projection { get; }

    internal IReadOnlyList<BusinessKey> Keys { get; } = [];

    /// <summary>The version that the work found before it locked the row; null where it did not look.</summary>
    internal long? Seen =>
        Ask switch
        {
            UpdateCommand update => update.Seen,
            DeleteCommand delete => delete.Seen,
            _ => null,
        };

    internal BusinessKey? Alias =>
        Ask switch
        {
            CreateCommand create => create.Alias,
            UpdateCommand update => update.Alias,
            _ => null,
        };

    internal IReadOnlyList<(References.Target Target, string Path)> Targets { get; } = [];

    /// <summary>What must be of the same member, since it is part of this resource.</summary>
    internal IReadOnlyList<(string Type, Guid Id, string Path)> Held { get; } = [];

    /// <summary>
    /// Bytes that are kept outside the row; null where there are none, or where they stay as they are.
    /// </summary>
    internal Content? Content { get; }

    /// <summary>Why the bytes may not be stored.</summary>
    internal Fault? Unsafe { get; set; }

    /// <summary>For a create: version 1 as it will be stored.</summary>
    internal byte[]? FirstBody { get; private set; }

    /// <summary>Works out what can be worked out now; safe to run on several threads.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="now">Becomes <c>meta.lastUpdated</c>, cut to the millisecond.</param>
    public static PreparedWrite From(WriteCommand ask, DateTimeOffset now)
    {
        switch (ask)
        {
            case CreateCommand create:
                var prepared = new PreparedWrite(ask, create.Id ?? Guid.CreateVersion7(now), create.Resource, now);
                prepared.FirstBody = prepared.Stamp(1, prepared.At);
                return prepared;
            case UpdateCommand update:
                return new(ask, update.Id, update.Resource, now);
            case DeleteCommand delete:
                return new(ask, delete.Id, null, now);
            case FoundCommand found:
                return new(ask, found.Written.Resource.Id, null, now);
            default:
                throw new ArgumentOutOfRangeException(nameof(ask));
        }
    }

    /// <summary>Puts the write off to an instant, where it would be before it.</summary>
    internal void NotBefore(DateTimeOffset instant)
    {
        if (At >= instant)
            return;
        At = instant;
        if (FirstBody is not null)
            FirstBody = Stamp(1, At);
    }

    /// <summary>The bytes of the resource as the given version.</summary>
    internal byte[] Stamp(long version, DateTimeOffset updated)
    {
        Resource!.Id = Id.ToString("D");
        Resource.Meta ??= new();
        Resource.Meta.VersionId = version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Always three decimals: readers sort and compare it as text, and the SDK would leave out zeros.
        Resource.Meta.LastUpdatedElement = Moments.Of(updated);
        return FhirJson.Write(Resource);
    }

    /// <summary>Whose the resource is: itself, for a member; null where <see cref="Through"/> tells.</summary>
    internal Guid? MemberOf() =>
        Ask.Type.Declared.IsMember ? Id
        : Owner is { Type: "Patient" } owner ? owner.Id
        : null;

    /// <summary>The resource whose member is this one's member too, where it is not named itself.</summary>
    internal Guid? Through => Owner is { Type: not "Patient" } owner ? owner.Id : null;

    private References.Target? Owner => References.Read(Ask.Type.Declared.MemberReference?.Invoke(Resource!));
}
