namespace Fashion.Keras;

/// <summary>
/// The ranks of one training job: processes that run the same program, each on its share of every batch. <see cref="Model.Distribute"/>
/// joins a model to them. The package Fashion.Keras.Distributed has one over MPI.
/// </summary>
/// <remarks>
/// All ranks make the same calls in the same order; a call returns when all ranks have given what it needs. The results are the same
/// bits on every rank and do not depend on timing: sums are taken in the order of the ranks, ((0 + v0) + v1) + v2 ...
/// </remarks>
public interface ICollective
{
    /// <summary>Number of this process, from 0; rank 0 prints and writes files.</summary>
    int Rank { get; }

    /// <summary>Number of processes, at least 1.</summary>
    int Size { get; }

    /// <summary>
    /// Replaces numbers by their sum over the ranks, divided by <see cref="Size"/>, in float32. Fastest for a length that <see
    /// cref="Size"/> divides.
    /// </summary>
    /// <param name="values">As many on each rank.</param>
    void Average(Span<float> values);

    /// <summary>Replaces numbers by their sum over the ranks.</summary>
    /// <param name="values">As many on each rank.</param>
    void Sum(Span<double> values);

    /// <summary>Replaces bytes by those of rank 0.</summary>
    /// <param name="values">As many on each rank.</param>
    void Broadcast(Span<byte> values);

    /// <summary>Ends the job, because this rank cannot go on and the others would wait for it. It need not return.</summary>
    /// <param name="exception">The reason, for the message that names the rank.</param>
    void Fail(Exception exception);
}
