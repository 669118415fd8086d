using System.Runtime.InteropServices;
using Fashion.Keras.Internal;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Makes ranks agree: weights, state of the optimizers and random numbers of rank 0 for all, means of what layers count.</summary>
/// <param name="trainer">Whose.</param>
/// <param name="ranks">The ranks.</param>
internal sealed class RankState(Trainer trainer, ICollective ranks)
{
    // Numbers of a message: bytes of more do not fit into a span.
    private const int Most = 1 << 24;

    private readonly RankExchange _exchange = new(ranks, trainer.Name);

    /// <summary>Takes everything that training depends on from rank 0.</summary>
    /// <exception cref="InvalidOperationException">The ranks have different models, or different seeds of the shuffling.</exception>
    public void TakeFromFirst()
    {
        Variable[] variables = [.. trainer.Weights, .. trainer.Optimizers.SelectMany(o => o.Variables)];
        RequireSameModel(variables);
        foreach (Variable variable in variables) Take(variable);
        foreach (Optimizer optimizer in trainer.Optimizers) Take(optimizer);
        TakeRandom();
    }

    /// <summary>Takes the seed of the shuffling from rank 0.</summary>
    /// <exception cref="InvalidOperationException">The ranks were given different seeds.</exception>
    public void ShareShuffleSeed()
    {
        RequireSameSeed();
        int seed = trainer.Random.ShuffleSeed;
        ranks.Broadcast(MemoryMarshal.AsBytes(new Span<int>(ref seed)));
        trainer.Random.ShuffleSeed = seed;
    }

    /// <summary>Takes the weights from rank 0 where those of a rank are others.</summary>
    public void TakeWeightsFromFirst()
    {
        if (FindOther(withRates: false) is null) return;
        foreach (Variable variable in trainer.Weights) Take(variable);
    }

    /// <summary>Refuses weights and learning rates that are not those of rank 0.</summary>
    /// <param name="when">Names the moment, for the message.</param>
    /// <exception cref="InvalidOperationException">A rank has others; all ranks throw it.</exception>
    public void RequireEqual(string when)
    {
        if (FindOther(withRates: true) is { } others)
            throw _exchange.Error($"{when} {others} has other weights or another learning rate than rank 0. A callback that changes " +
                "them must do the same on all ranks: give it to all of them, leave OnFirstRankOnly false, and decide by the logs of an " +
                "epoch, which are the same everywhere.");
    }

    /// <summary>Puts the mean over the ranks in the place of weights that steps count rather than learn: moving averages.</summary>
    public void AverageNonTrainable()
    {
        foreach (Variable variable in trainer.Weights.Where(w => !w.Trainable))
        {
            float[] values = variable.ToArray();
            // In double precision: what is the same everywhere stays as it is.
            var sums = new double[Math.Min(values.Length, Most)];
            for (int first = 0; first < values.Length; first += Most)
            {
                int count = Math.Min(Most, values.Length - first);
                for (int i = 0; i < count; i++) sums[i] = values[first + i];
                ranks.Sum(sums.AsSpan(0, count));
                for (int i = 0; i < count; i++) values[first + i] = (float)(sums[i] / ranks.Size);
            }
            variable.Set(values);
        }
    }

    private void RequireSameModel(Variable[] variables)
    {
        _exchange.RequireSame("the ranks have built or compiled different models", "All ranks must build and compile the same model.",
            ("weights and optimizer slots", variables.Length), ("numbers in them", variables.Sum(v => (double)v.Shape.ElementCount)),
            RankFact.Of("shapes of the weights", string.Join(' ', variables.Select(v => v.Shape))),
            RankFact.Of("optimizers", string.Join(' ', trainer.Optimizers.Select(o => o.ClassName))),
            ("gradient accumulation steps", trainer.Optimizers.Sum(o => (double)(o.GradientAccumulationSteps ?? 0))),
            ("learning rates from a schedule", trainer.Optimizers.Count(o => o.Schedule is not null)),
            ("layers that draw random numbers", trainer.Random.State.LayerSeeds.Count));
        RequireSameSeed();
    }

    private void RequireSameSeed() =>
        _exchange.RequireSame("the ranks shuffle by different seeds", "Give the same ModelOptions.Seed on all ranks, or none: each rank " +
            "then takes its share of the same order.", ("seed", trainer.Random.ShuffleSeedGiven));

    private void Take(Variable variable)
    {
        float[] values = variable.ToArray();
        for (int first = 0; first < values.Length; first += Most)
            ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan(first, Math.Min(Most, values.Length - first))));
        if (ranks.Rank > 0) variable.Set(values);
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

    // The ranks that have other weights than rank 0; null for none.
    private string? FindOther(bool withRates)
    {
        ulong hash = 14695981039346656037;
        foreach (Variable variable in trainer.Weights)
            foreach (uint bits in MemoryMarshal.Cast<float, uint>(variable.ToArray())) Add(bits);
        foreach (Optimizer optimizer in withRates ? trainer.Optimizers : [])
        {
            Add((ulong)optimizer.Iterations);
            if (optimizer.Schedule is null) Add(BitConverter.DoubleToUInt64Bits(optimizer.LearningRate));
        }
        double[][] all = _exchange.Gather((uint)hash, (uint)(hash >> 32));
        return all.Any(own => !own.SequenceEqual(all[0])) ? RankExchange.Where(all.Select(own => !own.SequenceEqual(all[0]))) : null;

        void Add(ulong bits) => hash = (hash ^ bits) * 1099511628211;
    }
}
