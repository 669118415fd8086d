using Fashion.Keras.Layers;

namespace Fashion.Keras;

// Where tensors between layers come from.
public static partial class Utils
{
    /// <summary>The inputs of a functional model that a tensor depends on: Keras's <c>get_source_inputs</c>.</summary>
    /// <param name="tensor">A tensor between layers.</param>
    /// <returns>What <see cref="Input.Of(Shape, string?, string?, int?)"/> gave, each once, in the order in which they are met from the
    /// tensor backwards.</returns>
    /// <exception cref="ArgumentException">The tensor is not one between layers.</exception>
    public static IReadOnlyList<SymbolicTensor> GetSourceInputs(SymbolicTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor is not LayerOutput output)
            throw new ArgumentException($"GetSourceInputs: {tensor} is no tensor between layers; it must come from Input.Of or from a " +
                "layer that was applied to one.", nameof(tensor));
        var sources = new List<SymbolicTensor>();
        var seen = new HashSet<LayerNode>();
        var open = new Stack<LayerOutput>([output]);
        while (open.TryPop(out LayerOutput? next))
        {
            if (!seen.Add(next.Node)) continue;
            if (next.Node.Inputs.Count == 0) sources.Add(next);
            foreach (LayerOutput input in next.Node.Sources.Reverse()) open.Push(input);
        }
        return sources;
    }
}
