namespace HuskyFhir.Server.Http;

/// <summary>
/// Set on a request once something that it asked for is durable. From then on no answer may say that nothing was
/// changed: a client that repeats after an error would write twice.
/// </summary>
internal sealed class StoredMark
{
    private static readonly StoredMark Set = new();

    private StoredMark() { }

    public static void Put(HttpContext context) => context.Features.Set(Set);

    public static bool IsOn(HttpContext context) => context.Features.Get<StoredMark>() is not null;
}
