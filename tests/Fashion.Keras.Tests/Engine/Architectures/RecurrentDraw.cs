using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>Random recurrent layers with cells of their own, and convolutional ones.</summary>
internal static class RecurrentDraw
{
    /// <summary>A layer after (steps, features).</summary>
    public static RNN Cells(Draw draw)
    {
        bool sequences = draw.Chance(0.6), backwards = draw.Chance(0.3);
        RecurrentCell Next() => draw.Int(0, 2) switch
        {
            0 => new LSTMCell(draw.Int(1, 9), dropout: draw.One(0, 0.2), seed: draw.Int(1, 99)),
            1 => new GRUCell(draw.Int(1, 9), recurrentDropout: draw.One(0, 0.2), resetAfter: draw.Chance(0.6), seed: draw.Int(1, 99)),
            _ => new SimpleRNNCell(draw.Int(1, 9), useBias: draw.Chance(0.8)),
        };
        return draw.Chance(0.5) ? new RNN(Next(), sequences, goBackwards: backwards)
            : new RNN([Next(), Next()], sequences, goBackwards: backwards);
    }

    /// <summary>A layer after (steps, ..., channels) with one to three spatial axes.</summary>
    public static Layer Convolutional(Draw draw, Shape shape)
    {
        int Kernel(int axis) => draw.Int(1, Math.Min(3, shape[axis]));
        int filters = draw.Int(1, 3), strides = draw.Int(1, 2), seed = draw.Int(1, 99);
        Padding padding = draw.One(Padding.Valid, Padding.Same);
        bool sequences = draw.Chance(0.3);
        return shape.Rank switch
        {
            3 => new ConvLSTM1D(filters, Kernel(1), strides, padding, recurrentDropout: draw.One(0, 0.2), seed: seed,
                returnSequences: sequences),
            4 => new ConvLSTM2D(filters, (Kernel(1), Kernel(2)), strides, padding, dropout: draw.One(0, 0.2), seed: seed,
                returnSequences: sequences),
            _ => new ConvLSTM3D(filters, (Kernel(1), Kernel(2), Kernel(3)), strides, padding, seed: seed),
        };
    }

    /// <summary>A layer of three spatial axes after (steps, height, width, channels).</summary>
    public static Layer Volumes(Draw draw, Shape shape)
    {
        Shape volumes = [shape[0], 1, .. shape[1..]];
        return new Sequential { new Reshape(volumes, inputShape: shape), Convolutional(draw, volumes) };
    }
}
