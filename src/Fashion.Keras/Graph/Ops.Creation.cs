namespace Fashion.Keras;

// Tensors filled with numbers.
public static partial class Ops
{
    /// <summary>Ones in the shape of a tensor.</summary>
    public static SymbolicTensor OnesLike(SymbolicTensor x) => Formula(nameof(OnesLike), x, x => BroadcastTo(1, x.Shape));

    /// <summary>Zeros in the shape of a tensor.</summary>
    public static SymbolicTensor ZerosLike(SymbolicTensor x) => Formula(nameof(ZerosLike), x, x => BroadcastTo(0, x.Shape));

    /// <summary>A number, or a tensor that is broadcast, in the shape of another tensor.</summary>
    /// <param name="x">Whose shape it is.</param>
    /// <param name="fillValue">What it is filled with.</param>
    public static SymbolicTensor FullLike(SymbolicTensor x, SymbolicTensor fillValue) => Formula(nameof(FullLike), x, fillValue, (x, fill) => BroadcastTo(fill, x.Shape));
}
