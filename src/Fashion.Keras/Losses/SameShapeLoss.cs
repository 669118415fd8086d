using Fashion.Keras.Data;

namespace Fashion.Keras.Losses;

/// <summary>A loss that compares targets and predictions of the same shape, element by element.</summary>
public abstract class SameShapeLoss : Loss
{
    private protected SameShapeLoss(string name, Reduction reduction) : base(name, reduction) { }

    /// <summary>What may have been meant when the targets have one axis less, for the message.</summary>
    private protected virtual string Hint => "";

    internal sealed override void ValidateTargets(ArraySource yTrue, Shape predictions)
    {
        (Shape targets, Shape output) = RankMatching.Align(yTrue.Shape, predictions);
        if (targets.IsCompatibleWith(output)) return;
        throw new ShapeMismatchException(
            $"{ClassName}: targets of shape {yTrue.Shape} do not fit the output of shape {predictions}; they need the same shape.{Hint}")
        { Received = yTrue.Shape };
    }
}
