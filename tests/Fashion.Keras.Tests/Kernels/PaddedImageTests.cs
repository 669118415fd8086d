using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Borders on all sides, images that strides do not reach to the end of, and images that serve as they are.</summary>
public sealed unsafe class PaddedImageTests : VectorKernelContract
{
    internal override Type Kernel => typeof(PaddedImage);

    private protected override void Run(KernelCall call)
    {
        foreach (Conv2DSizes s in ConvolutionShapes.All())
        {
            double[] x = KernelCall.SpecialNumbers(s.ImageCount, 1);
            int length = s.ImageCount / s.Batch;
            for (int n = 0; n < s.Batch; n++)
            {
                call.Begin($"image {n}, {s}");
                float* images = call.In(x);
                if (s.IsInside)
                {
                    Assert.Equal(0, PaddedImage.ScratchFloats(s));
                    Assert.True(PaddedImage.Of(images, n, s, null) == images + n * length, $"{s}: the image is copied");
                    call.End();
                    continue;
                }
                double[] padded = Padded(s, x[(n * length)..((n + 1) * length)]);
                float* scratch = call.Out(padded, 0, 0);
                Assert.True(PaddedImage.Of(images, n, s, scratch) == scratch, $"{s}: not the padded image");
                call.End();
                call.Begin($"crop image {n}, {s}");
                PaddedImage.Crop(call.In(padded), call.Out(Cropped(s, padded), 0, 0), s);
                call.End();
            }
        }
    }

    private static double[] Padded(in Conv2DSizes s, double[] image)
    {
        var padded = new double[s.PaddedHeight * s.PaddedWidth * s.Channels];
        for (int i = 0; i < padded.Length; i++)
        {
            int row = i / s.Channels / s.PaddedWidth - s.PadTop, column = i / s.Channels % s.PaddedWidth - s.PadLeft;
            if (row >= 0 && row < s.Height && column >= 0 && column < s.Width)
                padded[i] = image[(row * s.Width + column) * s.Channels + i % s.Channels];
        }
        return padded;
    }

    private static double[] Cropped(in Conv2DSizes s, double[] padded)
    {
        var image = new double[s.Height * s.Width * s.Channels];
        for (int i = 0; i < image.Length; i++)
        {
            int row = i / s.Channels / s.Width + s.PadTop, column = i / s.Channels % s.Width + s.PadLeft;
            if (row < s.PaddedHeight && column < s.PaddedWidth)
                image[i] = padded[(row * s.PaddedWidth + column) * s.Channels + i % s.Channels];
        }
        return image;
    }
}
