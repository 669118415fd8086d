using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Import;

/// <summary>
/// A value while a network is traced: a tensor, or whole numbers that are known, such as a shape. Images may lie channels last, between two
/// operations that want them so; the axes are then those of the file in another order.
/// </summary>
internal sealed class Item
{
    // Longer rows are tensors; known numbers are shapes and the like.
    private const int MostNumbers = 1 << 16;

    private SymbolicTensor? _tensor;

    public Item(SymbolicTensor tensor, bool isLast = false, bool isWhole = false)
    {
        _tensor = tensor;
        IsLast = isLast;
        IsWhole = isWhole;
        Shape = isLast ? ChannelsFirst(tensor.Shape) : [.. tensor.Shape];
    }

    public Item(long[] numbers, int[] shape)
    {
        if (numbers.Length <= MostNumbers) Numbers = numbers;
        else _tensor = new ValueTensor(new Shape(shape), Array.ConvertAll(numbers, number => (float)number));
        Shape = shape;
        IsWhole = true;
    }

    /// <summary>Its shape, the axes as in the file.</summary>
    public int[] Shape { get; }

    public int Rank => Shape.Length;

    /// <summary>The numbers, where they are known whole ones.</summary>
    public long[]? Numbers { get; }

    /// <summary>Whether the elements are whole numbers in the file.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether the tensor lies channels last.</summary>
    public bool IsLast { get; }

    /// <summary>The tensor with its axes as in the file.</summary>
    public SymbolicTensor Tensor
    {
        get
        {
            if (_tensor is null) return _tensor = new ValueTensor(new Shape(Shape), Array.ConvertAll(Numbers!, number => (float)number));
            return IsLast ? ChannelOrder.FromLast(_tensor, DataFormat.ChannelsFirst) : _tensor;
        }
    }

    /// <summary>The tensor with its channels last.</summary>
    public SymbolicTensor Last => IsLast ? _tensor! : ChannelOrder.ToLast(Tensor, DataFormat.ChannelsFirst);

    // (batch, spatial axes, channels) as (batch, channels, spatial axes).
    private static int[] ChannelsFirst(Shape shape) => [shape[0], shape[^1], .. shape.Skip(1).Take(shape.Rank - 2)];
}
