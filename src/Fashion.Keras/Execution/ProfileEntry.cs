namespace Fashion.Keras;

/// <summary>What one step of a compiled plan cost: a line of a <see cref="ModelProfile"/>.</summary>
/// <param name="Operation">What it computes: <c>conv2d</c>, <c>matmul</c>, <c>elementwise</c> ...</param>
/// <param name="Layer">The layer, loss, metric or optimizer that asked for it; null where none did.</param>
/// <param name="Shapes">Shapes of what goes in and of what comes out.</param>
/// <param name="Calls">How often it ran.</param>
/// <param name="Milliseconds">Mean time of a run on the calling thread.</param>
/// <param name="WaitMilliseconds">Mean time that the calling thread waited for the others before it.</param>
/// <param name="GigaFlops">Multiplications and additions a second of all threads together, in thousand millions; 0 where counting them
/// tells nothing.</param>
public sealed record ProfileEntry(string Operation, string? Layer, string Shapes, long Calls, double Milliseconds, double WaitMilliseconds,
    double GigaFlops)
{
    /// <summary>Threads that ran the plan, the calling one included; 1 or more. Default: 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Equal parts into which the work falls, 1 or more: as many threads at most can work on the step at once. Fewer threads may get parts
    /// that are larger; the results have the same bits. Default: 1.
    /// </summary>
    public int Parts { get; init; } = 1;

    /// <summary>
    /// Bytes of all that the step reads and of all that it writes, 0 or more; the caller's own arrays not counted. A step that picks rows
    /// of a table counts the whole table. Default: 0.
    /// </summary>
    public long Bytes { get; init; }

    /// <summary>Whether all threads wait for each other before the step, where there is more than one. Default: false.</summary>
    public bool IsAfterBarrier { get; init; }
}
