using Fashion.Keras.Layers;

namespace Fashion.Keras;

// The functional form: image.Conv2D(8, 3).Flatten() ...
public abstract partial class SymbolicTensor : ILayerTarget<SymbolicTensor>
{
    /// <summary>Appends a layer to this tensor.</summary>
    /// <param name="layer">The layer; using it again shares its weights.</param>
    public SymbolicTensor Then(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Apply(this);
    }

    /// <summary>All outputs of the use of a layer whose first output this is; null where it is the only one.</summary>
    internal virtual IReadOnlyList<SymbolicTensor>? Together { get; set; }

    /// <summary>The layer that gave this tensor, for messages; null where that is not known.</summary>
    private protected virtual string? Source => (Together as SymbolicTensors)?.Layer;

    /// <summary>Both outputs of a layer: <c>var (output, state) = new GRU(8, returnState: true).Apply(x)</c>.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <exception cref="InvalidOperationException">The tensor is not what a layer with two outputs gave.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second)
    {
        IReadOnlyList<SymbolicTensor> all = AllOf(2);
        (first, second) = (all[0], all[1]);
    }

    /// <summary>All three outputs of a layer: <c>var (output, h, c) = new LSTM(8, returnState: true).Apply(x)</c>.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <exception cref="InvalidOperationException">The tensor is not what a layer with three outputs gave.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third)
    {
        IReadOnlyList<SymbolicTensor> all = AllOf(3);
        (first, second, third) = (all[0], all[1], all[2]);
    }

    /// <summary>All four outputs of a layer.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <param name="fourth">The fourth output.</param>
    /// <exception cref="InvalidOperationException">The tensor is not what a layer with four outputs gave.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third, out SymbolicTensor fourth)
    {
        IReadOnlyList<SymbolicTensor> all = AllOf(4);
        (first, second, third, fourth) = (all[0], all[1], all[2], all[3]);
    }

    /// <summary>All five outputs of a layer: those of an LSTM in both directions with its states.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <param name="fourth">The fourth output.</param>
    /// <param name="fifth">The fifth output.</param>
    /// <exception cref="InvalidOperationException">The tensor is not what a layer with five outputs gave.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third, out SymbolicTensor fourth,
        out SymbolicTensor fifth)
    {
        IReadOnlyList<SymbolicTensor> all = AllOf(5);
        (first, second, third, fourth, fifth) = (all[0], all[1], all[2], all[3], all[4]);
    }

    private IReadOnlyList<SymbolicTensor> AllOf(int count) => Together is { } all && all.Count == count ? all
        : throw new InvalidOperationException(
            $"The tensor{(Source is { } layer ? $" of layer '{layer}'" : "")} of shape {Shape} is one of {Together?.Count ?? 1} outputs, not " +
            $"of {count}. Recurrent layers give their states with returnState: true; parts of a tensor come from Ops.Unstack or an index.");
}
