using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

// The numbers in the weights.
public abstract partial class Layer
{
    /// <summary>
    /// Whether Keras counts the layer as built as soon as it is made; others of a model without an input shape are unbuilt.
    /// </summary>
    internal virtual bool IsBuiltAtOnce => false;

    /// <summary>Whether it is known which weights the layer has.</summary>
    internal bool CountsAsBuilt => Built || _nodes.Count > 0 || IsBuiltAtOnce;

    /// <summary>
    /// The penalties of regularizers on the weights that train, one number each: values outside of a function or a training step,
    /// terms of what is computed within one. Penalties on outputs belong to a call of the layer and are added there to the loss.
    /// </summary>
    public IReadOnlyList<SymbolicTensor> Losses =>
        new SymbolicTensors([.. TrainableWeights.Where(w => w.Regularizer is not null).Select(w => w.Regularizer!.Penalty(w))], Name);

    /// <summary>
    /// Copies of the weights in the order of <see cref="Weights"/>; a single number has the shape (1). Empty before they are made.
    /// </summary>
    public Tensor<float>[] GetWeights() => [.. Weights.Select(w => TensorValues.Create(w.ToArray(), w.Shape))];

    /// <summary>Gives all weights new values.</summary>
    /// <param name="weights">One array per weight, in the order of <see cref="Weights"/> and of the same shape: <c>[kernel, bias]</c>, or
    /// what <see cref="GetWeights"/> of another layer gave.</param>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    /// <exception cref="ArgumentException">Another number of arrays, or no numbers; nothing was changed.</exception>
    /// <exception cref="ShapeMismatchException">An array has another shape than its weight; nothing was changed.</exception>
    public void SetWeights(ModelData weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!CountsAsBuilt) throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has no weights to set yet: it is built " +
            "when the shape of its input is known.");
        IReadOnlyList<Variable> own = Weights;
        IReadOnlyList<ArraySource> given = weights.Arrays;
        if (given.Count != own.Count)
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) has {own.Count} weights " +
                $"({string.Join(", ", own.Select(w => $"{w.Name} {w.Shape}"))}), but {given.Count} arrays were given.", nameof(weights));
        foreach ((Variable weight, ArraySource array) in own.Zip(given))
        {
            if (array.IsText)
                throw new ArgumentException($"Layer '{Name}' ({ClassName}): texts were given for weight '{weight.Name}'.", nameof(weights));
            if (array.Shape != weight.Shape && !(weight.Shape.Rank == 0 && array.Shape.ElementCount == 1))
                throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): weight '{weight.Name}' has the shape {weight.Shape}, " +
                    $"but an array of shape {array.Shape} was given.")
                { LayerName = Name, Received = array.Shape };
        }
        float[][] values = [.. given.Select(array => array.ToFloats())];
        foreach ((Variable weight, float[] numbers) in own.Zip(values)) weight.Set(numbers);
    }
}
