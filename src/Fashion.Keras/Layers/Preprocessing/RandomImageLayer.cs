using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What layers share that change images at random while training: one draw per image. Otherwise, unless a layer says
/// something else, the images and their mask stay as they are.</summary>
public abstract class RandomImageLayer : ImageLayer
{
    private protected RandomImageLayer(DataFormat dataFormat, int? seed, Shape? inputShape, string? name)
        : base(dataFormat, inputShape, name)
    {
        Seed = seed;
        DrawSeed = seed ?? SeedSource.Next();
    }

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; }

    // Some draw once for the whole batch.
    internal override bool MixesSamples(bool training, bool masked) => training || base.MixesSamples(training, masked);

    /// <summary>Random numbers of this layer in a graph.</summary>
    private protected RandomDraws Draws(CallContext context) => new((ulong)DrawSeed!.Value, context.NextStream);

    /// <summary>A number per image, (batch, 1), uniform within limits.</summary>
    private protected SymbolicTensor Draw(int batch, RandomRange range, CallContext context) =>
        range.Low + (range.High - range.Low) * Draws(context).Uniform([batch, 1]);

    /// <summary>A number per image, (batch, 1, 1, 1), uniform within limits.</summary>
    private protected SymbolicTensor DrawEach(SymbolicTensor images, RandomRange range, CallContext context) =>
        Ops.Reshape(Draw(images.Shape[0], range, context), [images.Shape[0], 1, 1, 1]);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("seed", Seed);
    }
}
