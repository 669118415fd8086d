namespace Fashion.Keras.Layers;

/// <summary>What ConvLSTM1D, ConvLSTM2D and ConvLSTM3D share.</summary>
public abstract class ConvLSTMLayer : PlainRecurrentLayer
{
    private readonly ConvLSTMCell _cell;

    private protected ConvLSTMLayer(ConvLSTMCell cell, SequenceOptions options) : base(cell, options) => _cell = cell;

    /// <summary>Number of filters: channels of the state and of the output.</summary>
    public int Filters => _cell.Units;

    /// <summary>Size of the window, one number per spatial axis.</summary>
    public Shape KernelSize => _cell.Window.KernelSize;

    /// <summary>Step from one window to the next, per spatial axis.</summary>
    public Shape Strides => _cell.Window.Strides;

    /// <summary>Distance between the window's cells, per spatial axis; 1 for neighbours.</summary>
    public Shape DilationRate => _cell.Window.Dilation;

    /// <summary>What happens at the borders of the inputs.</summary>
    public Padding Padding => _cell.Window.Padding;

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat => _cell.Window.DataFormat;

    /// <summary>Whether the forget gate starts with a bias of 1.</summary>
    public bool UnitForgetBias => _cell.UnitForgetBias;

    private protected override void Check(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        int rank = KernelSize.Rank + 3;
        if (inputShape.Rank == rank) return;
        string axes = DataFormat == DataFormat.ChannelsLast ? "..., channels" : "channels, ...";
        throw new ShapeMismatchException(
            $"Layer '{Name}' ({ClassName}) needs inputs (batch, steps, {axes}), {rank} axes, but got {inputShape}.")
        { LayerName = Name, Received = inputShape };
    }
}
