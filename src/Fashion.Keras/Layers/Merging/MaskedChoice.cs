namespace Fashion.Keras.Layers;

/// <summary>Merges that choose one of their inputs, element by element: a missing step is not chosen.</summary>
internal static class MaskedChoice
{
    /// <summary>Writes the choice among all inputs.</summary>
    /// <param name="inputs">Inputs with the same number of axes.</param>
    /// <param name="choose">Writes the choice between two of them.</param>
    public static SymbolicTensor Of(IReadOnlyList<SymbolicTensor> inputs, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> choose)
    {
        SymbolicTensor output = inputs[0];
        SymbolicTensor? present = MergeLayer.Along(output);
        foreach (SymbolicTensor input in inputs.Skip(1))
        {
            SymbolicTensor other = input;
            // Where one side is missing the other one stands in for it.
            if (MergeLayer.Along(input) is { } there) other = Ops.Where(there, input, output);
            if (present is not null) output = Ops.Where(present, output, other);
            present = MergeLayer.AnyOf(present, MergeLayer.Along(input));
            output = choose(output, other);
        }
        return output;
    }
}
