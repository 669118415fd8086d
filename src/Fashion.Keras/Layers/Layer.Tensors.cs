namespace Fashion.Keras.Layers;

// The tensors between layers around this one.
public abstract partial class Layer
{
    /// <summary>The tensors between layers that the layer was first applied to; those where data enters for a model.</summary>
    /// <exception cref="InvalidOperationException">It was not applied to tensors between layers.</exception>
    public virtual ModelTensors Inputs => ModelTensors.Create([.. FirstUse("input").Inputs]);

    /// <summary>The tensors between layers that the first use of the layer gave; those that a model gives for a model.</summary>
    /// <exception cref="InvalidOperationException">It was not applied to tensors between layers.</exception>
    public virtual ModelTensors Outputs => ModelTensors.Create([.. FirstUse("output").Outputs]);

    /// <summary>
    /// The tensor that the layer gives, as the input of other layers or the output of another model:
    /// <c>new Model(model.Inputs, model.GetLayer("flatten").Output)</c>. Of a layer that is used several times it is the first
    /// use's, as in Keras.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was not applied to a tensor between layers, or it gives several; use
    /// <see cref="Outputs"/>.</exception>
    public SymbolicTensor Output => Only(Outputs, "output");

    /// <summary>The only one of several tensors.</summary>
    internal SymbolicTensor Only(ModelTensors tensors, string what) => tensors.Count == 1 ? tensors[0]
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has {tensors.Count} {what}s, not one; all of them are in " +
            $"{(what == "input" ? nameof(Inputs) : nameof(Outputs))}.");

    private LayerNode FirstUse(string what) => _nodes.Count > 0 ? _nodes[0]
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) was never applied to a tensor between layers, so it has no " +
            $"{what}. In a Sequential it has one once the shape of the model's input is known.");
}
