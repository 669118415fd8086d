using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>What one run of a compiled graph does.</summary>
internal enum StepKind
{
    /// <summary>Forward, loss, gradients, update, metrics.</summary>
    Train,

    /// <summary>Forward, loss, metrics.</summary>
    Test,

    /// <summary>Forward.</summary>
    Predict,
}

/// <summary>What a compiled step depends on: its kind and the shapes of a batch of everything that is fed.</summary>
internal sealed record StepKey(StepKind Kind, BatchShapes Shapes)
{
    /// <summary>For steps that train: which layers do, as <see cref="Trainer.TrainableState"/> writes it.</summary>
    public string Trainable { get; init; } = "";

    /// <summary>For steps that train: the optimizers that only add up gradients for a later update, one bit each.</summary>
    public ulong Accumulating { get; init; }

    /// <summary>
    /// For steps that train on several ranks: how much the samples of this rank count, 1 where all ranks have as many, 0 where this one has
    /// none.
    /// </summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// On several ranks: samples of the batch on all of them for each one here. A loss that sums over the samples counts so often.
    /// </summary>
    public double AllPerOwn { get; init; } = 1;

    public StepKey(StepKind kind, IReadOnlyList<Shape> inputs) : this(kind, new BatchShapes(inputs, [], [])) { }

    /// <summary>One bit for each optimizer whose next step only adds up gradients.</summary>
    public static ulong AccumulatingOf(Optimizer[] optimizers)
    {
        ulong bits = 0;
        for (int i = 0; i < optimizers.Length; i++)
            if (optimizers[i].NextOnlyAccumulates) bits |= 1UL << i;
        return bits;
    }
}
