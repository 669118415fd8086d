namespace Fashion.Keras.Training;

/// <summary>What one run of a compiled graph does.</summary>
internal enum StepKind
{
    /// <summary>Forward, loss, gradients, update, metrics.</summary>
    Train,

    /// <summary>The same, but gradients are only added up for a later update.</summary>
    Accumulate,

    /// <summary>Forward, loss, metrics.</summary>
    Test,

    /// <summary>Forward.</summary>
    Predict,
}

/// <summary>What a compiled step depends on: its kind and the shapes of a batch of everything that is fed.</summary>
internal sealed record StepKey(StepKind Kind, IReadOnlyList<Shape> Inputs, IReadOnlyList<Shape> Targets, IReadOnlyList<Shape> Weights)
{
    /// <summary>For steps that train: which layers do, as <see cref="Model.TrainableState"/> writes it.</summary>
    public string Trainable { get; init; } = "";

    public bool Equals(StepKey? other) => other is not null && Kind == other.Kind && Trainable == other.Trainable
        && Inputs.SequenceEqual(other.Inputs) && Targets.SequenceEqual(other.Targets) && Weights.SequenceEqual(other.Weights);

    public override int GetHashCode() => ((int)Kind * 31 + (Inputs.Count > 0 ? Inputs[0].GetHashCode() : 0)) * 31 + Targets.Count;
}
