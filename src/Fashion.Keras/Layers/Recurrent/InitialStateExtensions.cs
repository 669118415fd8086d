using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>Keras's <c>layer(x, initial_state=[h, c])</c>.</summary>
public static class InitialStateExtensions
{
    /// <summary>Uses a recurrent layer with states to start from: the same as <c>layer.Apply([x, h, c])</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The sequence.</param>
    /// <param name="initialState">The states, in the order in which the layer gives them with returnState.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    /// <returns>All outputs of the layer; where there is one, it stands for that tensor.</returns>
    /// <exception cref="ArgumentException">No states, or one is null.</exception>
    /// <exception cref="ShapeMismatchException">Another number of states, or other shapes.</exception>
    /// <example><code>var (output, h, c) = decoder.Apply(x, initialState: [h0, c0]);</code></example>
    public static SymbolicTensors Apply(this RecurrentLayer layer, SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState,
        CallContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return With(layer, input, initialState, context);
    }

    /// <summary>Uses the layer with states to start from: those of the forward layer, then those of the backward layer.</summary>
    /// <inheritdoc cref="Apply(RecurrentLayer, SymbolicTensor, IReadOnlyList{SymbolicTensor}, CallContext?)"/>
    public static SymbolicTensors Apply(this Bidirectional layer, SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState,
        CallContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return With(layer, input, initialState, context);
    }

    private static SymbolicTensors With(Layer layer, SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState, CallContext? context)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initialState);
        if (initialState.Count == 0)
            throw new ArgumentException($"Layer '{layer.Name}' ({layer.ClassName}): initialState has no states; leave it out to start " +
                "with zeros.", nameof(initialState));
        return layer.Apply([input, .. initialState], context);
    }
}
