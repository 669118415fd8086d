using Fashion.Keras.Activations;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What locally connected layers share: a convolution whose every window has a kernel and a bias of its own.</summary>
/// <remarks>
/// Layers of Keras 1 and 2, which Keras 3 has no longer: it does not open files with them. With channels first, the bias (places,
/// filters) is laid over (filters, places) without turning it around, as Keras 2 does.
/// </remarks>
public abstract class LocallyConnectedLayer : Layer
{
    // Indices are float numbers, which are exact up to here.
    private const int MostConnections = 1 << 24;

    private readonly ConvolutionOptions _options;
    private LocalWindows? _windows;
    private Variable? _kernel, _bias;

    private protected LocallyConnectedLayer(ConvolutionOptions options, int implementation) : base(options.Name, options.InputShape)
    {
        string layer = GetType().Name;
        _options = options;
        Guard.Positive(options.Filters, layer, "filters");
        WindowRule.Positive(options.KernelSize, layer, "kernelSize");
        WindowRule.Positive(options.Strides, layer, "strides");
        if (implementation is < 1 or > 3)
            throw new ArgumentOutOfRangeException(nameof(implementation), implementation,
                $"{layer}: implementation must be 1, 2 or 3, not {implementation}.");
        if (options.Padding == Padding.Causal)
            throw new ArgumentException($"{layer}: use Padding.Valid or Padding.Same, not Padding.Causal.");
        if (options.Padding == Padding.Same && implementation == 1)
            throw new ArgumentException($"{layer}: Padding.Same needs implementation 2 or 3.");
        Implementation = implementation;
        ActivityRegularizer = options.ActivityRegularizer;
    }

    /// <summary>Number of filters: channels that come out.</summary>
    public int Filters => _options.Filters;

    /// <summary>Size of the window, one number per spatial axis.</summary>
    public Shape KernelSize => _options.KernelSize;

    /// <summary>Step from one window to the next, per spatial axis.</summary>
    public Shape Strides => _options.Strides;

    /// <summary>What happens at the borders.</summary>
    public Padding Padding => _options.Padding;

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat => _options.DataFormat;

    /// <summary>Function applied to the outputs; null for none.</summary>
    public ActivationFunction? Activation => _options.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _options.UseBias;

    /// <summary>
    /// Layout of the kernel: 1 (windows, cells * channels, filters), 2 (input's axes, output's axes), where only connections
    /// count that exist, 3 one number per connection. It changes no result.
    /// </summary>
    public int Implementation { get; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Shape input = SpatialInput.ChannelsLast(this, inputShape, KernelSize.Rank, DataFormat);
        if (!input[1..].IsKnown) throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) needs an input whose sizes are known, " +
            $"except for the batch, but got {inputShape}: every window has weights of its own.")
        { LayerName = Name, Received = inputShape };
        ComputeOutputShape(inputShape);
        _windows = new LocalWindows(input[1..^1], input[^1], _options);
        Shape plain = _windows.KernelShape(1);
        if ((long)plain[0] * plain[1] * plain[2] > MostConnections
            || (Implementation == 2
                && input[1..].Concat(_windows.Output).Aggregate((double)Filters, (product, size) => product * size) > MostConnections))
            throw new ShapeMismatchException(
                $"Layer '{Name}' ({ClassName}): a kernel for the input {inputShape} has more than {MostConnections} numbers.")
            { LayerName = Name, Received = inputShape };
        _kernel = AddWeight("kernel", _windows.KernelShape(Implementation), _options.Kernel.Initializer,
            regularizer: _options.Kernel.Regularizer, constraint: _options.Kernel.Constraint);
        if (UseBias)
            _bias = AddWeight("bias", (int[])[.. _windows.Output, Filters], _options.Bias.Initializer,
                regularizer: _options.Bias.Regularizer, constraint: _options.Bias.Constraint);
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        int[] sizes = SpatialInput.ChannelsLast(this, inputShape, KernelSize.Rank, DataFormat).ToArray();
        for (int axis = 0; axis < KernelSize.Rank; axis++)
        {
            int size = WindowRule.Output(sizes[axis + 1], KernelSize[axis], Strides[axis], 1, Padding);
            if (size is < 1 and not Shape.Unknown)
                throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): a kernel of {KernelSize} does not fit into the input " +
                    $"{inputShape}. Use a smaller kernel or a larger input.")
                { LayerName = Name, Received = inputShape };
            sizes[axis + 1] = size;
        }
        sizes[^1] = Filters;
        return SpatialInput.InFormat(sizes, DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor x = ChannelOrder.ToLast(inputs, DataFormat);
        int batch = x.Shape[0], places = _windows!.Output.ElementCount, cells = KernelSize.ElementCount, channels = x.Shape[^1];
        // (place, batch, features) times (place, features, filters)
        SymbolicTensor y = Ops.MatMul(Ops.Reshape(Windows(x, places, cells), [places, batch, cells * channels]), Kernel());
        y = Ops.Reshape(Ops.Transpose(y, 1, 0, 2), (int[])[batch, .. _windows.Output, Filters]);
        y = ChannelOrder.FromLast(y, DataFormat);
        if (_bias is not null) y += Ops.Reshape(_bias, y.Shape.With(0, 1));
        return Activation is null ? y : Activation.Apply(y);
    }

    // The cells of every window, in the order of the kernel: (place, batch, cell, channel), or channel before cell.
    private SymbolicTensor Windows(SymbolicTensor x, int places, int cells)
    {
        int rank = KernelSize.Rank, batch = x.Shape[0], channels = x.Shape[^1];
        int[] before = [0, .. Enumerable.Range(0, rank).Select(_windows!.Before), 0],
            after = [0, .. Enumerable.Range(0, rank).Select(_windows.After), 0];
        if (before.Concat(after).Any(size => size > 0)) x = Ops.Pad(x, before, after);
        SymbolicTensor rows = Ops.Transpose(Ops.Reshape(x, [batch, x.Shape[1..^1].ElementCount, channels]), 1, 0, 2);
        SymbolicTensor windows =
            Ops.Reshape(Ops.Gather(rows, Ops.Fixed([places * cells], _windows.Cells())), [places, cells, batch, channels]);
        return DataFormat == DataFormat.ChannelsLast ? Ops.Transpose(windows, 0, 2, 1, 3) : Ops.Transpose(windows, 0, 2, 3, 1);
    }

    private SymbolicTensor Kernel()
    {
        if (Implementation == 1) return _kernel!;
        // One zero at the end stands for cells outside of the input.
        SymbolicTensor numbers = Ops.Pad(Ops.Reshape(_kernel!, [_kernel!.Shape.ElementCount, 1]), [0, 0], [1, 0]);
        float[] places = _windows!.Places(Implementation);
        return Ops.Reshape(Ops.Gather(numbers, Ops.Fixed([places.Length], places)), _windows.KernelShape(1));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("filters", Filters).Write("kernel_size", KernelSize).Write("strides", Strides).Write("padding", Padding)
            .Write("data_format", DataFormat)
            .Write("activation", Activation).Write("use_bias", UseBias).Write("activity_regularizer", ActivityRegularizer)
            .Write("implementation", Implementation);
        _options.Kernel.WriteTo(config, "kernel");
        _options.Bias.WriteTo(config, "bias");
    }
}
