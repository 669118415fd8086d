using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Products with weights in panels against the scalar matrix product; all directions, odd sizes, in two parts as two workers would.
/// </summary>
public sealed unsafe class DenseTests : WidthKernelContract
{
    private static readonly DenseSizes[] Sizes =
        [new(1, 1, 1), new(3, 17, 5), new(8, 64, 32), new(33, 70, 33), new(32, 100, 64), new(5, 40, 95), new(70, 33, 300), new(31, 65, 31),
            new(0, 3, 4)];

    internal override Type Kernel => typeof(Dense);

    [Fact]
    public void PackAndUnpack_AnySize_GivesTheSame()
    {
        foreach (DenseSizes s in Sizes)
        {
            var layout = new PanelLayout(s.Inputs, s.Units);
            float[] weight = [.. Enumerable.Range(1, s.Inputs * s.Units).Select(i => (float)i)], packed = new float[layout.PackedCount],
                back = new float[weight.Length];
            Array.Fill(packed, float.NaN);
            layout.Pack(weight, packed);
            layout.Unpack(packed, back);
            Assert.Equal(weight, back);
            Assert.Equal(packed.Length - weight.Length, packed.Count(v => v == 0));
        }
    }

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (DenseSizes s in Sizes)
            foreach (bool special in new[] { false, true })
            {
                double[] x = KernelCall.Numbers(s.Samples * s.Inputs, 1), w = KernelCall.Numbers(s.Inputs * s.Units, 2),
                    b = KernelCall.Numbers(s.Units, 3), g = KernelCall.Numbers(s.Samples * s.Units, 4);
                if (special && x.Length > 20) (x[5], g[7]) = (double.NaN, double.PositiveInfinity);
                Forward(call, s, x, w, b);
                BackwardInput<TSimd, TVector>(call, s, w, g);
                BackwardKernel<TSimd, TVector>(call, s, x, g);
            }
    }

    private static void Forward(KernelCall call, DenseSizes s, double[] x, double[] w, double[] b)
    {
        double[] product = Reference.MatMul.Forward(x, w, 1, s.Samples, s.Inputs, s.Units, false, false, true),
            withBias = [.. product.Select((v, i) => v + b[i % s.Units])];
        int count = s.Samples * s.Units, half = s.Inputs / 2;
        foreach (bool hasBias in new[] { true, false })
        {
            double[] want = hasBias ? withBias : product;
            call.Begin($"forward in parts, {s}, bias {hasBias}");
            float* left = call.In(x), panels = call.In(Panels(w, s)), parts = call.Scratch(2 * count), bias = hasBias ? call.In(b) : null,
                y = call.Out(want, 1e-5, 1e-4);
            for (int panel = 0; panel < s.Panels; panel++)
            {
                Dense.Forward(left, panels, parts, s, panel, 0, half);
                Dense.Forward(left, panels, parts + count, s, panel, half, s.Inputs);
            }
            Dense.Combine(parts, 2, count, bias, y, s.Samples, s.Units);
            call.End();
            call.Begin($"forward by rows, {s}, bias {hasBias}");
            left = call.In(x);
            panels = call.In(Panels(w, s));
            bias = hasBias ? call.In(b) : null;
            y = call.Out(want, 1e-5, 1e-4);
            int few = s.Samples / 3;
            Dense.ForwardRows(left, panels, bias, y, s with { Samples = few });
            Dense.ForwardRows(left + few * s.Inputs, panels, bias, y + few * s.Units, s with { Samples = s.Samples - few });
            call.End();
        }
    }

    private static void BackwardInput<TSimd, TVector>(KernelCall call, DenseSizes s, double[] w, double[] g)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int half = s.Inputs / 2;
        call.Begin($"gradient of the inputs, {s}");
        float* dy = call.In(g), panels = call.In(Panels(w, s)),
            dx = call.Out(Reference.MatMul.Forward(g, w, 1, s.Samples, s.Units, s.Inputs, false, true, true), 1e-5, 1e-4),
            scratch = call.Scratch(Dense.BackwardInputScratch(s.Units));
        Dense.BackwardInput<TSimd, TVector>(dy, panels, dx, s, 0, half, scratch);
        Dense.BackwardInput<TSimd, TVector>(dy, panels, dx, s, half, s.Inputs, scratch);
        call.End();
    }

    private static void BackwardKernel<TSimd, TVector>(KernelCall call, DenseSizes s, double[] x, double[] g)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        // The columns that fill the last panel up are products too: with zeros, which NaN and infinity make NaN.
        DenseSizes filled = s with { Units = s.Panels * Dense.PanelWidth };
        var wide = new double[filled.Samples * filled.Units];
        for (int n = 0; n < s.Samples; n++) Array.Copy(g, n * s.Units, wide, n * filled.Units, s.Units);
        double[] want = Panels(Reference.MatMul.Forward(x, wide, 1, s.Inputs, s.Samples, filled.Units, true, false, true), filled);
        call.Begin($"gradient of the weight, {s}");
        float* left = call.In(x), dy = call.In(g), packed = call.Scratch(s.Samples * Dense.PanelWidth), dw = call.Out(want, 1e-5, 1e-4);
        for (int panel = 0; panel < s.Panels; panel++)
        {
            Dense.PackGradients(dy, packed, s, panel);
            for (int k = 0; k < s.Inputs; k += 13)
                Dense.BackwardKernel<TSimd, TVector>(left, packed, dw + (panel * s.Inputs + k) * Dense.PanelWidth, s, k,
                    Math.Min(13, s.Inputs - k));
        }
        call.End();
    }

    // (panel, input, column), the last panel filled up with zeros, whatever else there is.
    private static double[] Panels(double[] weight, DenseSizes s)
    {
        var packed = new double[s.PackedCount];
        for (int i = 0; i < weight.Length; i++)
        {
            (int input, int unit) = Math.DivRem(i, s.Units);
            packed[(unit / Dense.PanelWidth * s.Inputs + input) * Dense.PanelWidth + unit % Dense.PanelWidth] = weight[i];
        }
        return packed;
    }
}
