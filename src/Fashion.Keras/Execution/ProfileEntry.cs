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
    double GigaFlops);
