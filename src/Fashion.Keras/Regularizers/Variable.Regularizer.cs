using Fashion.Keras.Regularizers;

namespace Fashion.Keras;

// What a weight adds to the loss.
public sealed partial class Variable
{
    /// <summary>Penalty on this weight that is added to the loss; null for none.</summary>
    internal Regularizer? Regularizer { get; init; }
}
