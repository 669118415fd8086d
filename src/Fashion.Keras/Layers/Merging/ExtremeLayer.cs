namespace Fashion.Keras.Layers;

/// <summary>What the layers share that choose one of their inputs, element by element: a missing step is not chosen.</summary>
public abstract class ExtremeLayer : MergeLayer
{
    private protected ExtremeLayer(string? name) : base(name) { }

    /// <summary>Writes the choice between two inputs.</summary>
    private protected abstract SymbolicTensor Choose(SymbolicTensor left, SymbolicTensor right);

    private protected sealed override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs)
    {
        SymbolicTensor output = inputs[0];
        SymbolicTensor? present = Along(output);
        foreach (SymbolicTensor input in inputs.Skip(1))
        {
            SymbolicTensor other = input;
            // Where one side is missing the other one stands in for it.
            if (Along(input) is { } there) other = Ops.Where(there, input, output);
            if (present is not null) output = Ops.Where(present, output, other);
            present = AnyOf(present, Along(input));
            output = Choose(output, other);
        }
        return output;
    }
}
