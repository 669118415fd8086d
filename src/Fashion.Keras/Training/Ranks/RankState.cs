using System.Runtime.InteropServices;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Makes ranks agree: weights, state of the optimizers and random numbers of rank 0 for all, means of what layers count.</summary>
/// <param name="trainer">Whose.</param>
/// <param name="ranks">The ranks.</param>
internal sealed class RankState(Trainer trainer, ICollective ranks)
{
    /// <summary>Takes everything that training depends on from rank 0.</summary>
    /// <exception cref="InvalidOperationException">This rank has another model, or another seed of the shuffling.</exception>
    public void TakeFromFirst()
    {
        Variable[] variables = [.. trainer.Weights, .. trainer.Optimizers.SelectMany(o => o.Variables)];
        RequireSame(variables);
        foreach (Variable variable in variables)
        {
            float[] values = variable.ToArray();
            ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()));
            if (ranks.Rank > 0) variable.Set(values);
        }
        foreach (Optimizer optimizer in trainer.Optimizers) Take(optimizer);
        TakeRandom();
    }

    /// <summary>Puts the mean over the ranks in the place of weights that steps count rather than learn: moving averages.</summary>
    public void AverageCounts()
    {
        Variable[] counted = [.. trainer.Weights.Where(w => !w.Trainable)];
        if (counted.Length == 0) return;
        // In double precision: what is the same everywhere stays as it is.
        double[] values = [.. counted.SelectMany(w => w.ToArray()).Select(v => (double)v)];
        ranks.Sum(values);
        int at = 0;
        foreach (Variable variable in counted)
        {
            variable.Set([.. values.AsSpan(at, variable.Shape.ElementCount).ToArray().Select(v => (float)(v / ranks.Size))]);
            at += variable.Shape.ElementCount;
        }
    }

    private void RequireSame(Variable[] variables)
    {
        double[] own = [variables.Length, variables.Sum(v => (double)v.Shape.ElementCount),
            variables.Index().Sum(v => (v.Index + 1.0) * v.Item.Shape.ElementCount), trainer.Random.ShuffleSeedGiven ?? 0.5];
        double[] first = [.. own];
        ranks.Broadcast(MemoryMarshal.AsBytes(first.AsSpan()));
        if (!own.AsSpan(0, 3).SequenceEqual(first.AsSpan(0, 3)))
            throw new InvalidOperationException($"Model '{trainer.Name}' has {own[0]} weights and optimizer slots of {own[1]} numbers on " +
                $"rank {ranks.Rank}, but {first[0]} of {first[1]} on rank 0. All ranks must build and compile the same model.");
        if (own[3] != first[3])
            throw new InvalidOperationException($"Model '{trainer.Name}' shuffles by other seeds on rank {ranks.Rank} than on rank 0. " +
                "Give the same ModelOptions.Seed on all ranks, or none: each rank then takes its share of the same order.");
    }

    private void Take(Optimizer optimizer)
    {
        double[] numbers = [optimizer.Iterations, optimizer.Schedule is null ? optimizer.LearningRate : 0];
        ranks.Broadcast(MemoryMarshal.AsBytes(numbers.AsSpan()));
        if (ranks.Rank == 0) return;
        optimizer.Iterations = (long)numbers[0];
        if (optimizer.Schedule is null) optimizer.LearningRate = numbers[1];
    }

    private void TakeRandom()
    {
        RandomState own = trainer.Random.State;
        long[] numbers = [(long)own.Runs, own.Passes, own.ShuffleSeed, .. own.LayerSeeds.Select(s => (long)s)], first = [.. numbers];
        ranks.Broadcast(MemoryMarshal.AsBytes(first.AsSpan()));
        if (!numbers.AsSpan().SequenceEqual(first))
            trainer.Restore(new RandomState((ulong)first[0], first[1], (int)first[2], [.. first[3..].Select(s => (int)s)]));
    }
}
