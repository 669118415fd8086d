using Fashion.Keras.Activations;
using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// What all convolutions share: a window that moves over one, two or three spatial axes, a bias and an activation. The work
/// is done with channels last; tensors with channels first are turned around on the way in and out.
/// </summary>
public abstract class ConvolutionLayer : AdaptableLayer
{
    private Variable? _bias;

    private protected ConvolutionLayer(ConvolutionOptions options) : base(options.Name, options.InputShape)
    {
        string layer = GetType().Name;
        Options = options;
        WindowRule.CheckConvolution(layer, options.KernelSize, options.Strides, options.Dilation);
        if (options.Padding == Padding.Causal && options.KernelSize.Rank != 1)
            throw new ArgumentException($"{layer}: Padding.Causal is for sequences only; use Padding.Valid or Padding.Same.");
        ActivityRegularizer = options.ActivityRegularizer;
    }

    private protected ConvolutionOptions Options { get; }

    /// <summary>Size of the window, one number per spatial axis.</summary>
    public Shape KernelSize => Options.KernelSize;

    /// <summary>Step from one window to the next, per spatial axis.</summary>
    public Shape Strides => Options.Strides;

    /// <summary>Distance between the window's cells, per spatial axis; 1 for neighbours.</summary>
    public Shape DilationRate => Options.Dilation;

    /// <summary>What happens at the borders.</summary>
    public Padding Padding => Options.Padding;

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat => Options.DataFormat;

    /// <summary>Function applied to the outputs; null for none.</summary>
    public ActivationFunction? Activation => Options.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => Options.UseBias;

    /// <summary>Number of spatial axes.</summary>
    private protected int SpatialRank => Options.KernelSize.Rank;

    /// <summary>The input's shape with the channels last, checked for its number of axes.</summary>
    private protected Shape ChannelsLast(Shape inputShape) => SpatialInput.ChannelsLast(this, inputShape, SpatialRank, DataFormat);

    /// <summary>Number of input channels; it must be known to make the kernel.</summary>
    private protected int Channels(Shape inputShape)
    {
        int channels = ChannelsLast(inputShape)[^1];
        return channels > 0 ? channels : throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) needs a known number of " +
            $"channels to make its kernel, but got {inputShape}.")
        { LayerName = Name, Received = inputShape };
    }

    /// <summary>Makes the bias, if there is one.</summary>
    private protected void BuildBias(int channels)
    {
        if (UseBias)
            _bias = AddWeight("bias", [channels], Options.Bias.Initializer, regularizer: Options.Bias.Regularizer,
                constraint: Options.Bias.Constraint);
    }

    /// <summary>Number of channels that come out.</summary>
    private protected abstract int OutputChannels(int inputChannels);

    /// <summary>Size of one spatial axis that comes out; below 1 when the window does not fit.</summary>
    private protected virtual int OutputSize(int axis, int size) =>
        WindowRule.Output(size, KernelSize[axis], Strides[axis], DilationRate[axis], Padding);

    /// <summary>Checks that the image with its border fits into a buffer.</summary>
    private protected virtual void CheckPadded(Shape image) => WindowRule.CheckPadded(image, KernelSize, Strides, DilationRate, Padding);

    /// <summary>Writes the convolution itself, channels last, without bias and activation.</summary>
    private protected abstract SymbolicTensor Convolve(SymbolicTensor images);

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private Shape OutputShape(Shape inputShape)
    {
        Shape image = ChannelsLast(inputShape);
        Shape spatial = SpatialInput.ConvolvedSizes(this, inputShape, image, KernelSize, DilationRate, OutputSize);
        int channels = OutputChannels(image[^1]);
        CheckPadded(image);
        return SpatialInput.InFormat((int[])[image[0], .. spatial, channels], DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        SymbolicTensor y = Convolve(ChannelOrder.ToLast(inputs, DataFormat));
        if (_bias is not null) y += _bias;
        y = ChannelOrder.FromLast(y, DataFormat);
        return Activation is null ? y : Activation.Apply(y);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("kernel_size", KernelSize).Write("strides", Strides).Write("padding", Padding).Write("data_format", DataFormat)
            .Write("dilation_rate", DilationRate).Write("activation", Activation).Write("use_bias", UseBias)
            .Write("activity_regularizer", ActivityRegularizer);
        Options.Bias.WriteTo(config, "bias");
    }
}
