using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Training;

namespace Fashion.Keras.Layers;

// A layer or model as a function of values.
public abstract partial class Layer
{
    /// <summary>
    /// The output for a batch of values, as <c>layer(x)</c> in Keras; the weights are made if there are none yet. Layers for images
    /// (those that augment, resize or crop, and models of such) also take a single image of shape (height, width, channels).
    /// Any number of threads may call one layer at once; one with states between batches (stateful) only one at a time.
    /// </summary>
    /// <remarks>
    /// In the <c>Map</c> of a pipeline what a layer draws follows from its seed, the number of the element and that of the pass, so it
    /// does not depend on the number of threads.
    /// </remarks>
    /// <param name="x">The batch: samples along the first axis.</param>
    /// <param name="training">Whether the layer works as in training: draws random numbers, drops, takes statistics of the batch.</param>
    /// <exception cref="ShapeMismatchException">The layer cannot take this shape.</exception>
    /// <exception cref="ArgumentException">The layer has several inputs or outputs; use the other overload.</exception>
    /// <example><code>
    /// var augment = new Sequential { new RandomFlip(FlipMode.Horizontal), new RandomRotation(0.1) };
    /// train = train.Map((image, label) => (augment.Call(image, training: true), label), parallel: 2);
    /// </code></example>
    public Tensor<float> Call(Tensor<float> x, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        bool single = IsSingleImage(x.Rank);
        IReadOnlyList<Tensor<float>> inputs = [single ? x.Unsqueeze(0) : x];
        Tensor<float> output = Only(Call(inputs, training));
        return single ? output.SqueezeDimension(0) : output;
    }

    /// <summary>The output for an array or tensor of any plain number type, or texts where the layer takes them.</summary>
    /// <param name="x">The batch: samples along the first axis.</param>
    /// <param name="training">Whether the layer works as in training.</param>
    /// <exception cref="ShapeMismatchException">The layer cannot take this shape.</exception>
    /// <exception cref="ArgumentException">The layer has several outputs, or the data is not what it takes.</exception>
    public Tensor<float> Call(ModelData x, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (this is HostLayer host) return host.Call(x);
        bool single = x.Arrays is [var only] && IsSingleImage(only.Shape.Rank);
        IReadOnlyList<ArraySource> arrays = single ? [x.Arrays[0].Reshape(x.Arrays[0].Shape.Prepend(1))] : x.Arrays;
        if (this is Model { InputNames.Count: > 0 } model)
            arrays = [.. (single ? ModelData.Of(arrays[0]) : x).Arrange(model.InputNames, "inputs", model.Name).Select(array => array!)];
        Tensor<float> output = Only([.. Run(arrays, training).Select(AsTensor)]);
        return single ? output.SqueezeDimension(0) : output;
    }

    /// <summary>All outputs for batches of values, for layers and models with several inputs or outputs.</summary>
    /// <param name="inputs">One batch per input.</param>
    /// <param name="training">Whether the layer works as in training.</param>
    /// <exception cref="ShapeMismatchException">The layer cannot take these shapes.</exception>
    public IReadOnlyList<Tensor<float>> Call(IReadOnlyList<Tensor<float>> inputs, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (Tensor<float> input in inputs) ArgumentNullException.ThrowIfNull(input, nameof(inputs));
        if (this is HostLayer host) return [host.Call(ModelData.Create([.. inputs.Select(input => (ModelData)input)]))];
        return [.. Run([.. inputs.Select(ArraySource.From)], training).Select(AsTensor)];
    }

    /// <summary>The outputs for tensors whose numbers are known.</summary>
    internal IReadOnlyList<SymbolicTensor> CallValues(IReadOnlyList<ValueTensor> inputs, bool training)
    {
        ArraySource[] arrays = [.. inputs.Select(input => ArraySource.From(input.Values, input.Shape))];
        return this is HostLayer host ? [host.Call(ModelData.Create([.. arrays.Select(ModelData.Of)]))] : Run(arrays, training);
    }

    // A model whose input has three axes takes such tensors as they are.
    private bool IsSingleImage(int rank) => TakesSingleImages && rank == 3 && BuiltShapes is not [{ Rank: 3 }];

    private ValueTensor[] Run(IReadOnlyList<ArraySource> inputs, bool training)
    {
        if (this is Model && BuiltShapes.Count == inputs.Count)
            foreach ((Shape given, Shape built) in inputs.Select(input => input.Shape).Zip(BuiltShapes)) CheckRank(given, built);
        return LayerRunner.Of(this, DefaultEngine.Create).Run(inputs, training, (this as Model)?.Options);
    }

    // A last axis of size 1 may be left out or added, as in Keras.
    private void CheckRank(Shape given, Shape built)
    {
        bool fits = given.Rank == built.Rank || (given.Rank == built.Rank - 1 && built[^1] == 1)
            || (given.Rank == built.Rank + 1 && given[^1] == 1);
        if (!fits) throw new ShapeMismatchException($"Model '{Name}' takes inputs {built}, whose first axis counts the samples, but got " +
            $"{given}. A single sample is a batch of one: add an axis in front.")
        { LayerName = Name, Received = given };
    }

    private static Tensor<float> AsTensor(ValueTensor output) => TensorValues.Create(output.Values, output.Shape);

    private Tensor<float> Only(IReadOnlyList<Tensor<float>> outputs) => outputs.Count == 1 ? outputs[0]
        : throw new ArgumentException(
            $"Layer '{Name}' ({ClassName}) has {outputs.Count} outputs; call it with a list of tensors to get all of them.");
}
