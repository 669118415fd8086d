namespace Fashion.Keras.Engine;

/// <summary>The mean over ranks of a slot, which one worker sends and receives while the others wait.</summary>
/// <param name="ranks">The ranks.</param>
/// <param name="bucket">The slot.</param>
/// <param name="accesses">The slot and its parts.</param>
internal sealed unsafe class AverageRanksStep(ICollective ranks, Slot bucket, params Access[] accesses) : PlanStep(accesses)
{
    public override void Run(Frame frame, int worker, int workers)
    {
        if (worker == 0) ranks.Average(new Span<float>(frame[bucket], bucket.Count));
    }
}
