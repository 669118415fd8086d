namespace Fashion.Keras.Training;

/// <summary>Shapes of everything that is fed for one batch, the batch axis first.</summary>
internal sealed record BatchShapes(IReadOnlyList<Shape> Inputs, IReadOnlyList<Shape> Targets, IReadOnlyList<Shape> Weights)
{
    /// <summary>Number of samples; 1 without an axis of samples.</summary>
    public int Rows => Inputs.Count > 0 && Inputs[0].Rank > 0 ? Inputs[0][0] : 1;

    public bool Equals(BatchShapes? other) => ReferenceEquals(this, other)
        || (other is not null && Inputs.SequenceEqual(other.Inputs) && Targets.SequenceEqual(other.Targets)
            && Weights.SequenceEqual(other.Weights));

    public override int GetHashCode() => (Inputs.Count > 0 ? Inputs[0].GetHashCode() : 0) * 31 + Targets.Count;
}
