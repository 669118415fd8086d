using System.Globalization;
using Fashion.Keras.Engine;
using Fashion.Keras.Layers;
using Fashion.Keras.Reference;
using Fashion.Keras.Tests.Engine.Checked;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>
/// Random models of all layers: forward, loss and weights after three steps like the reference engine's, fusion on and off, and the
/// same bits for any number of threads and in every run. FASHION_KERAS_ARCHITECTURES=first:count runs as many as one wants, from a seed on.
/// </summary>
public sealed class RandomArchitectureTests
{
    private const int First = 1, Count = 50, MostNoise = 8;

    // They are no part of a step, in which the engines are compared: the host computes them before.
    private static readonly string[] HostLayers = ["HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"];

    private static (int First, int Count) Range
    {
        get
        {
            if (Environment.GetEnvironmentVariable("FASHION_KERAS_ARCHITECTURES") is not { Length: > 0 } text) return (First, Count);
            int[] numbers = [.. text.Split(':').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            return (numbers[0], numbers[1]);
        }
    }

    [Fact]
    public void Train_RandomModels_AgreeWithTheReferenceEngineAndKeepToTheirDeclarations()
    {
        (int first, int count) = Range;
        var failures = new List<string>();
        int strict = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            string what = $"seed {seed}";
            try
            {
                what = RandomArchitecture.Build(seed, new ModelOptions()).Description;
                if (Check(seed)) strict++;
            }
            catch (Exception exception)
            {
                failures.Add($"{what}\n    {exception.GetType().Name}: {exception.Message}");
            }
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} models:\n{string.Join("\n", failures)}");
        Assert.True(strict >= 0.6 * count, $"only {strict} of {count} models were compared strictly");
    }

    [Fact]
    public void Check_ResultsOffByAThousandth_IsFoundInNearlyEveryStrictComparison()
    {
        int strict = 0, found = 0;
        for (int seed = 1; seed <= 12; seed++)
        {
            var tolerance = new Tolerance(Outcome.Of(seed, new ReferenceEngine()));
            tolerance.Add(seed, 0);
            tolerance.Add(seed, 1);
            if (!tolerance.IsStrict) continue;
            strict++;
            if (tolerance.Check(Outcome.Disturbed(seed, 1e-3, noise: 2)) is not null) found++;
        }
        Assert.True(strict >= 7 && found >= strict - 1, $"{found} of {strict}");
    }

    [Fact]
    public void Generator_SomeHundredSeeds_UsesEveryLayer()
    {
        var used = new HashSet<string>();
        for (int seed = 1; seed <= 1500 && !used.IsSupersetOf(LayerTable.Names.Except(HostLayers)); seed++)
            used.UnionWith(RandomArchitecture.Build(seed, new ModelOptions()).Model.Layers.SelectMany(All).Select(l => l.ClassName));
        used.UnionWith([.. HostLayers, "InputLayer"]);
        Expect.None(LayerTable.Names.Except(used), "Never drawn; a case in one of Engine/Architectures/*Draw.cs draws a layer");
    }

    private static IEnumerable<Layer> All(Layer layer) => [layer, .. layer.Children.SelectMany(All)];

    // Whether the comparison with the reference engine was a strict one.
    private static bool Check(int seed)
    {
        var exact = Outcome.Of(seed, new ReferenceEngine());
        Outcome one = Outcome.Of(seed, new ModelOptions { Seed = 5, Threads = 1 }),
            plain = Outcome.Of(seed, new ModelOptions { Seed = 5, Threads = 1 + seed % 5, Fusion = false });
        var tolerance = new Tolerance(exact);
        int noise = 0;
        while (noise < 2) tolerance.Add(seed, noise++);
        while ((tolerance.Check(one) ?? tolerance.Check(plain)) is { } difference)
        {
            Assert.True(noise < MostNoise, difference);
            tolerance.Add(seed, noise++);
        }
        one.RequireSameBits(Outcome.Of(seed, new ModelOptions { Seed = 5, Threads = 1 }), "another run");
        one.RequireSameBits(Outcome.Of(seed, new ModelOptions { Seed = 5, Threads = 2 + seed % 4 }), $"{2 + seed % 4} threads");
        one.RequireSameBits(Outcome.Of(seed, new CheckedEngine([1 + (seed + 2) % 5])), "checked steps");
        return tolerance.IsStrict;
    }
}
