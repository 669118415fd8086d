namespace Fashion.Keras.Layers;

// Which steps of the outputs are there.
public abstract partial class Layer
{
    /// <summary>
    /// Whether outputs carry masks, those of <see cref="ComputeMasks"/>; false for a layer that ends the mask of its input, though
    /// it may use it. Default: false. Layers that treat every step alone override it with true.
    /// </summary>
    public virtual bool SupportsMasking => false;

    /// <summary>
    /// Writes the masks of the outputs, in their order: numbers that are 1 where a step is there and 0 where it is missing, of the
    /// output's shape without its last axis; null for an output without a mask. The default hands on the masks of the inputs.
    /// Called after <c>Call</c>, only where <see cref="SupportsMasking"/> is true.
    /// </summary>
    /// <param name="inputs">What <c>Call</c> got; <see cref="SymbolicTensor.Mask"/> of each is its mask.</param>
    protected virtual IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [.. inputs.Select(i => i.Mask)];
    }

    /// <summary>Whether Keras calls the layer with the masks of its inputs, so that a functional model keeps them as they are when it is put together.</summary>
    internal virtual bool IsCalledWithMask => false;

    /// <summary>Whether layers after it do not see the masks of its inputs any more: see <see cref="SymbolicTensor.SeenMask"/>.</summary>
    internal virtual bool TakesMasksAway => false;

    private SymbolicTensor[] Marked(IReadOnlyList<SymbolicTensor> outputs, IReadOnlyList<SymbolicTensor> inputs)
    {
        // An input that is handed on becomes a tensor of its own, so that its mask stays with the input.
        SymbolicTensor[] marked = [.. outputs.Select(o => inputs.Contains(o) ? o.WithMask(null) : o)];
        if (SupportsMasking)
        {
            foreach (var (output, mask) in marked.Zip(ComputeMasks(inputs))) output.Mask ??= mask;
            if (!IsCalledWithMask && inputs.Any(i => i.SeenMask != i.Mask))
                foreach (var (output, mask) in marked.Zip(ComputeMasks([.. inputs.Select(i => i.WithMask(i.SeenMask))]))) output.SeenMask = mask;
        }
        if (TakesMasksAway)
            foreach (SymbolicTensor input in inputs) input.SeenMask = null;
        return marked;
    }
}
