using System.Text.Json.Nodes;

namespace Fashion.Keras.Layers;

// What a layer around this one needs to know.
public abstract partial class Layer
{
    /// <summary>
    /// Whether what one sample of a batch becomes may depend on the others, or on how many there are. A layer around this one
    /// that applies it to several batches must then do so one by one; layers of the user's own may do anything.
    /// </summary>
    /// <param name="training">Whether the model is being trained.</param>
    /// <param name="masked">Whether the input has a mask.</param>
    internal virtual bool MixesSamples(bool training, bool masked) =>
        GetType().Assembly != typeof(Layer).Assembly || ActivityRegularizer is not null
            || Children.Any(c => c.MixesSamples(training, masked));

    /// <summary>Whether it keeps states between batches, which every pass changes, that of Predict too.</summary>
    internal virtual bool KeepsStates => Children.Any(c => c.KeepsStates);

    /// <summary>What Keras calls the argument that holds all inputs but the first one; null where all inputs are one list.</summary>
    internal virtual string? StatesKeyword => null;

    /// <summary>The inputs of that argument as Keras nests them.</summary>
    internal virtual JsonArray NestStates(IReadOnlyList<JsonNode> states) => new([.. states]);

    /// <summary>Forgets the states that it keeps between batches, those of layers inside included.</summary>
    internal virtual void ForgetStates()
    {
        foreach (Layer child in Children) child.ForgetStates();
    }

    /// <summary>The layer as module, class name and configuration, as files have it.</summary>
    /// <param name="keepsState">Whether the configuration is all that the file keeps of the state apart from the weights.</param>
    internal virtual JsonObject ToEntry(bool keepsState = false) => LayerEntry.Of(this, keepsState);

    /// <summary>Makes the weights of a layer inside this one; new ones are named after this layer, too.</summary>
    private protected void BuildInside(Layer inner, Shape inputShape)
    {
        bool fresh = !inner.Built;
        inner.EnsureBuilt([inputShape]);
        if (!fresh) return;
        foreach (Variable weight in inner.Weights) weight.Path = $"{Name}/{weight.Path}";
    }

    /// <summary>Counts a weight of a layer inside as one of this layer, too: files keep it in both places.</summary>
    private protected void ShareWeight(Variable weight) => _weights.Add(weight);

    /// <summary>Writes operations as those of the layer, its activity penalty included.</summary>
    private protected IReadOnlyList<SymbolicTensor> CallIn(IReadOnlyList<SymbolicTensor> inputs, CallContext context,
        Func<IReadOnlyList<SymbolicTensor>> call)
    {
        SymbolicTensor[] outputs = Marked(Named(call), inputs);
        if (ActivityRegularizer is not null)
            foreach (SymbolicTensor output in outputs) context.AddLoss(ActivityRegularizer.Penalty(output) / output.Shape[0]);
        return outputs;
    }

    /// <summary>Writes the operations of a layer inside this one, without its activity penalty.</summary>
    private protected static IReadOnlyList<SymbolicTensor> CallWithoutPenalty(Layer inner, SymbolicTensor input, CallContext context)
    {
        using (Graph.GraphBuilder.Current!.In(inner.Name)) return inner.Marked(inner.Named(() => inner.Call([input], context)), [input]);
    }
}
