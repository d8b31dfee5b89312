namespace HuskyFhir.Resources.Writing;

/// <summary>Is told of writes after their commit. It must return at once, and cannot refuse.</summary>
public interface ICommittedWrites
{
    /// <summary>A resource was created or updated.</summary>
    /// <param name="body">As it is stored.</param>
    void Committed(ReadOnlyMemory<byte> body);
}
