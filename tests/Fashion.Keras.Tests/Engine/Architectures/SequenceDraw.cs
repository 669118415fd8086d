using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>A random layer after a tensor of shape (steps, features).</summary>
internal static class SequenceDraw
{
    public static Layer Next(Draw draw, Shape shape)
    {
        int steps = shape[0], features = shape[1], kernel = draw.Int(1, Math.Min(4, steps)), size = draw.Int(1, Math.Min(3, steps));
        Padding padding = draw.One(Padding.Valid, Padding.Same);
        return draw.Int(0, 31) switch
        {
            0 or 1 => Conv1D(draw, steps, features),
            2 => new Conv1DTranspose(draw.Int(1, 20), kernel, draw.Int(1, 3), padding, activation: draw.Activation()),
            3 => new DepthwiseConv1D(kernel, depthMultiplier: draw.Int(1, 3), padding: padding, activation: draw.Activation(),
                useBias: draw.Chance(0.7)),
            4 => new SeparableConv1D(draw.Int(1, 20), kernel, depthMultiplier: draw.Int(1, 2), padding: padding,
                activation: draw.Activation()),
            5 => new MaxPooling1D(size, draw.Chance(0.5) ? draw.Int(1, 3) : null, padding),
            6 => new AveragePooling1D(size, draw.Chance(0.5) ? draw.Int(1, 3) : null, padding),
            7 => new GlobalMaxPooling1D(keepDims: draw.Chance(0.3)),
            8 => new GlobalAveragePooling1D(draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst)),
            9 or 10 or 11 when draw.Chance(0.4) => RecurrentDraw.Cells(draw),
            9 => new LSTM(draw.Int(1, 18), useBias: draw.Chance(0.8), dropout: draw.One(0, 0.2), recurrentDropout: draw.One(0, 0.2),
                seed: draw.Int(1, 99), returnSequences: draw.Chance(0.6), goBackwards: draw.Chance(0.3)),
            10 => new GRU(draw.Int(1, 18), useBias: draw.Chance(0.8), dropout: draw.One(0, 0.2), seed: draw.Int(1, 99),
                returnSequences: draw.Chance(0.6), goBackwards: draw.Chance(0.3), resetAfter: draw.Chance(0.6)),
            11 => new SimpleRNN(draw.Int(1, 18), useBias: draw.Chance(0.8), recurrentDropout: draw.One(0, 0.2), seed: draw.Int(1, 99),
                returnSequences: draw.Chance(0.6)),
            12 when steps > 2 => new Cropping1D((draw.Int(0, 1), draw.Int(0, 1))),
            13 => new ZeroPadding1D((draw.Int(0, 2), draw.Int(0, 2))),
            14 => new UpSampling1D(draw.Int(1, 3)),
            15 => new SpatialDropout1D(draw.Number(0.1, 0.5), draw.Int(1, 99)),
            16 => new Permute([2, 1]),
            17 => new GroupNormalization(draw.DivisorOf(features)),
            18 => new Masking(draw.Number(0, 0.2)),
            19 => new Flatten(),
            20 when draw.DivisorOf(features) is var channels => new Reshape([steps, features / channels, channels]),
            21 => new Reshape([features * steps]),
            22 => Bidirectional(draw),
            23 => new TimeDistributed(LayerDraw.Next(draw, [features])),
            24 when draw.Int(1, 4) is var heads =>
                new EinsumDense("abc,cde->abde", [-1, heads, draw.Int(1, 6)], draw.Activation(), draw.Chance(0.8) ? "de" : null),
            25 => new AdaptiveMaxPooling1D(draw.Int(1, 8), draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst)),
            26 => new AdaptiveAveragePooling1D(draw.Int(1, 8), draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst)),
            27 => new LocallyConnected1D(draw.Int(1, 6), kernel, draw.Int(1, 2), padding, activation: draw.Activation(),
                implementation: padding == Padding.Valid ? draw.Int(1, 3) : draw.Int(2, 3)),
            28 => new SpectralNormalization(new Dense(draw.Int(1, 12), draw.Activation()), draw.Int(1, 3)),
            _ => new Dense(draw.Chance(0.2) ? draw.Int(60, 140) : draw.Int(1, 30), draw.Activation(), draw.Chance(0.8)),
        };
    }

    private static Bidirectional Bidirectional(Draw draw)
    {
        int units = draw.Int(1, 9), seed = draw.Int(1, 99);
        bool sequences = draw.Chance(0.6);
        RecurrentLayer Next(bool goBackwards) => draw.Int(0, 2) switch
        {
            0 => new LSTM(units, dropout: draw.One(0, 0.2), seed: seed, returnSequences: sequences, goBackwards: goBackwards),
            1 => new GRU(units, recurrentDropout: draw.One(0, 0.2), seed: seed, returnSequences: sequences, goBackwards: goBackwards),
            _ => new SimpleRNN(units, returnSequences: sequences, goBackwards: goBackwards),
        };
        return new Bidirectional(Next(false), draw.One(Enum.GetValues<MergeMode>()), draw.Chance(0.3) ? Next(true) : null);
    }

    private static Conv1D Conv1D(Draw draw, int steps, int features)
    {
        int groups = draw.Chance(0.2) ? draw.DivisorOf(features) : 1, kernel = draw.Int(1, Math.Min(4, steps));
        int dilation = draw.Chance(0.2) && kernel * 2 - 1 <= steps ? 2 : 1;
        return new Conv1D(groups * draw.Int(1, 20 / Math.Min(groups, 10)), kernel, dilation > 1 ? 1 : draw.Int(1, 2),
            draw.One(Padding.Valid, Padding.Same, Padding.Causal), dilationRate: dilation, groups: groups,
            activation: draw.Activation(), useBias: draw.Chance(0.8));
    }
}
