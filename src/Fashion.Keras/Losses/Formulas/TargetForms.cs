namespace Fashion.Keras.Losses;

/// <summary>Ways in which targets say what is right.</summary>
internal enum TargetForm
{
    /// <summary>One yes or no per output.</summary>
    Binary,

    /// <summary>A class number.</summary>
    Sparse,

    /// <summary>One number per class.</summary>
    Categorical,
}

/// <summary>Keras's rule for "accuracy" and "crossentropy": the form of the targets follows from the shapes.</summary>
internal static class TargetForms
{
    public static TargetForm Of(Shape yTrue, Shape yPred)
    {
        if (yPred.Rank > 0 && yPred[^1] == 1) return TargetForm.Binary;
        return yTrue.Rank < yPred.Rank || yTrue.Rank > 0 && yTrue[^1] == 1 ? TargetForm.Sparse : TargetForm.Categorical;
    }
}
