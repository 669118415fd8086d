using System.Globalization;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>Says that layers compute in more than the file asks for.</summary>
internal static class PrecisionWarning
{
    /// <summary>Warns if a model has such layers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">Where it is from.</param>
    public static void Add(Model model, string file)
    {
        Layer[] reduced = [.. DTypes.ReducedIn(model)];
        if (reduced.Length > 0)
            StoredTraining.Warn(model, string.Create(CultureInfo.InvariantCulture, $"dtype: {file}: {reduced.Length} layers " +
                $"('{ShortText.Of(reduced[0].Name)}' first) ask for {reduced[0].Precision}; they compute in float32, so results differ " +
                $"from Keras's by its rounding. Saved again, they ask for it still."));
    }
}
