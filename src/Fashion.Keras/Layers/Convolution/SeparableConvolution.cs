using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>SeparableConv1D and SeparableConv2D: a depthwise convolution followed by one of size 1 that mixes the channels.</summary>
public abstract class SeparableConvolution : ConvolutionLayer
{
    private Variable? _depthwise, _pointwise;

    private protected SeparableConvolution(ConvolutionOptions options) : base(options)
    {
        Guard.Positive(options.Filters, GetType().Name, "filters");
        Guard.Positive(options.DepthMultiplier, GetType().Name, "depthMultiplier");
    }

    /// <summary>Number of filters: channels that come out.</summary>
    public int Filters => Options.Filters;

    /// <summary>Number of outputs per channel before they are mixed.</summary>
    public int DepthMultiplier => Options.DepthMultiplier;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int channels = Channels(inputShape);
        WeightOptions mix = Options.Pointwise!;
        _depthwise = AddWeight("depthwise_kernel", (int[])[.. KernelSize, channels, DepthMultiplier], Options.Kernel.Initializer,
            regularizer: Options.Kernel.Regularizer, constraint: Options.Kernel.Constraint);
        _pointwise = AddWeight("pointwise_kernel", (int[])[.. Ones, Sizes.Product(channels, DepthMultiplier, "The channel axis"), Filters],
            mix.Initializer, regularizer: mix.Regularizer, constraint: mix.Constraint);
        BuildBias(Filters);
    }

    private Shape Ones => Enumerable.Repeat(1, SpatialRank).ToArray();

    private protected override int OutputChannels(int inputChannels) => Filters;

    private protected override SymbolicTensor Convolve(SymbolicTensor images) =>
        Ops.SeparableConv(images, _depthwise!, _pointwise!, Strides, Padding, dilationRate: DilationRate);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("filters", Filters).Write("depth_multiplier", DepthMultiplier);
        Options.Kernel.WriteTo(config, "depthwise");
        Options.Pointwise!.WriteTo(config, "pointwise");
    }
}
