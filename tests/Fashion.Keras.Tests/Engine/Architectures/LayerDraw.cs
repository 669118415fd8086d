using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>A random layer that fits after a tensor of a given shape (without the batch axis), by the number of its axes.</summary>
internal static class LayerDraw
{
    private const int MostElements = 3000;

    /// <summary>A layer with one input whose result is not too large.</summary>
    public static Layer Next(Draw draw, Shape shape)
    {
        for (; ; )
        {
            Layer layer = draw.Chance(0.45) ? Anywhere(draw, shape) : shape.Rank switch
            {
                1 => Flat(draw, shape),
                2 => SequenceDraw.Next(draw, shape),
                3 => ImageDraw.Next(draw, shape),
                _ => VolumeDraw.Next(draw, shape),
            };
            Shape result = layer.ComputeOutputShapes([shape.Prepend(Shape.Unknown)])[0][1..];
            if (result.Rank <= 4 && result.ElementCount is > 0 and <= MostElements) return layer;
        }
    }

    private static Layer Anywhere(Draw draw, Shape shape) => draw.Int(0, 17) switch
    {
        0 => new Activation(draw.SomeActivation()),
        1 => new ELU(draw.Number(0.5, 1.5)),
        2 => new LeakyReLU(draw.Number(0.05, 0.4)),
        3 => new ReLU(draw.Chance(0.5) ? draw.Number(1, 6) : null, draw.Number(0, 0.2), draw.Number(0, 0.1)),
        4 => new PReLU(sharedAxes: shape.Rank > 1 && draw.Chance(0.5) ? [1] : null),
        5 => new Softmax([draw.Int(1, shape.Rank)]),
        6 => new Dropout(draw.Number(0.1, 0.6), draw.Chance(0.3) ? shape.With(0, 1).Prepend(Shape.Unknown) : null, draw.Int(1, 99)),
        7 => new GaussianNoise(draw.Number(0.05, 0.4), draw.Int(1, 99)),
        8 => new GaussianDropout(draw.Number(0.05, 0.4), draw.Int(1, 99)),
        9 => new BatchNormalization(draw.Chance(0.8) ? -1 : draw.Int(1, shape.Rank), draw.Number(0.5, 0.99), center: draw.Chance(0.8),
            scale: draw.Chance(0.8)),
        10 when draw.Chance(0.3) => new RMSNormalization(),
        10 => new LayerNormalization([draw.Int(1, shape.Rank)], center: draw.Chance(0.8), scale: draw.Chance(0.8)),
        11 => new UnitNormalization([draw.Int(1, shape.Rank)]),
        13 => new IdentityLayer(),
        14 => new ActivityRegularization(draw.Number(0, 0.01), draw.Number(0, 0.01)),
        15 => new AlphaDropout(draw.Number(0.1, 0.5), seed: draw.Int(1, 99)),
        16 => new ThresholdedReLU(draw.Number(0, 0.3)),
        12 => new Rescaling(draw.Number(0.3, 1.5), draw.Number(-0.5, 0.5)),
        _ => new Normalization([shape.Rank], [.. Enumerable.Range(0, shape[^1]).Select(_ => draw.Number(-0.5, 0.5))],
            [.. Enumerable.Range(0, shape[^1]).Select(_ => draw.Number(0.5, 2))], draw.Chance(0.3)),
    };

    private static Layer Flat(Draw draw, Shape shape)
    {
        int size = shape[0], part = draw.DivisorOf(size);
        return draw.Int(0, 8) switch
        {
            0 => new RepeatVector(draw.Int(2, 7)),
            1 => new Reshape([part, size / part]),
            2 when draw.DivisorOf(part) is var half => new Reshape([half, part / half, size / part]),
            3 => new GroupNormalization(draw.DivisorOf(size)),
            7 => new Discretization([.. Enumerable.Range(0, draw.Int(1, 6)).Select(_ => draw.Number(-1, 1)).Order()],
                outputMode: draw.One(OutputMode.Int, OutputMode.OneHot, OutputMode.MultiHot, OutputMode.Count)),
            8 => new CategoryEncoding(draw.Int(1, 5), draw.One(OutputMode.OneHot, OutputMode.MultiHot, OutputMode.Count)),
            6 when size > 2 => new MelSpectrogram(4, 2, samplingRate: 100, numMelBins: draw.Int(1, 4), minFreq: 1, powerToDb: false),
            _ => new Dense(draw.Chance(0.3) ? draw.Int(60, 140) : draw.Int(1, 40), draw.Activation(), draw.Chance(0.8)),
        };
    }
}
