namespace Fashion.Keras.Tests.Support;

/// <summary>Weights that follow from a seed of their own: the seed of the process belongs to all tests at once.</summary>
internal static class SeededWeights
{
    /// <summary>Draws the trainable weights again, small and around 0.</summary>
    public static T Seeded<T>(this T model, int seed) where T : Model
    {
        var random = new Random(seed);
        foreach (Variable weight in model.TrainableWeights) weight.Set([.. weight.ToArray().Select(_ => random.NextSingle() - 0.5f)]);
        return model;
    }
}
