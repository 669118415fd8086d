using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>The loss "crossentropy" or "ce": binary, sparse or categorical, whichever the shapes call for.</summary>
internal sealed class CrossentropyByShape() : Loss("crossentropy")
{
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Choose(yTrue.Shape, yPred.Shape).Call(yTrue, yPred);

    internal override void ValidateTargets(ArraySource yTrue, Shape predictions) =>
        Choose(yTrue.Shape, predictions).ValidateTargets(yTrue, predictions);

    public override void WriteConfig(ConfigWriter config) =>
        throw new InvalidOperationException("The loss \"crossentropy\" is written as its name.");

    /// <summary>The loss that these shapes call for.</summary>
    public static Loss Choose(Shape yTrue, Shape yPred) => TargetForms.Of(yTrue, yPred) switch
    {
        TargetForm.Binary => new BinaryCrossentropy(),
        TargetForm.Sparse => new SparseCategoricalCrossentropy(),
        _ => new CategoricalCrossentropy(),
    };
}
