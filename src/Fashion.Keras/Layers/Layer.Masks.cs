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

    /// <summary>
    /// Whether Keras calls the layer with the masks of its inputs, so that a functional model keeps them as they are when it is put
    /// together.
    /// </summary>
    internal virtual bool IsCalledWithMask => false;

    /// <summary>Whether layers after it do not see the masks of its inputs any more: see <see cref="SymbolicTensor.SeenMask"/>.</summary>
    internal virtual bool TakesMasksAway => false;

    /// <summary>
    /// Uses the layer with a mask of the caller's instead of the one that the input brings along: <c>layer(x, mask=mask)</c> in Keras.
    /// </summary>
    /// <param name="input">What to apply it to: a tensor between layers, a value, or inside <c>Call</c> one of its tensors.</param>
    /// <param name="mask">1 for what is there, 0 for what is missing; for <see cref="Softmax"/> of a shape that broadcasts to the last axes
    /// of the input.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    /// <exception cref="ArgumentException">Only one of both is a tensor between layers.</exception>
    public SymbolicTensor ApplyMasked(SymbolicTensor input, SymbolicTensor mask, CallContext? context = null) =>
        Apply([input], LayerArguments.None, context, [mask])[0];

    private SymbolicTensor[] Marked(IReadOnlyList<SymbolicTensor> outputs, IReadOnlyList<SymbolicTensor> inputs)
    {
        // An input that is handed on becomes a tensor of its own, so that its mask stays with the input.
        SymbolicTensor[] marked = [.. outputs.Select(o => inputs.Contains(o) ? o.WithMask(null) : o)];
        if (SupportsMasking)
        {
            foreach (var (output, mask) in marked.Zip(ComputeMasks(inputs))) output.Mask ??= mask;
            if (!IsCalledWithMask && inputs.Any(i => i.SeenMask != i.Mask))
                foreach (var (output, mask) in marked.Zip(ComputeMasks([.. inputs.Select(i => i.WithMask(i.SeenMask))])))
                    output.SeenMask = mask;
        }
        if (TakesMasksAway)
            foreach (SymbolicTensor input in inputs) input.SeenMask = null;
        return marked;
    }
}
