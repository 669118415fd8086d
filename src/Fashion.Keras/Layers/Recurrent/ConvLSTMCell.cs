using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// One step of a long short-term memory whose products are convolutions. The work is done with channels last; states with channels first
/// are turned around on the way in and out.
/// </summary>
internal sealed class ConvLSTMCell : GatedCell
{
    /// <summary>What Keras calls the cell inside its layers.</summary>
    public const string KerasName = "conv_lstm_cell";

    private readonly Shape _ones;

    public ConvLSTMCell(CellOptions options, ConvolutionWindow window, bool unitForgetBias)
        : base(options, LongShortTermMemory.Gates, states: 2)
    {
        string layer = options.Owner!;
        WindowRule.CheckConvolution(layer, window.KernelSize, window.Strides, window.Dilation);
        if (window.Padding == Padding.Causal)
            throw new ArgumentException($"{layer}: Padding.Causal is not known here; use Padding.Valid or Padding.Same.");
        Window = window;
        UnitForgetBias = unitForgetBias;
        _ones = Enumerable.Repeat(1, window.KernelSize.Rank).ToArray();
    }

    public ConvolutionWindow Window { get; }

    public bool UnitForgetBias { get; }

    private protected override string UnitsName => "filters";

    private protected override Shape KernelShape(int features) => (int[])[.. Window.KernelSize, features, GateSize];

    private protected override int Features(Shape stepShape)
    {
        int channels = ChannelsLast(stepShape)[^1];
        return channels > 0 ? channels : throw new ShapeMismatchException($"Layer '{InMessages.Name}' ({InMessages.ClassName}) needs a " +
            $"known number of channels to make its kernel, but got steps of {stepShape}.")
        { LayerName = InMessages.Name, Received = stepShape };
    }

    /// <inheritdoc/>
    public override RecurrentCell Copy() => new ConvLSTMCell(CopyOptions, Window, UnitForgetBias);

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        base.Build(inputShape);
        if (Bias is not null && UnitForgetBias) LongShortTermMemory.OpenForgetGate(Bias, Units);
    }

    internal override Shape OutputShapeOf(Shape stepShape)
    {
        Shape image = ChannelsLast(stepShape);
        Shape spatial = SpatialInput.ConvolvedSizes(InMessages, stepShape, image, Window.KernelSize, Window.Dilation,
            (axis, size) => WindowRule.Output(size, Window.KernelSize[axis], Window.Strides[axis], Window.Dilation[axis], Window.Padding));
        WindowRule.CheckPadded(image, Window.KernelSize, Window.Strides, Window.Dilation, Window.Padding);
        return SpatialInput.InFormat((int[])[image[0], .. spatial, Units], Window.DataFormat);
    }

    internal override IReadOnlyList<Shape> StateShapesOf(Shape stepShape)
    {
        Shape state = OutputShapeOf(stepShape);
        return [state, state];
    }

    private protected override SymbolicTensor Project(SymbolicTensor sequence)
    {
        int batch = sequence.Shape[0], steps = sequence.Shape[1];
        SymbolicTensor all =
            Ops.Reshape(sequence, (int[])[Data.Sizes.Product(batch, steps, "The steps of a batch"), .. sequence.Shape[2..]]);
        SymbolicTensor projected = ConvolutionMath.Convolve(ChannelOrder.ToLast(all, Window.DataFormat), Kernel!, Window.Strides,
            Window.Dilation, Window.Padding, groups: 1);
        return Ops.Reshape(projected, (int[])[batch, steps, .. projected.Shape[1..]]);
    }

    private protected override SymbolicTensor[] Advance(SymbolicTensor projected, IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor recurrentInput)
    {
        SymbolicTensor z =
            projected + ConvolutionMath.Convolve(ChannelOrder.ToLast(recurrentInput, Window.DataFormat), RecurrentKernel!, _ones, _ones,
                Padding.Same, groups: 1);
        SymbolicTensor[] next =
            LongShortTermMemory.Advance(gate => Gate(z, gate), ChannelOrder.ToLast(states[1], Window.DataFormat), Activate, ActivateGate);
        return [.. next.Select(state => ChannelOrder.FromLast(state, Window.DataFormat))];
    }

    private Shape ChannelsLast(Shape stepShape) =>
        SpatialInput.ChannelsLast(InMessages, stepShape, Window.KernelSize.Rank, Window.DataFormat);

    internal override void WriteSettings(ConfigWriter config)
    {
        base.WriteSettings(config);
        config.Write("filters", Units).Write("kernel_size", Window.KernelSize).Write("strides", Window.Strides)
            .Write("padding", Window.Padding)
            .Write("data_format", Window.DataFormat).Write("dilation_rate", Window.Dilation)
            .Write("recurrent_activation", Options.RecurrentActivation).Write("unit_forget_bias", UnitForgetBias);
    }
}
