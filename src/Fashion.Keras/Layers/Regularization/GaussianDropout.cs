using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>
/// Multiplies by normal noise of mean 1 and standard deviation sqrt(rate / (1 - rate)) while training; otherwise it passes everything
/// on.
/// </summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/regularization_layers/gaussian_dropout.</remarks>
[KerasLayer]
public sealed partial class GaussianDropout : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Strength, in [0, 1): the share that Dropout with the same effect on the variance would set to 0.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> lies outside its range.</exception>
    public GaussianDropout(double rate, int? seed = null, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        Rate = Guard.InRange(rate, 0, 1 - 1e-7, nameof(GaussianDropout));
        Seed = seed;
        DrawSeed = seed ?? SeedSource.Next();
    }

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Training || Rate == 0) return inputs;
        var op = new RandomOp(RandomKind.Normal, (ulong)DrawSeed!.Value, context.NextStream(), inputs.Shape);
        SymbolicTensor noise = Ops.Write(ClassName, [], (g, _) => g.Add(op));
        return inputs * (1 + Math.Sqrt(Rate / (1 - Rate)) * noise);
    }
}
