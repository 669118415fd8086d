using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>What a random architecture gives: predictions before and after three training steps, the losses, and all weights.</summary>
/// <param name="Arrays">By name.</param>
internal sealed record Outcome(IReadOnlyDictionary<string, float[]> Arrays)
{
    private const int Steps = 3;

    public static Outcome Of(int seed, ModelOptions options)
    {
        RandomArchitecture.Built built = RandomArchitecture.Build(seed, options);
        var arrays = new Dictionary<string, float[]> { ["predictions before"] = built.Predict() };
        for (int i = 0; i < Steps; i++) arrays[$"loss {i}"] = [(float)built.Train()];
        arrays["predictions after"] = built.Predict();
        foreach (Variable weight in built.Model.Weights) arrays[$"weight {arrays.Count} {weight.Name}"] = weight.ToArray();
        return new Outcome(arrays);
    }

    public static Outcome Of(int seed, IEngine engine) => Of(seed, new ModelOptions { Engine = engine, Seed = 5 });

    /// <summary>On the reference engine, every number that is no whole one off by a relative error of up to this.</summary>
    public static Outcome Disturbed(int seed, double error, int noise)
    {
        var random = new Random(noise);
        return Of(seed, new ReferenceEngine(null, values =>
        {
            for (int i = 0; i < values.Length; i++)
                if (values[i] != Math.Floor(values[i])) values[i] *= 1 + error * (2 * random.NextDouble() - 1);
        }));
    }

    public void RequireSameBits(Outcome other, string what)
    {
        foreach (var (name, values) in Arrays)
            Assert.True(values.AsSpan().SequenceEqual(other.Arrays[name])
                || values.Select(BitConverter.SingleToInt32Bits).SequenceEqual(other.Arrays[name].Select(BitConverter.SingleToInt32Bits)),
                $"{what}: {name} differs");
    }
}
