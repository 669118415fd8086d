namespace Fashion.Keras.Layers;

/// <summary>The merging layers as functions on the tensors of a functional model.</summary>
/// <example><code>var both = Merge.Concatenate(left, right);</code></example>
public static class Merge
{
    /// <summary>Adds tensors, element by element; see <see cref="Layers.Add"/>.</summary>
    public static SymbolicTensor Add(params SymbolicTensor[] tensors) => new Add().Apply(tensors)[0];

    /// <summary>The first tensor minus the second; see <see cref="Layers.Subtract"/>.</summary>
    public static SymbolicTensor Subtract(SymbolicTensor left, SymbolicTensor right) => new Subtract().Apply([left, right])[0];

    /// <summary>Multiplies tensors, element by element; see <see cref="Layers.Multiply"/>.</summary>
    public static SymbolicTensor Multiply(params SymbolicTensor[] tensors) => new Multiply().Apply(tensors)[0];

    /// <summary>The mean of tensors, element by element; see <see cref="Layers.Average"/>.</summary>
    public static SymbolicTensor Average(params SymbolicTensor[] tensors) => new Average().Apply(tensors)[0];

    /// <summary>The largest of tensors, element by element; see <see cref="Layers.Maximum"/>.</summary>
    public static SymbolicTensor Maximum(params SymbolicTensor[] tensors) => new Maximum().Apply(tensors)[0];

    /// <summary>The smallest of tensors, element by element; see <see cref="Layers.Minimum"/>.</summary>
    public static SymbolicTensor Minimum(params SymbolicTensor[] tensors) => new Minimum().Apply(tensors)[0];

    /// <summary>Tensors concatenated along their last axis; see <see cref="Layers.Concatenate"/>.</summary>
    public static SymbolicTensor Concatenate(params SymbolicTensor[] tensors) => new Concatenate().Apply(tensors)[0];

    /// <summary>Two tensors concatenated along an axis; see <see cref="Layers.Concatenate"/>.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <param name="axis">The axis, counted with the batch axis.</param>
    /// <param name="name">Name of the layer.</param>
    public static SymbolicTensor Concatenate(SymbolicTensor left, SymbolicTensor right, int axis, string? name = null) =>
        new Concatenate(axis, name).Apply([left, right])[0];

    /// <summary>Tensors concatenated along an axis; see <see cref="Layers.Concatenate"/>.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="axis">The axis, counted with the batch axis.</param>
    /// <param name="name">Name of the layer.</param>
    public static SymbolicTensor Concatenate(IReadOnlyList<SymbolicTensor> tensors, int axis = -1, string? name = null) =>
        new Concatenate(axis, name).Apply(tensors)[0];

    /// <summary>Sums the products of two tensors along an axis of each; see <see cref="Layers.Dot"/>.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <param name="axes">The axis that is summed, of both, or one for each.</param>
    /// <param name="normalize">Whether both are scaled to length 1 along their axis first.</param>
    public static SymbolicTensor Dot(SymbolicTensor left, SymbolicTensor right, Size2D axes, bool normalize = false) =>
        new Dot(axes, normalize).Apply([left, right])[0];
}
