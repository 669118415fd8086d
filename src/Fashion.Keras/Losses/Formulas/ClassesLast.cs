using Fashion.Keras.Graph;

namespace Fashion.Keras.Losses;

/// <summary>What losses with an axis of classes share.</summary>
internal static class ClassesLast
{
    /// <summary>Warns where there is one class only, in which case every score is right.</summary>
    /// <param name="loss">The loss's name.</param>
    /// <param name="scores">One score per class.</param>
    /// <param name="axis">Axis of the classes.</param>
    public static void WarnOfOne(string loss, SymbolicTensor scores, int axis)
    {
        if (scores.Shape[scores.Shape.Axis(axis)] == 1)
            GraphBuilder.Current?.Warn($"{loss} needs predictions of several classes, not of shape " +
                $"{scores.Shape.With(0, Shape.Unknown)}. With two classes and one output use \"binary_crossentropy\".");
    }
}
