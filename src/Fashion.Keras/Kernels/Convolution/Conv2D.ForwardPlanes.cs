using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Few filters over images of one channel (a first layer): filters would leave most lanes of a register empty, so lanes are the
// positions of a row of the results, the left side of the product is the transposed kernel, and a row of the right side is the
// image's row from a tap on. A row of the results is made filter by filter and then transposed.
internal static unsafe partial class Conv2D
{
    private static bool FitsPlanes(in Conv2DSizes s, int lanes) =>
        s is { Channels: 1, Groups: 1, StrideWidth: 1, DilationWidth: 1 } && s.Filters < lanes && s.Filters <= Tile.MaxRows
            && s.OutWidth >= lanes / 2;

    private static long PlanesScratch(in Conv2DSizes s) => s.Channels > 1 ? 0 : s.KernelCount + (long)s.Filters * s.OutWidth;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardPlanes<TSimd, TVector>(float* image, float* transposed, float* result, in Conv2DSizes s, int first, int end,
        float* bias, float* plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint row = PaddedImage.Row(s);
        TileProduct p = default;
        p.Step = 1;
        p.Length = s.KernelWidth;
        p.Segments = s.KernelHeight;
        p.AShift = s.KernelWidth;
        p.Start = bias == null ? TileStart.Zero : TileStart.Result;
        p.BRow = 1;
        p.BShift = s.DilationHeight * row - s.KernelWidth;
        for (int i = first; i < end; i++)
        {
            for (int f = 0; f < s.Filters; f += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, s.Filters - f);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = transposed + (nint)(f + r) * s.KernelHeight * s.KernelWidth;
                    p.C[r] = plane + (nint)(f + r) * s.OutWidth;
                    if (bias != null) ElementwiseLoops.Fill(bias[f + r], p.C[r], s.OutWidth);
                }
                p.B = image + i * s.StrideHeight * row;
                Tile.Multiply<TSimd, TVector>(ref p, height, s.OutWidth);
            }
            Transposition.Copy(plane, s.OutWidth, result + (nint)i * s.OutWidth * s.Filters, s.Filters, s.Filters, s.OutWidth);
        }
    }
}
