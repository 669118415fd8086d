using System.Runtime.Intrinsics;
using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;
using Reference = Fashion.Keras.Kernels.Reference;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Products with weights in panels against the scalar matrix product; all directions, odd sizes, in two parts as two workers would.</summary>
public sealed unsafe class DenseTests
{
    public static TheoryData<int> Widths => [512, 256, 128];

    private static readonly (int Samples, int Inputs, int Units)[] Sizes = [(1, 1, 1), (3, 17, 5), (8, 64, 32), (33, 70, 33), (32, 100, 64), (5, 40, 95), (70, 33, 300)];

    [Fact]
    public void PackAndUnpack_AnySize_GivesTheSame()
    {
        foreach (var (_, inputs, units) in Sizes)
        {
            var layout = new PanelLayout(inputs, units);
            float[] weight = [.. Enumerable.Range(1, inputs * units).Select(i => (float)i)], packed = new float[layout.PackedCount], back = new float[weight.Length];
            Array.Fill(packed, float.NaN);
            layout.Pack(weight, packed);
            layout.Unpack(packed, back);
            Assert.Equal(weight, back);
            Assert.Equal(packed.Length - weight.Length, packed.Count(v => v == 0));
        }
    }

    [Fact]
    public void Forward_AnySize_AgreesWithScalarTwin()
    {
        foreach (var (samples, inputs, units) in Sizes)
        {
            double[] x = GuardedBuffer.Numbers(samples * inputs, 1), w = GuardedBuffer.Numbers(inputs * units, 2), b = GuardedBuffer.Numbers(units, 3);
            int count = samples * units, half = inputs / 2;
            using GuardedBuffer left = new(x), panels = Panels(w, inputs, units), bias = new(b), parts = new(2 * count), y = new(count);
            for (int panel = 0; panel < Dense.Panels(units); panel++)
            {
                Dense.Forward(left.Pointer, panels.Pointer, parts.Pointer, new DenseSizes(samples, inputs, units), panel, 0, half);
                Dense.Forward(left.Pointer, panels.Pointer, parts.Pointer + count, new DenseSizes(samples, inputs, units), panel, half, inputs);
            }
            Dense.Combine(parts.Pointer, 2, count, bias.Pointer, y.Pointer, samples, units);
            double[] want = Reference.MatMul.Forward(x, w, 1, samples, inputs, units, false, false, true);
            for (int i = 0; i < want.Length; i++) want[i] += b[i % units];
            AssertClose.Equal(want, y.Values, 1e-5, 1e-4, $"{samples} x {inputs} x {units}");
            y.AssertGuards();
            parts.AssertGuards();
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BackwardInput_AnySize_AgreesWithScalarTwin(int bits)
    {
        foreach (var (samples, inputs, units) in Sizes)
        {
            double[] w = GuardedBuffer.Numbers(inputs * units, 2), g = GuardedBuffer.Numbers(samples * units, 3);
            using GuardedBuffer panels = Panels(w, inputs, units), dy = new(g), dx = new(samples * inputs), scratch = new(Dense.BackwardInputScratch(units));
            int half = inputs / 2;
            foreach ((int first, int end) in new[] { (0, half), (half, inputs) })
            {
                if (bits == 512 && Simd.Has512) Dense.BackwardInput<Simd512, Vector512<float>>(dy.Pointer, panels.Pointer, dx.Pointer, new DenseSizes(samples, inputs, units), first, end, scratch.Pointer);
                else if (bits >= 256 && Simd.Has256) Dense.BackwardInput<Simd256, Vector256<float>>(dy.Pointer, panels.Pointer, dx.Pointer, new DenseSizes(samples, inputs, units), first, end, scratch.Pointer);
                else Dense.BackwardInput<Simd128, Vector128<float>>(dy.Pointer, panels.Pointer, dx.Pointer, new DenseSizes(samples, inputs, units), first, end, scratch.Pointer);
            }
            AssertClose.Equal(Reference.MatMul.Forward(g, w, 1, samples, units, inputs, false, true, true), dx.Values, 1e-5, 1e-4, $"{samples} x {inputs} x {units}");
            dx.AssertGuards();
            scratch.AssertGuards();
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BackwardKernel_AnySize_AgreesWithScalarTwin(int bits)
    {
        foreach (var (samples, inputs, units) in Sizes)
        {
            double[] x = GuardedBuffer.Numbers(samples * inputs, 1), g = GuardedBuffer.Numbers(samples * units, 3);
            using GuardedBuffer left = new(x), dy = new(g), packed = new(samples * Dense.PanelWidth), dw = new(new PanelLayout(inputs, units).PackedCount);
            for (int panel = 0; panel < Dense.Panels(units); panel++)
            {
                Dense.PackGradients(dy.Pointer, packed.Pointer, new DenseSizes(samples, inputs, units), panel);
                for (int k = 0; k < inputs; k += 13)
                {
                    int count = Math.Min(13, inputs - k);
                    float* rows = dw.Pointer + (panel * inputs + k) * Dense.PanelWidth;
                    if (bits == 512 && Simd.Has512) Dense.BackwardKernel<Simd512, Vector512<float>>(left.Pointer, packed.Pointer, rows, new DenseSizes(samples, inputs, units), k, count);
                    else if (bits >= 256 && Simd.Has256) Dense.BackwardKernel<Simd256, Vector256<float>>(left.Pointer, packed.Pointer, rows, new DenseSizes(samples, inputs, units), k, count);
                    else Dense.BackwardKernel<Simd128, Vector128<float>>(left.Pointer, packed.Pointer, rows, new DenseSizes(samples, inputs, units), k, count);
                }
            }
            var got = new float[inputs * units];
            new PanelLayout(inputs, units).Unpack(dw.Values, got);
            AssertClose.Equal(Reference.MatMul.Forward(x, g, 1, inputs, samples, units, true, false, true), got, 1e-5, 1e-4, $"{samples} x {inputs} x {units}");
            dw.AssertGuards();
            packed.AssertGuards();
        }
    }

    private static GuardedBuffer Panels(double[] weight, int inputs, int units)
    {
        var layout = new PanelLayout(inputs, units);
        var packed = new float[layout.PackedCount];
        layout.Pack(Array.ConvertAll(weight, v => (float)v), packed);
        return new GuardedBuffer(Array.ConvertAll(packed, v => (double)v));
    }
}
