using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>A random layer after a tensor of shape (height, width, channels).</summary>
internal static class ImageDraw
{
    public static Layer Next(Draw draw, Shape shape)
    {
        int height = shape[0], width = shape[1], channels = shape[2];
        Size2D kernel = (draw.Int(1, Math.Min(4, height)), draw.Int(1, Math.Min(4, width))),
            size = (draw.Int(1, Math.Min(3, height)), draw.Int(1, Math.Min(3, width)));
        Size2D? strides = draw.Chance(0.5) ? (draw.Int(1, 3), draw.Int(1, 3)) : null;
        Padding padding = draw.One(Padding.Valid, Padding.Same);
        return draw.Int(0, 48) switch
        {
            0 or 1 or 2 => Conv2D(draw, shape),
            3 or 4 when height > 2 && width > 2 =>
                new Conv2D(draw.Int(1, 40), 3, padding: padding, activation: draw.Activation(), useBias: draw.Chance(0.8)),
            5 => new Conv2DTranspose(draw.Int(1, 12), kernel, draw.Int(1, 2), padding, activation: draw.Activation()),
            6 => new DepthwiseConv2D(kernel, depthMultiplier: draw.Int(1, 3), padding: padding, activation: draw.Activation()),
            7 => new SeparableConv2D(draw.Int(1, 20), kernel, depthMultiplier: draw.Int(1, 2), padding: padding,
                activation: draw.Activation()),
            8 or 9 => new MaxPooling2D(size, strides, padding,
                draw.Chance(0.8) ? DataFormat.ChannelsLast : FirstIf(width >= size.Height && channels >= size.Width)),
            10 => new AveragePooling2D(size, strides, padding),
            11 => new GlobalMaxPooling2D(draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst), draw.Chance(0.3)),
            12 => new GlobalAveragePooling2D(draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst), draw.Chance(0.3)),
            13 => new RandomFlip(draw.One(Enum.GetValues<FlipMode>()), draw.Int(1, 99)),
            14 => new RandomRotation(draw.Number(0.02, 0.4), draw.One(Enum.GetValues<FillMode>()),
                draw.One(Interpolation.Nearest, Interpolation.Bilinear), draw.Int(1, 99)),
            15 => new RandomTranslation(draw.Number(0.02, 0.4), draw.Number(0.02, 0.4), draw.One(Enum.GetValues<FillMode>()),
                draw.One(Interpolation.Nearest, Interpolation.Bilinear), draw.Int(1, 99)),
            16 => new RandomZoom(draw.Number(0.02, 0.4), draw.Chance(0.5) ? draw.Number(0.02, 0.4) : null,
                draw.One(Enum.GetValues<FillMode>()), draw.One(Interpolation.Nearest, Interpolation.Bilinear), draw.Int(1, 99)),
            17 when height > 2 && width > 2 => new Cropping2D(((draw.Int(0, 1), draw.Int(0, 1)), (draw.Int(0, 1), draw.Int(0, 1)))),
            18 => new ZeroPadding2D(((draw.Int(0, 2), draw.Int(0, 2)), (draw.Int(0, 2), draw.Int(0, 2)))),
            19 => new UpSampling2D((draw.Int(1, 2), draw.Int(1, 3)), interpolation: draw.One(Enum.GetValues<Interpolation>())),
            20 => new SpatialDropout2D(draw.Number(0.1, 0.5), seed: draw.Int(1, 99)),
            21 => new Permute(draw.One<Shape>([2, 1, 3], [3, 1, 2], [1, 3, 2])),
            22 => new GroupNormalization(draw.DivisorOf(channels)),
            23 => new Flatten(draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst)),
            24 or 25 => new Reshape([height * width, channels]),
            26 => new Reshape([height, width, channels, 1]),
            27 => new Resizing(draw.Int(1, 12), draw.Int(1, 12), draw.One(Enum.GetValues<Interpolation>()), draw.Chance(0.3),
                antialias: draw.Chance(0.3)),
            28 => new Resizing(draw.Int(1, 12), draw.Int(1, 12), draw.One(Enum.GetValues<Interpolation>()), padToAspectRatio: true,
                fillValue: draw.Number(-1, 1)),
            29 => new CenterCrop(draw.Int(1, height + 1), draw.Int(1, width + 1)),
            30 => new RandomCrop(draw.Int(1, height), draw.Int(1, width), draw.Int(1, 99)),
            31 => new RandomBrightness(draw.Number(0.02, 0.6), (-2, 2), draw.Int(1, 99)),
            32 => new RandomContrast(draw.Number(0.02, 0.6), (-2, 2), draw.Int(1, 99)),
            33 or 34 or 35 or 36 when channels == 3 => Color(draw),
            33 => new RandomInvert(draw.Number(0.02, 0.9), (-2, 2), draw.Int(1, 99)),
            34 when channels == 1 => new RandomGrayscale(draw.Number(0.1, 1), seed: draw.Int(1, 99)),
            37 => new TimeDistributed(SequenceDraw.Next(draw, shape[1..])),
            38 => RecurrentDraw.Convolutional(draw, shape),
            39 => new AdaptiveMaxPooling2D((draw.Int(1, 7), draw.Int(1, 7)), draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst)),
            40 => new AdaptiveAveragePooling2D((draw.Int(1, 7), draw.Int(1, 7)),
                draw.One(DataFormat.ChannelsLast, DataFormat.ChannelsFirst)),
            41 => new LocallyConnected2D(draw.Int(1, 4), kernel, draw.Int(1, 2),
                dataFormat: FirstIf(width >= kernel.Height && channels >= kernel.Width), implementation: draw.Int(1, 3)),
            42 => new SpectralNormalization(new Conv2D(draw.Int(1, 12), kernel, padding: padding, activation: draw.Activation()),
                draw.Int(1, 3)),
            43 or 44 or 45 or 46 or 47 => Augmentation(draw, channels),
            _ => new Dense(draw.Int(1, 20), draw.Activation()),
        };
    }

    private static Layer Color(Draw draw) => draw.Int(0, 4) switch
    {
        0 => new RandomSaturation((0.1, 0.9), (0, 1), draw.Int(1, 99)),
        1 => new RandomHue(draw.Number(0.1, 1), (-2, 2), draw.Int(1, 99)),
        2 => new RandomColorDegeneration(draw.Number(0.1, 1), (-2, 2), draw.Int(1, 99)),
        3 => new RandAugment((-2, 2), 1, draw.Number(0.2, 0.6), seed: draw.Int(1, 99)),
        _ => new RandomGrayscale(draw.Number(0.1, 1), seed: draw.Int(1, 99)),
    };

    private static Layer Augmentation(Draw draw, int channels) => draw.Int(0, 17) switch
    {
        0 => new RandomErasing((0.5, 1), (0.1, 0.5), draw.Chance(0.5) ? [0.5] : null, (-2, 2), draw.Int(1, 99)),
        1 => new RandomShear(draw.Number(0.1, 0.5), draw.Number(0.1, 0.5), draw.One(Interpolation.Nearest, Interpolation.Bilinear),
            draw.One(Enum.GetValues<FillMode>()), seed: draw.Int(1, 99)),
        2 => new RandomPerspective((0.5, 1), draw.Number(0.1, 0.5), seed: draw.Int(1, 99)),
        3 => new RandomGaussianBlur((0.5, 1), draw.One(3, 5), (0.3, 1), (-2, 2), seed: draw.Int(1, 99)),
        4 => new RandomSharpness(draw.Number(0.3, 1), (-2, 2), seed: draw.Int(1, 99)),
        5 => new RandomPosterization((2, 6), (-2, 2), seed: draw.Int(1, 99)),
        6 => new Solarization(draw.Number(0.1, 0.5), draw.Number(0.1, 0.5), (-2, 2), draw.Int(1, 99)),
        7 => new Equalization((-2, 2), draw.Int(2, 99)),
        8 => new AutoContrast((-2, 2)),
        9 => new RandomColorJitter((-2, 2), draw.Number(0.1, 0.5), draw.Number(0.1, 0.5), seed: draw.Int(1, 99)),
        10 => new MixUp(draw.Number(0.2, 1), seed: draw.Int(1, 99)),
        11 => new CutMix(draw.Number(0.2, 1), draw.Int(1, 99)),
        12 or 13 => new AugMix((-2, 2), 2, 1, draw.Number(0.2, 0.6), allOps: channels == 3, seed: draw.Int(1, 99)),
        14 => new ContrastLimitedAdaptiveHistogramEqualization((-2, 2), 2, 2),
        15 => new Pipeline([new RandomInvert(0.5, (-2, 2), draw.Int(1, 99)), new Dense(draw.Int(1, 4), "tanh"), new MaxPooling2D(1)]),
        16 => new MaxNumBoundingBoxes(3),
        _ => new RandomElasticTransform((0.5, 1), (0.3, 1), valueRange: (-2, 2), seed: draw.Int(1, 99)),
    };

    private static DataFormat FirstIf(bool fits) => fits ? DataFormat.ChannelsFirst : DataFormat.ChannelsLast;

    private static Conv2D Conv2D(Draw draw, Shape shape)
    {
        bool first = draw.Chance(0.15);
        (int height, int width, int channels) = first ? (shape[1], shape[2], shape[0]) : (shape[0], shape[1], shape[2]);
        int groups = draw.Chance(0.2) ? draw.DivisorOf(channels) : 1, kernelHeight = draw.Int(1, Math.Min(5, height)),
            kernelWidth = draw.Int(1, Math.Min(5, width));
        bool dilated = draw.Chance(0.2) && kernelHeight * 2 - 1 <= height && kernelWidth * 2 - 1 <= width;
        return new Conv2D(groups * draw.Int(1, Math.Max(1, 24 / groups)), (kernelHeight, kernelWidth),
            dilated ? 1 : (draw.Int(1, 2), draw.Int(1, 3)), draw.One(Padding.Valid, Padding.Same),
            first ? DataFormat.ChannelsFirst : DataFormat.ChannelsLast, dilated ? 2 : 1, groups, draw.Activation(), draw.Chance(0.8));
    }
}
