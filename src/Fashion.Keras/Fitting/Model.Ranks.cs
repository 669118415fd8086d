using System.Runtime.InteropServices;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Training on several processes.
public partial class Model
{
    /// <summary>
    /// Joins the model to the ranks of a job, which train it together: every rank calls this, then <c>Compile</c>, <c>Fit</c> and
    /// <c>Evaluate</c>
    /// as one process would, with the same arguments and the same data.
    /// </summary>
    /// <remarks>
    /// <para>Each rank computes its share of the rows of every batch, so <c>batchSize</c> counts the samples of all ranks. Gradients are
    /// averaged over the
    /// ranks before they are clipped and the optimizer takes its step; losses and metrics of an epoch are those of all samples. N ranks
    /// give the weights of
    /// one with <c>gradientAccumulationSteps: N</c> and a batch of 1/N bit for bit, and those of one with the same batch up to rounding.
    /// Layers that look at a whole
    /// batch (<c>BatchNormalization</c>) see the share of their rank; what they count is averaged after every epoch.</para>
    /// <para>Weights, optimizer and random numbers are those of rank 0 when <c>Fit</c> begins. Rank 0 prints and writes files.
    /// <c>Predict</c> is
    /// every rank's own affair. With one rank nothing changes.</para>
    /// </remarks>
    /// <param name="ranks">The ranks, for example <c>DataParallel.Start()</c> of the package Fashion.Keras.Distributed.</param>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Distribute(ICollective ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        using ExclusiveUse.Held use = Trainer.Use.TakeToChange("the ranks");
        Trainer.Ranks = ranks;
    }

    // Before a source is opened: the order of its first pass follows from the seeds.
    private void ShareOrder(IEnumerable<DataBatch> source, IEnumerable<DataBatch>? validation = null)
    {
        if (Trainer.Ranks is not { } ranks) return;
        PlacedSeed[] seeds = [.. Seeds(source), .. Seeds(validation)];
        ShuffleSeed[] shared = [.. seeds.Select(s => s.Seed).Where(s => !s.IsGiven)];
        IEnumerable<int> same = seeds.Where(s => s.Seed.IsGiven && !s.IsOwn).Select(s => s.Seed.Value);
        Trainer.Begin("Reading the data", [("Shuffle steps of the pipelines", seeds.Length),
            ("Shuffle steps without a seed", shared.Length), RankFact.Of("seeds of Shuffle before Shard", string.Join(' ', same))],
            isComplete: false);
        Trainer.ShareShuffleSeed();
        int[] values = [.. shared.Select(s => s.Value)];
        ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()));
        for (int i = 0; i < shared.Length; i++) shared[i].Value = values[i];

        static IEnumerable<PlacedSeed> Seeds(IEnumerable<DataBatch>? batches) => batches is Dataset<DataBatch> data ? data.Seeds : [];
    }
}
