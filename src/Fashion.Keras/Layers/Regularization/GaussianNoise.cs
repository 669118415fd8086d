using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Adds normal noise of mean 0 while training; otherwise it passes everything on.</summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/regularization_layers/gaussian_noise.</remarks>
[KerasLayer]
public sealed partial class GaussianNoise : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="stddev">Standard deviation of the noise, in [0, 1].</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stddev"/> lies outside its range.</exception>
    public GaussianNoise(double stddev, int? seed = null, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        StdDev = Guard.InRange(stddev, 0, 1, nameof(GaussianNoise));
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
        if (!context.Training || StdDev == 0) return inputs;
        var op = new RandomOp(RandomKind.Normal, (ulong)DrawSeed!.Value, context.NextStream(), inputs.Shape);
        SymbolicTensor noise = Ops.Write(ClassName, [], (g, _) => g.Add(op));
        return inputs + StdDev * noise;
    }
}
