using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Conv1DTranspose to Conv3DTranspose: the gradient of a convolution with respect to its input, as a layer.</summary>
public abstract class TransposedConvolution : ConvolutionLayer
{
    private Variable? _kernel;

    private protected TransposedConvolution(ConvolutionOptions options) : base(options)
    {
        string layer = GetType().Name;
        Guard.Positive(options.Filters, layer, "filters");
        if (options.Padding == Padding.Causal)
            throw new ArgumentException($"{layer}: use Padding.Valid or Padding.Same, not Padding.Causal.");
        if (options.OutputPadding is { } added && added.Where((size, axis) => size < 0 || size >= options.Strides[axis]).Any())
            throw new ArgumentException($"{layer}: outputPadding {added} must be at least 0 and below strides {options.Strides}.");
    }

    /// <summary>Number of filters: channels that come out.</summary>
    public int Filters => Options.Filters;

    /// <summary>Length added at the end, per spatial axis; null for the length that fits the stride.</summary>
    public Shape? OutputPadding => Options.OutputPadding;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int channels = Channels(inputShape);
        _kernel = AddWeight("kernel", (int[])[.. KernelSize, Filters, channels], Options.Kernel.Initializer,
            regularizer: Options.Kernel.Regularizer, constraint: Options.Kernel.Constraint);
        BuildBias(Filters);
    }

    private protected override int OutputChannels(int inputChannels) => Filters;

    private protected override int OutputSize(int axis, int size) =>
        size == Shape.Unknown
            ? size
            : TransposedWindow.Of(size, KernelSize[axis], Strides[axis], DilationRate[axis], Padding, OutputPadding?[axis]).Output;

    private protected override void CheckPadded(Shape image)
    {
        int[] full = image.ToArray();
        full[0] = 1;
        for (int axis = 0; axis < SpatialRank; axis++)
            if (full[axis + 1] != Shape.Unknown)
                full[axis + 1] = TransposedWindow.Of(full[axis + 1], KernelSize[axis], Strides[axis], DilationRate[axis], Padding,
                    OutputPadding?[axis]).Full;
        full[^1] = Filters;
        Sizes.Count(full, "The full result of a transposed convolution");
    }

    private protected override SymbolicTensor Convolve(SymbolicTensor images) =>
        Ops.ConvTranspose(images, _kernel!, Strides, Padding, OutputPadding, dilationRate: DilationRate);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("filters", Filters).Write("output_padding", OutputPadding);
        Options.Kernel.WriteTo(config, "kernel");
    }
}
