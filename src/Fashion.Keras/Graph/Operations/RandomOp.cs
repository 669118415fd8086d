using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Distributions that a graph can draw from.</summary>
internal enum RandomKind { Uniform, Normal }

/// <summary>
/// Fresh random numbers in every run: uniform in [0, 1) or standard normal, a function of (Seed, Stream, run, element) as in
/// <see cref="DropoutOp"/>.
/// </summary>
internal sealed record RandomOp(RandomKind Kind, ulong Seed, int Stream, Shape Shape) : Op
{
    public override string Name => "random_" + Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape)];
}
