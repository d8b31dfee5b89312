using System.Diagnostics.CodeAnalysis;

namespace HuskyFhir.Core.Answers;

/// <summary>Either what was asked for, or the fault that explains why not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Fault? fault)
    {
        this.value = value;
        Fault = fault;
    }

    /// <summary>The refusal, or null when there is a value.</summary>
    public Fault? Fault { get; }

    /// <summary>What was asked for.</summary>
    /// <exception cref="InvalidOperationException">There is a fault instead: a caller that did not look is a
    /// bug.</exception>
    public T Value => Fault is null ? value! : throw new InvalidOperationException(Fault.Summary);

    /// <summary>Wraps what was asked for.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Result<T>(Fault fault) => new(default, fault);

    /// <summary>True with the value; false with the fault.</summary>
    public bool Try([MaybeNullWhen(false)] out T got, [NotNullWhen(false)] out Fault? fault)
    {
        got = value;
        fault = Fault;
        return fault is null;
    }
}
