using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Sizes of a kernel as its twin, which knows nothing of the library's kernels, takes them.</summary>
internal static class TwinSizes
{
    public static Reference.Conv2DSizes ForTwin(this Conv2DSizes s) => new(s.Batch, s.Height, s.Width, s.Channels, s.KernelHeight,
        s.KernelWidth, s.Filters, s.OutHeight, s.OutWidth, s.StrideHeight, s.StrideWidth, s.DilationHeight, s.DilationWidth, s.PadTop,
        s.PadLeft, s.Groups);
}
