using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras;

// Random numbers of training. Each one follows from a seed and a count, so that files can keep them.
public partial class Model
{
    private ulong _runs;
    private long _passes;
    private int? _shuffleSeed;

    /// <summary>Seeds and counts as they are now; setting them makes training continue from there.</summary>
    internal RandomState RandomState
    {
        get => new(_runs, _passes, ShuffleSeed, [.. RandomLayers(this).Select(l => l.DrawSeed!.Value)]);
        set
        {
            Layer[] layers = [.. RandomLayers(this)];
            if (layers.Length != value.LayerSeeds.Count) throw new ArgumentException($"Model '{Name}' has {layers.Length} layers that draw random numbers, but {value.LayerSeeds.Count} seeds were given.", nameof(value));
            for (int i = 0; i < layers.Length; i++) layers[i].DrawSeed = value.LayerSeeds[i];
            (_runs, _passes, _shuffleSeed) = (value.Runs, value.Passes, value.ShuffleSeed);
            ForgetSteps();
        }
    }

    private int ShuffleSeed => Options.Seed ?? (_shuffleSeed ??= SeedSource.Next());

    /// <summary>Number of the next training step: random layers draw other numbers in each.</summary>
    internal ulong NextRun() => _runs++;

    /// <summary>The random numbers for the order of the samples in the next pass over them.</summary>
    internal Random NextPass() => PassRandom(_passes++);

    /// <summary>Those of the pass that was begun last, once more.</summary>
    internal Random CurrentPass() => PassRandom(Math.Max(0, _passes - 1));

    // Two odd constants spread neighbouring seeds and passes far apart.
    private Random PassRandom(long pass) => new(unchecked((int)((uint)ShuffleSeed * 0x9E3779B1u ^ (uint)pass * 0x85EBCA6Bu)));

    private static IEnumerable<Layer> RandomLayers(Layer layer) =>
        (layer.DrawSeed is null ? [] : (Layer[])[layer]).Concat(layer.Children.SelectMany(RandomLayers));
}
