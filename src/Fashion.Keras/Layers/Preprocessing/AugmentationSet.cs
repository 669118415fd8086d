using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>Layers of one strength, of which one that is drawn changes a batch of images (batch, height, width, channels).</summary>
internal sealed class AugmentationSet
{
    private readonly RandomAffineLayer[] _moves;
    private readonly ImageLayer[] _colors;
    private readonly Interpolation _interpolation;

    /// <summary>Makes the layers.</summary>
    /// <param name="factor">Limits of their draws.</param>
    /// <param name="valueRange">Smallest and largest value of the images.</param>
    /// <param name="interpolation">How colours between pixels are found.</param>
    /// <param name="seed">Seed of all draws.</param>
    /// <param name="all">Whether layers for three channels are among them.</param>
    /// <param name="name">Name of the layer that has them.</param>
    public AugmentationSet(RandomRange factor, (double Low, double High) valueRange, Interpolation interpolation, int seed, bool all,
        string name)
    {
        _interpolation = interpolation;
        _moves =
        [
            new RandomShear(factor, factor, interpolation, seed: seed, name: name),
            new RandomTranslation(factor, factor, interpolation: interpolation, seed: seed, name: name),
            new RandomRotation(factor, interpolation: interpolation, seed: seed, name: name),
        ];
        _colors =
        [
            new RandomPosterization(Math.Max(1, (int)(8 * factor.High)), valueRange, seed: seed, name: name),
            new Solarization(factor, factor, valueRange, seed, name: name), new AutoContrast(valueRange, name: name),
            new Equalization(valueRange, name: name),
        ];
        if (all)
            _colors =
            [
                .. _colors, new RandomBrightness(factor, valueRange, seed, name: name),
                new RandomColorDegeneration(factor, valueRange, seed, name: name), new RandomContrast(factor, valueRange, seed, name: name),
                new RandomSharpness(factor, valueRange, seed: seed, name: name),
            ];
    }

    /// <summary>The number of a layer, each as likely, (1, 1, 1, 1).</summary>
    public SymbolicTensor Choose(RandomDraws draws, bool orNone)
    {
        int count = _moves.Length + _colors.Length + (orNone ? 1 : 0);
        return Ops.Minimum(Ops.Floor(draws.Uniform([1, 1, 1, 1]) * count), count - 1);
    }

    /// <summary>The images as the chosen layer changes them, or as they are.</summary>
    public SymbolicTensor ApplyChosen(SymbolicTensor images, SymbolicTensor choice, CallContext context)
    {
        Shape shape = images.Shape;
        (SymbolicTensor acrossRows, SymbolicTensor acrossColumns) = ImageSampling.Grid(shape);
        (SymbolicTensor rows, SymbolicTensor columns) = (acrossRows, acrossColumns);
        // Reading pixels is the most of the work, so all that move them share it.
        for (int i = 0; i < _moves.Length; i++)
        {
            SymbolicTensor isIt = Ops.Equal(Ops.Reshape(choice, [1, 1]), i);
            var places = _moves[i].Places(shape, acrossRows, acrossColumns, context);
            (rows, columns) = (Ops.Where(isIt, places.Rows, rows), Ops.Where(isIt, places.Columns, columns));
        }
        Shape each = [shape[0], ImageSampling.Pixels(shape)];
        SymbolicTensor moved =
            ImageSampling.Sample(images, Ops.BroadcastTo(rows, each), Ops.BroadcastTo(columns, each), _interpolation, FillMode.Reflect, 0);
        SymbolicTensor result = Ops.Where(Ops.Greater(_moves.Length, choice), moved, images);
        for (int i = 0; i < _colors.Length; i++)
            result = Ops.Where(Ops.Equal(choice, _moves.Length + i), _colors[i].ChangeInside(images, context), result);
        return result;
    }
}
