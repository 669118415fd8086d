using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all widths, also far from 0, apart and in place; a NaN spoils its row and no other.</summary>
public sealed unsafe class SoftmaxTests : VectorKernelContract
{
    internal override Type Kernel => typeof(Softmax);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths.Where(w => w > 0))
            foreach (int rows in new[] { 0, 1, 3 })
                foreach (double scale in new[] { 3.0, 3000.0 })
                    foreach (bool log in new[] { false, true })
                    {
                        double[] x = Array.ConvertAll(KernelCall.Numbers(rows * width, 1), v => (double)(float)(v * scale));
                        if (rows == 3) x[width + width / 2] = double.NaN;
                        // A logarithm is as exact as the largest score.
                        double[] want = Reference.Softmax.Forward(x, width, log);
                        double atol = log ? 3e-7 * scale : 1e-6;
                        call.Begin($"{rows} x {width} up to {scale}, log {log}");
                        Apply(call.In(x), call.Out(want, atol, 1e-5), rows, width, log);
                        call.End();
                        call.Begin($"{rows} x {width} up to {scale}, log {log}, in place");
                        float* inPlace = call.InOut(x, want, atol, 1e-5);
                        Apply(inPlace, inPlace, rows, width, log);
                        call.End();
                    }
    }

    private static void Apply(float* x, float* y, int rows, int width, bool log)
    {
        if (log) Softmax.LogForward(x, y, rows, width);
        else Softmax.Forward(x, y, rows, width);
    }
}
