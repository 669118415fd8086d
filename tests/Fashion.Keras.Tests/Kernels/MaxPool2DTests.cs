using Fashion.Keras.Kernels;
using Fashion.Keras.Reference;
using MaxPool2D = Fashion.Keras.Kernels.MaxPool2D;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Maxima of windows, where they were, and their gradients; a NaN wins, of equals the first, and a window of minus infinities has a place
/// too.
/// </summary>
public sealed unsafe class MaxPool2DTests : VectorKernelContract
{
    private const int Batch = 3;

    internal override Type Kernel => typeof(MaxPool2D);

    private protected override void Run(KernelCall call)
    {
        foreach ((Pool2DWindow w, Pool2DSizes s) in PoolWindows.All(Batch))
            foreach (bool special in new[] { false, true })
            {
                // Few different numbers, so that equals meet.
                double[] x = Array.ConvertAll(special ? KernelCall.SpecialNumbers(s.ImageCount, 1) : KernelCall.Numbers(s.ImageCount, 1),
                    v => Math.Round(v * 4)), g = KernelCall.Numbers(s.ResultCount, 2);
                if (special) Array.Fill(x, double.NegativeInfinity, 0, w.ImageLength);
                (double[] values, double[] positions) = Reference.MaxPool2D.Forward(x, s);
                int[] places = Array.ConvertAll(positions, p => (int)p);
                call.Begin($"forward {w}, special {special}");
                float* images = call.In(x), results = call.Out(values, 0, 0);
                int* position = call.Out(places);
                MaxPool2D.Forward(images, results, position, w, 0, 1);
                MaxPool2D.Forward(images, results, position, w, 1, Batch);
                call.End();
                call.Begin($"backward {w}, special {special}");
                float* gradients = call.In(g), slopes = call.Out(Reference.MaxPool2D.Backward(positions, g, s), 1e-6, 1e-6);
                int* winners = call.In(places);
                MaxPool2D.Backward(winners, gradients, slopes, w, 0, 2);
                MaxPool2D.Backward(winners, gradients, slopes, w, 2, Batch);
                call.End();
            }
    }
}
