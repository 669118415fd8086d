using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Forward and backward over rows around whole vectors, also in place; a spoilt row spoils no other.</summary>
public sealed unsafe class LayerNormalizationTests : WidthKernelContract
{
    private const float Epsilon = 1e-3f;

    internal override Type Kernel => typeof(LayerNormalization);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int width in Lengths.Where(n => n > 0))
            foreach (int rows in new[] { 0, 1, 3 })
            {
                Forward<TSimd, TVector>(call, rows, width, inPlace: false, special: false);
                Forward<TSimd, TVector>(call, rows, width, inPlace: true, special: false);
                if (rows > 1) Forward<TSimd, TVector>(call, rows, width, inPlace: false, special: true);
                Backward<TSimd, TVector>(call, rows, width, inPlace: false);
                Backward<TSimd, TVector>(call, rows, width, inPlace: true);
            }
    }

    private static void Forward<TSimd, TVector>(KernelCall call, int rows, int width, bool inPlace, bool special)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] x = KernelCall.Numbers(rows * width, 1), gamma = KernelCall.Numbers(width, 2), beta = KernelCall.Numbers(width, 3);
        if (special) x[width] = width % 2 == 0 ? double.NaN : double.PositiveInfinity;
        (double[] y, double[] saved) = Reference.LayerNormalization.Forward(x, gamma, beta, Epsilon);
        // What is saved of a spoilt row is of no use.
        if (special) saved = [.. saved.Take(2)];
        call.Begin($"forward {rows} x {width}, in place {inPlace}, special {special}");
        float* source = inPlace ? call.InOut(x, y, 1e-4, 1e-4) : call.In(x), result = inPlace ? source : call.Out(y, 1e-4, 1e-4),
            kept = special ? call.Scratch(2 * rows) : call.Out(saved, 1e-5, 1e-4);
        LayerNormalization.Forward<TSimd, TVector>(source, call.In(gamma), call.In(beta), result, kept, rows, width, Epsilon);
        call.End();
    }

    private static void Backward<TSimd, TVector>(KernelCall call, int rows, int width, bool inPlace)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] x = KernelCall.Numbers(rows * width, 1), gamma = KernelCall.Numbers(width, 2), dy = KernelCall.Numbers(rows * width, 4);
        (_, double[] kept) = Reference.LayerNormalization.Forward(x, gamma, new double[width], Epsilon);
        double[] saved = [.. kept.Select(v => (double)(float)v)];
        (double[] dx, double[] dgamma, double[] dbeta) = Reference.LayerNormalization.Backward(x, gamma, saved, dy);
        call.Begin($"backward {rows} x {width}, in place {inPlace}");
        // With rows of one number the deviation is large, and so are rounding errors of what would be 0.
        float* gradients = inPlace ? call.InOut(dy, dx, 1e-3, 1e-4) : call.In(dy), result = inPlace ? gradients : call.Out(dx, 1e-3, 1e-4);
        LayerNormalization.Backward<TSimd, TVector>(call.In(x), call.In(gamma), call.In(saved), gradients, result,
            call.Out(dgamma, 1e-4, 1e-4), call.Out(dbeta, 1e-5, 1e-4), rows, width);
        call.End();
    }
}
