using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// The operations that kernels are written in, of every register width: masked loads and stores touch no lane that is off, and NaN is
/// treated alike.
/// </summary>
public sealed unsafe class SimdTests : WidthKernelContract
{
    // What an estimate is good for: about 12 bits.
    private const double Estimate = 1.0 / 2048;

    internal override Type Kernel => typeof(ISimd<>);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        int width = TSimd.Count;
        Assert.InRange(TSimd.TileRows, 1, Tile.MaxRows);
        for (int count = -1; count <= width + 1; count++) Masks<TSimd, TVector>(call, count, Math.Clamp(count, 0, width));

        double[] x = KernelCall.SpecialNumbers(width, 1),
            y = [.. Enumerable.Range(0, width).Select(i => i % 4 == 2 ? x[i] : KernelCall.Numbers(width, 2)[i])],
            z = KernelCall.Numbers(width, 3), plain = KernelCall.Numbers(width, 4);
        Binary<TSimd, TVector>(call, "add", x, y, TSimd.Add, (a, b) => (float)a + (float)b);
        Binary<TSimd, TVector>(call, "subtract", x, y, TSimd.Subtract, (a, b) => (float)a - (float)b);
        Binary<TSimd, TVector>(call, "multiply", x, y, TSimd.Multiply, (a, b) => (float)a * (float)b);
        Binary<TSimd, TVector>(call, "max", x, y, TSimd.Max, Math.Max);
        Binary<TSimd, TVector>(call, "max the other way round", y, x, TSimd.Max, Math.Max);
        Binary<TSimd, TVector>(call, "max of numbers", z, plain, TSimd.MaxNumber, Math.Max);
        Binary<TSimd, TVector>(call, "greater, selected", x, y,
            (a, b) => TSimd.Select(TSimd.GreaterThan(a, b), TSimd.Create(1), TSimd.Create(2)), (a, b) => a > b ? 1 : 2);
        Binary<TSimd, TVector>(call, "NaN or greater", x, y,
            (a, b) => TSimd.Select(TSimd.Or(TSimd.IsNaN(a), TSimd.GreaterThan(a, b)), TSimd.Create(1), TSimd.Zero),
            (a, b) => double.IsNaN(a) || a > b ? 1 : 0);
        Binary<TSimd, TVector>(call, "multiply and add", x, z, (a, b) => TSimd.MultiplyAdd(a, b, TSimd.Create(0.3f)),
            (a, b) => a * b + 0.3f, 1e-6);
        Binary<TSimd, TVector>(call, "divide", z, plain, TSimd.Divide, (a, b) => (float)a / (float)b);
        Binary<TSimd, TVector>(call, "absolute", x, z, (a, _) => TSimd.Abs(a), (a, _) => Math.Abs(a));
        Binary<TSimd, TVector>(call, "with the sign", [.. z.Select(Math.Abs)], plain, TSimd.WithSign, Math.CopySign);
        Binary<TSimd, TVector>(call, "clamp", x, z, (a, _) => TSimd.Clamp(a, TSimd.Create(-0.25f), TSimd.Create(0.5f)),
            (a, _) => Math.Clamp(a, -0.25f, 0.5f));
        // Below the normal numbers, where they are rounded, and beyond the largest.
        double[] powers = [.. Enumerable.Range(0, width).Select(i => (double)(new[] { -150, -140, -126, -1, 0, 1, 127, 200 })[i % 8])];
        Binary<TSimd, TVector>(call, "scale", z, powers, TSimd.Scale, (a, b) => (float)(a * Math.Pow(2, b)));
        for (int lane = 0; lane < width; lane++) Lanes<TSimd, TVector>(call, plain, lane);
        double[] positive = Array.ConvertAll(z, v => 0.01 + Math.Abs(v));
        Binary<TSimd, TVector>(call, "reciprocal", positive, z, (a, _) => TSimd.ReciprocalEstimate(a), (a, _) => 1 / a, Estimate);
        Binary<TSimd, TVector>(call, "reciprocal root", positive, z, (a, _) => TSimd.ReciprocalSqrtEstimate(a), (a, _) => 1 / Math.Sqrt(a),
            Estimate);
        double[] bits = [.. Enumerable.Range(0, width).Select(i => (double)BitConverter.Int32BitsToSingle(i))];
        Binary<TSimd, TVector>(call, "bits below", bits, z, (a, _) => TSimd.Select(TSimd.BitsBelow(a, 3), TSimd.Create(1), TSimd.Zero),
            (a, _) => BitConverter.SingleToInt32Bits((float)a) < 3 ? 1 : 0);
        Binary<TSimd, TVector>(call, "has bits", bits, z, (a, _) => TSimd.Select(TSimd.HasBits(a, 2), TSimd.Create(1), TSimd.Zero),
            (a, _) => BitConverter.SingleToInt32Bits((float)a) == 2 ? 1 : 0);
        for (int lane = -1; lane < width; lane++) AnyNaN<TSimd, TVector>(call, plain, lane);
    }

    private static void Masks<TSimd, TVector>(KernelCall call, int count, int lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] x = KernelCall.Numbers(lanes, 1);
        call.Begin($"load the first {count} of {TSimd.Count}");
        TSimd.Store(TSimd.Load(call.In(x), TSimd.FirstLanes(count)), call.Out([.. x, .. new double[TSimd.Count - lanes]], 0, 0));
        call.End();
        call.Begin($"store the first {count} of {TSimd.Count}");
        TSimd.Store(TSimd.Create(0.5f), call.Out([.. Enumerable.Repeat(0.5, lanes)], 0, 0), TSimd.FirstLanes(count));
        call.End();
    }

    private static void Binary<TSimd, TVector>(KernelCall call, string name, double[] x, double[] y,
        Func<TVector, TVector, TVector> operation, Func<double, double, double> twin, double rtol = 0)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        (x, y) = (Array.ConvertAll(x, v => (double)(float)v), Array.ConvertAll(y, v => (double)(float)v));
        call.Begin($"{name}, {TSimd.Count} lanes");
        TSimd.Store(operation(TSimd.Load(call.In(x)), TSimd.Load(call.In(y))), call.Out([.. x.Zip(y, twin)], rtol == 0 ? 0 : 1e-7, rtol));
        call.End();
    }

    private static void Lanes<TSimd, TVector>(KernelCall call, double[] plain, int lane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        foreach (double value in new[] { 9, double.NegativeInfinity })
        {
            double[] x = [.. plain.Select(v => (double)(float)v)];
            x[lane] = value;
            call.Begin($"largest and sum, {value} in lane {lane} of {TSimd.Count}");
            TVector lanes = TSimd.Load(call.In(x));
            float* largest = call.Out([x.Max()], 0, 0), sum = call.Out([x.Sum()], 1e-6, 1e-6);
            *largest = TSimd.LargestNumber(lanes);
            *sum = TSimd.Sum(lanes);
            call.End();
        }
    }

    private static void AnyNaN<TSimd, TVector>(KernelCall call, double[] plain, int lane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] x = [.. plain];
        if (lane >= 0) x[lane] = double.NaN;
        call.Begin($"any NaN, in lane {lane} of {TSimd.Count}");
        TVector whole = TSimd.Load(call.In(plain)), spoilt = TSimd.Load(call.In(x));
        Assert.Equal(lane >= 0, TSimd.AnyNaN(whole, spoilt));
        Assert.Equal(lane >= 0, TSimd.AnyNaN(spoilt, whole));
        call.End();
    }
}
