using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// Layers as methods: <c>model.Dense(10)</c> appends a <see cref="Layers.Dense"/> to a <see cref="Sequential"/> or applies one to a
/// symbolic tensor. Each takes the arguments of the layer's constructor, but for the shape of the input, which is known.
/// </summary>
/// <remarks>The source generator writes them from the constructors; here are those that differ.</remarks>
public static partial class LayerMethods
{
    /// <summary>Appends a function; see <see cref="Layers.Lambda"/>.</summary>
    /// <typeparam name="T">What comes back.</typeparam>
    /// <param name="target">A model, a tensor, or what a layer gave.</param>
    /// <param name="function">The function, of operations of <see cref="Ops"/>.</param>
    /// <param name="outputShape">Shape of a sample of the output; null for the one that the function gives.</param>
    /// <param name="registeredName">Name for files, <c>package&gt;Name</c>; null for a layer that no file can hold.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The model, or the output of the layer.</returns>
    /// <exception cref="ArgumentException"><paramref name="registeredName"/> is not of this form.</exception>
    public static T Lambda<T>(this ILayerTarget<T> target, Func<SymbolicTensor, SymbolicTensor> function, Shape? outputShape = null,
        string? registeredName = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Then(new Layers.Lambda(function, outputShape, registeredName: registeredName, name: name));
    }

    /// <summary>Crosses this input with others; see <see cref="Layers.HashedCrossing"/>.</summary>
    /// <param name="input">One of the features.</param>
    /// <param name="others">The other features, one or more.</param>
    /// <param name="numBins">Number of bins.</param>
    /// <param name="outputMode">What the layer gives: Int or OneHot. <c>"int"</c>, the default, or <c>"one_hot"</c>.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The output of the layer.</returns>
    /// <exception cref="ArgumentException">numBins is not positive, or another outputMode.</exception>
    public static SymbolicTensor HashedCrossing(this SymbolicTensor input, IReadOnlyList<SymbolicTensor> others, int numBins,
        Choice<OutputMode> outputMode = default, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new Layers.HashedCrossing(numBins, outputMode, name).Apply([input, .. others])[0];
    }

    /// <summary>Keras's <c>layer.build(shape)</c>: makes the layer's weights for inputs of a shape, if there are none yet.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputShape">The shape of its input, the batch axis first (-1).</param>
    /// <exception cref="ShapeMismatchException">The layer cannot take this shape.</exception>
    public static void Build(this Layer layer, Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(inputShape);
        layer.EnsureBuilt([inputShape]);
    }

    /// <summary>
    /// Keras's <c>layer(x, initial_state=[h, c])</c>: uses a recurrent layer with states to start from, the same as
    /// <c>layer.Apply([x, h, c])</c>.
    /// </summary>
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
        return ApplyFrom(layer, input, initialState, context);
    }

    /// <summary>Uses the layer with states to start from: those of the forward layer, then those of the backward layer.</summary>
    /// <inheritdoc cref="Apply(RecurrentLayer, SymbolicTensor, IReadOnlyList{SymbolicTensor}, CallContext?)"/>
    public static SymbolicTensors Apply(this Bidirectional layer, SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState,
        CallContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return ApplyFrom(layer, input, initialState, context);
    }

    private static SymbolicTensors ApplyFrom(Layer layer, SymbolicTensor input, IReadOnlyList<SymbolicTensor> initialState,
        CallContext? context)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initialState);
        if (initialState.Count == 0)
            throw new ArgumentException($"Layer '{layer.Name}' ({layer.ClassName}): initialState has no states; leave it out to start " +
                "with zeros.", nameof(initialState));
        return layer.Apply([input, .. initialState], context);
    }
}
