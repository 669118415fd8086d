using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>
/// A function applied to a layer's output. A name of Keras's (<c>"relu"</c>) can stand in its place; a function of your own
/// comes from <see cref="Create"/>.
/// </summary>
public abstract class ActivationFunction
{
    /// <summary>Keras's name: <c>relu</c>, <c>softmax</c>, <c>linear</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Writes the function.</summary>
    /// <param name="x">What to apply it to.</param>
    public abstract SymbolicTensor Apply(SymbolicTensor x);

    /// <summary>Writes it into a Keras file: by name, if a name says all.</summary>
    internal virtual void WriteTo(ConfigWriter config, string key) => config.Write(key, Name);

    /// <summary>An activation of your own.</summary>
    /// <param name="name">Its name, for summaries and messages.</param>
    /// <param name="function">What it computes, written with <see cref="Ops"/>.</param>
    public static ActivationFunction Create(string name, Func<SymbolicTensor, SymbolicTensor> function) =>
        new FunctionActivation(name, function);

    /// <summary>An activation by Keras's name; null stands for none, <c>"linear"</c>.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator ActivationFunction(string? name) => ActivationTable.ByName(name ?? "linear");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
