using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>Whether targets fit predictions, before anything runs: null, or what a metric needs, as the end of a sentence.</summary>
internal static class TargetFit
{
    /// <summary>Targets and predictions are compared element by element.</summary>
    public static string? SameShape(Shape yTrue, Shape yPred)
    {
        (Shape targets, Shape output) = RankMatching.Align(yTrue, yPred);
        if (targets.IsCompatibleWith(output)) return null;
        string hint = AreClassNumbers(yTrue, yPred) ? " For class numbers use \"accuracy\", \"sparse_categorical_accuracy\" or " +
            "\"sparse_categorical_crossentropy\", or make them one-hot with Utils.ToCategorical." : "";
        return $"it compares them element by element, so both need the same shape.{hint}";
    }

    /// <summary>Targets are class numbers, predictions one score per class.</summary>
    public static string? ClassNumbers(Shape yTrue, Shape yPred)
    {
        if (AreClassNumbers(yTrue, yPred)) return null;
        string hint = yTrue.IsCompatibleWith(yPred)
            ? " For one-hot targets use \"accuracy\", \"categorical_accuracy\" or \"top_k_categorical_accuracy\"."
            : "";
        return $"it needs class numbers of shape {(yPred.Rank == 0 ? yPred : yPred[..^1])} and one score per class.{hint}";
    }

    private static bool AreClassNumbers(Shape yTrue, Shape yPred) =>
        yPred.Rank > 0 && (yTrue.IsCompatibleWith(yPred[..^1]) || yTrue.IsCompatibleWith(yPred.With(yPred.Rank - 1, 1)));
}
