using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>DepthwiseConv1D and DepthwiseConv2D: every filter looks at one channel.</summary>
public abstract class DepthwiseConvolution : ConvolutionLayer
{
    private Variable? _kernel;

    private protected DepthwiseConvolution(ConvolutionOptions options) : base(options) =>
        Guard.Positive(options.DepthMultiplier, GetType().Name, "depthMultiplier");

    /// <summary>Number of outputs per channel.</summary>
    public int DepthMultiplier => Options.DepthMultiplier;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int channels = Channels(inputShape);
        _kernel = AddWeight("kernel", (int[])[.. KernelSize, channels, DepthMultiplier], Options.Kernel.Initializer,
            regularizer: Options.Kernel.Regularizer, constraint: Options.Kernel.Constraint);
        BuildBias(OutputChannels(channels));
    }

    private protected override int OutputChannels(int inputChannels) =>
        inputChannels == Shape.Unknown ? inputChannels : Sizes.Product(inputChannels, DepthMultiplier, "The channel axis");

    private protected override SymbolicTensor Convolve(SymbolicTensor images) =>
        Ops.DepthwiseConv(images, _kernel!, Strides, Padding, dilationRate: DilationRate);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("depth_multiplier", DepthMultiplier);
        Options.Kernel.WriteTo(config, "depthwise");
    }
}
