using Fashion.Keras.Layers;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>The weights that a model applies to its image first: of a convolution, or of a dense layer that sees the image as one
/// row.</summary>
/// <param name="Values">Weights, (height, width, channels, filters) row by row.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Count">Number of filters, or of units.</param>
internal sealed record FirstFilters(float[] Values, int Height, int Width, int Channels, int Count)
{
    /// <summary>Finds them.</summary>
    /// <param name="model">A model with weights.</param>
    /// <param name="image">(height, width) or (height, width, channels) of the image that a dense layer sees; null for what the model's
    /// input says.</param>
    public static FirstFilters Of(Model model, Shape? image)
    {
        if (image is not null && (image.Rank is not (2 or 3) || !image.IsKnown))
            throw new ArgumentException($"Plots.Filters: the image must be (height, width) or (height, width, channels), not {image}.",
                nameof(image));
        if (image is null && model.Weights.FirstOrDefault(w => w.Shape.Rank == 4) is { } kernel)
            return new(kernel.ToArray(), kernel.Shape[0], kernel.Shape[1], kernel.Shape[2], kernel.Shape[3]);
        Layer? first = model.Layers.FirstOrDefault(layer => layer.Weights.Any(w => w.Shape.Rank > 1));
        if (first is not Dense dense)
            throw new ArgumentException($"Plots.Filters: model '{model.Name}' begins neither with a convolution whose weights have the " +
                "shape (height, width, channels, filters) nor with a dense layer.", nameof(model));
        Variable weights = dense.Weights.First(w => w.Shape.Rank == 2);
        int row = weights.Shape[0];
        Shape seen = image ?? ImageOf(model, row)
            ?? throw new ArgumentException($"Plots.Filters: layer '{dense.Name}' of model '{model.Name}' takes {row} values, but the " +
                $"input {string.Join(", ", model.InputShapes)} does not say which image they are; give it as image: [height, width].",
                nameof(model));
        if (seen.ElementCount != row) throw new ArgumentException($"Plots.Filters: an image of {seen} has {seen.ElementCount} values, " +
            $"but layer '{dense.Name}' of model '{model.Name}' takes {row}.", nameof(image));
        return new(weights.ToArray(), seen[0], seen[1], seen.Rank == 3 ? seen[2] : 1, weights.Shape[1]);
    }

    // The model's input without the batch axis, or a square one if it is a row.
    private static Shape? ImageOf(Model model, int row)
    {
        if (model.InputShapes is not [var input]) return null;
        if (input.Rank is 3 or 4 && input[1..] is { IsKnown: true } image && image.ElementCount == row) return image;
        int side = (int)Math.Round(Math.Sqrt(row));
        return input.Rank == 2 && side > 1 && side * side == row ? [side, side] : null;
    }
}
