using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Conv1D, Conv2D and Conv3D: every filter looks at all channels of its group.</summary>
public abstract class PlainConvolution : ConvolutionLayer
{
    private Variable? _kernel;

    private protected PlainConvolution(ConvolutionOptions options) : base(options)
    {
        Guard.Positive(options.Filters, GetType().Name, "filters");
        Guard.Positive(options.Groups, GetType().Name, "groups");
        if (options.Filters % options.Groups != 0)
            throw new ArgumentException($"{GetType().Name}: filters ({options.Filters}) must be divisible by groups ({options.Groups}).");
    }

    /// <summary>Number of filters: channels that come out.</summary>
    public int Filters => Options.Filters;

    /// <summary>Number of groups that channels and filters are split into.</summary>
    public int Groups => Options.Groups;

    internal override bool TakesLora => true;

    internal override Variable? LoraWeight => _kernel;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int channels = Channels(inputShape);
        if (channels % Groups != 0)
            throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): {channels} input channels cannot be split into {Groups} " +
                $"groups; the input is {inputShape}.")
            { LayerName = Name, Received = inputShape };
        _kernel = AddWeight("kernel", (int[])[.. KernelSize, channels / Groups, Filters], Options.Kernel.Initializer,
            regularizer: Options.Kernel.Regularizer, constraint: Options.Kernel.Constraint);
        BuildBias(Filters);
    }

    private protected override int OutputChannels(int inputChannels) => Filters;

    private protected override SymbolicTensor Convolve(SymbolicTensor images)
    {
        int channels = _kernel!.Shape[^2] * Groups;
        return images.Shape[^1] == channels ? Ops.Conv(images, Adapted(_kernel), Strides, Padding, dilationRate: DilationRate)
            : throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) has a kernel for inputs with {channels} channels, but got " +
                $"{images.Shape[^1]}: {images.Shape}, channels last.")
            { LayerName = Name, Received = images.Shape };
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("filters", Filters).Write("groups", Groups);
        Options.Kernel.WriteTo(config, "kernel");
    }
}
