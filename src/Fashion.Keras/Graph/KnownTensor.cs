namespace Fashion.Keras.Graph;

/// <summary>
/// A tensor whose numbers are known. Outside of what is being written down, operations and layers compute with it at once.
/// </summary>
internal abstract partial class KnownTensor(Shape shape) : SymbolicTensor(shape)
{
    public override bool HasValue => true;

    internal abstract override ValueTensor Known { get; }
}
