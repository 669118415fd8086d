using System.Runtime.InteropServices;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Training on several processes.
public partial class Model
{
    /// <summary>
    /// Joins the model to the ranks of a job, which train it together: every rank calls this, then <c>Compile</c>, <c>Fit</c> and
    /// <c>Evaluate</c> as one process would, with the same arguments and the same data.
    /// </summary>
    /// <remarks>
    /// <para>Each rank computes its share of the rows of every batch, so <c>batchSize</c> counts the samples of all ranks. Gradients are
    /// averaged over the ranks before they are clipped and the optimizer takes its step; losses and metrics of an epoch are those of all
    /// samples. N ranks give the weights of one rank with the same batch up to rounding. Layers that look at a whole batch
    /// (<c>BatchNormalization</c>), losses with masks and <c>Reduction.MeanWithSampleWeight</c> see the share of their rank; moving
    /// averages are averaged over the ranks after every epoch.</para>
    /// <para><c>Fit</c>, <c>Evaluate</c>, <c>TrainOnBatch</c> and <c>TestOnBatch</c> are joint calls: every rank makes them, in the same
    /// order. Weights, optimizer and random numbers are those of rank 0 when <c>Fit</c> begins, weights also when <c>Evaluate</c> does.
    /// What differs otherwise (number of samples, settings, models, callbacks that change weights) is refused on all ranks. Rank 0 prints
    /// and writes files. <c>Predict</c> runs on each rank alone, with the weights that it has. With one rank nothing changes.</para>
    /// </remarks>
    /// <param name="ranks">The ranks, for example <c>DataParallel.Start()</c> of the package Fashion.Keras.Distributed.</param>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Distribute(ICollective ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        using ModelLock.Held held = Trainer.ModelLock.AcquireToChange("the ranks");
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
