using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>What a file of Keras 1 says beyond the words of today: warnings, and sizes that are checked on the model.</summary>
internal sealed class Keras1Notes
{
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, Shape> _sizes = new(StringComparer.Ordinal);

    /// <summary>What is not trained as it was; predictions are the same.</summary>
    public void Warn(string warning) => _warnings.Add(warning);

    /// <summary>The output of a layer as the file states it, with the batch.</summary>
    public void States(string layer, Shape output) => _sizes[layer] = output;

    /// <summary>Compares the stated sizes with those of the model, and tells the user what is not trained as it was.</summary>
    /// <exception cref="ModelFormatException">A layer has another output than the file states.</exception>
    public void Apply(Model model)
    {
        foreach (Layer layer in All(model))
            if (_sizes.TryGetValue(layer.Name, out Shape? stated) && layer.BuiltShapes is [var input]
                && layer.ComputeOutputShape(input) is var output && !Agree(stated, output))
                throw new ModelFormatException($"layer '{layer.Name}' of Keras 1 states the 'output_shape' {stated}, but its other " +
                    $"settings give {output}; other sizes are not supported.");
        model.LoadWarnings = [.. model.LoadWarnings, .. _warnings];
        foreach (string warning in _warnings) model.Trainer.Warn(warning);
    }

    // The batch is free; what one of them does not know agrees.
    private static bool Agree(Shape stated, Shape output) =>
        stated.Rank == output.Rank && stated.Zip(output).Skip(1)
            .All(size => size.First == size.Second || size.First == Shape.Unknown || size.Second == Shape.Unknown);

    private static IEnumerable<Layer> All(Model model) => model.Layers.SelectMany(layer => layer is Model inner ? All(inner) : [layer]);
}
