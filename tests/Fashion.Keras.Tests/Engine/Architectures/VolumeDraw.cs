using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>A random layer after a tensor of shape (depth, height, width, channels).</summary>
internal static class VolumeDraw
{
    public static Layer Next(Draw draw, Shape shape)
    {
        int depth = shape[0], height = shape[1], width = shape[2];
        Size3D window = (draw.Int(1, Math.Min(3, depth)), draw.Int(1, Math.Min(3, height)), draw.Int(1, Math.Min(3, width)));
        Size3D? strides = draw.Chance(0.5) ? (draw.Int(1, 3), draw.Int(1, 3), draw.Int(1, 3)) : null;
        Padding padding = draw.One(Padding.Valid, Padding.Same);
        DataFormat format = draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst);
        return draw.Int(0, 19) switch
        {
            0 => new Flatten(),
            1 => new Reshape([depth * height, width, shape[3]]),
            2 => new Permute([2, 4, 1, 3]),
            3 => new TimeDistributed(ImageDraw.Next(draw, shape[1..])),
            4 => RecurrentDraw.Convolutional(draw, shape),
            5 => RecurrentDraw.Volumes(draw, shape),
            6 => new MaxPooling3D(window, strides, padding),
            7 => new AveragePooling3D(window, strides, padding),
            8 => new GlobalMaxPooling3D(format, draw.Chance(0.3)),
            9 => new GlobalAveragePooling3D(format, draw.Chance(0.3)),
            10 => new AdaptiveMaxPooling3D((draw.Int(1, 4), draw.Int(1, 4), draw.Int(1, 4)), format),
            11 => new AdaptiveAveragePooling3D((draw.Int(1, 4), draw.Int(1, 4), draw.Int(1, 4)), format),
            12 => new ZeroPadding3D(((draw.Int(0, 1), draw.Int(0, 2)), (draw.Int(0, 1), draw.Int(0, 1)), (draw.Int(0, 2), draw.Int(0, 1))),
                format),
            13 when depth > 1 && height > 2 && width > 1 =>
                new Cropping3D(((0, draw.Int(0, 1)), (draw.Int(0, 1), draw.Int(0, 1)), (draw.Int(0, 1), 0))),
            14 => new UpSampling3D((draw.Int(1, 2), draw.Int(1, 2), draw.Int(1, 3)), format),
            15 => new SpatialDropout3D(draw.Number(0.1, 0.5), format, draw.Int(1, 99)),
            16 => new Conv3DTranspose(draw.Int(1, 6), window, draw.Int(1, 2), padding, activation: draw.Activation()),
            _ => new Conv3D(draw.Int(1, 6), (draw.Int(1, depth), window.Height, window.Width), draw.Int(1, 2), padding,
                activation: draw.Activation()),
        };
    }
}
