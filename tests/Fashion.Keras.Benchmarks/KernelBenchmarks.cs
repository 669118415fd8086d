using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Benchmarks;

/// <summary>Single kernels on one thread, with the sizes of the final model at batch 32.</summary>
public unsafe class KernelBenchmarks : IDisposable
{
    private const int Batch = 32, Inputs = 1600, Units = 128;

    private static readonly Conv2DSizes Conv = new(Batch, 13, 13, 32, 3, 3, 64, 11, 11, 1, 1, 1, 1, 0, 0, 1);
    private static readonly PooledConv2DSizes Pooled = new(Conv, 2, 2, 5, 5);

    private readonly float* _images = Numbers(Conv.ImageCount), _kernel = Numbers(Conv.KernelCount), _results = Numbers(Conv.ResultCount),
        _bias = Numbers(64);
    private readonly float* _transformed = Numbers(Winograd.KernelFloats(Conv)), _scratch = Numbers(4 << 20);
    private readonly float* _pooled = Numbers(Pooled.PooledCount), _gradients = Numbers(Pooled.PooledCount),
        _turned = Numbers(Conv.KernelCount);
    private readonly int* _places = (int*)Numbers(Pooled.PooledCount);
    private readonly float* _x = Numbers(Batch * Inputs), _y = Numbers(Batch * Units), _dx = Numbers(Batch * Inputs),
        _panels = Numbers(Inputs * Units);
    private readonly float* _m = Numbers(Inputs * Units), _v = Numbers(Inputs * Units);

    public KernelBenchmarks()
    {
        // Squares are not negative, and places are those of a real pooling.
        for (int i = 0; i < Inputs * Units; i++) _v[i] *= _v[i];
        PooledForward();
    }

    internal static void Run(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);

    [Benchmark]
    public void Conv2DForward() => Conv2D.Forward(_images, _kernel, null, _results, Conv, 0, Batch * Conv.OutHeight, _scratch);

    [Benchmark]
    public void WinogradForward() => Winograd.Forward(_images, _transformed, null, _results, Conv, 0, Batch, false, _scratch);

    [Benchmark]
    public void Conv2DBackwardKernel() => Conv2D.BackwardKernel(_images, _results, _turned, Conv, 0, 288, _scratch);

    [Benchmark]
    public void WinogradBackwardKernel() => Winograd.BackwardKernel(_images, _results, _scratch + (2 << 20), Conv, 0, Batch, 0,
        Conv.Channels, _scratch);

    [Benchmark]
    public void PooledForward() =>
        PooledConv2D.Forward(_images, _kernel, _bias, _pooled, _places, Pooled, 0, Batch * Pooled.PooledHeight, true, _scratch);

    [Benchmark]
    public void PooledBackwardKernel() =>
        PooledConv2D.BackwardKernel(_images, new PooledGradient(_gradients, _places), _turned, _scratch + (2 << 20), Pooled, 0, 64,
            _scratch);

    [Benchmark]
    public void PooledBackwardInput() =>
        PooledConv2D.BackwardInput(_kernel, new PooledGradient(_gradients, _places), _scratch + (2 << 20), Pooled, 0, Batch, _scratch);

    [Benchmark]
    public void DenseForward()
    {
        for (int panel = 0; panel < Dense.Panels(Units); panel++)
            Dense.Forward(_x, _panels, _y, new DenseSizes(Batch, Inputs, Units), panel, 0, Inputs);
    }

    [Benchmark]
    public void DenseBackwardInput() => Dense.BackwardInput(_y, _panels, _dx, new DenseSizes(Batch, Inputs, Units), 0, Inputs, _scratch);

    [Benchmark]
    public void Adam() => AdamUpdate.Apply(_panels, _m, _v, null, _scratch, 1e-9f, 0.1f, 0.001f, 1e-7f, Inputs * Units);

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (nint memory in new[] { (nint)_images, (nint)_kernel, (nint)_results, (nint)_bias, (nint)_transformed, (nint)_scratch,
            (nint)_pooled, (nint)_gradients, (nint)_turned, (nint)_places, (nint)_x, (nint)_y, (nint)_dx, (nint)_panels, (nint)_m,
            (nint)_v })
            NativeMemory.AlignedFree((void*)memory);
        GC.SuppressFinalize(this);
    }

    private static float* Numbers(int count)
    {
        var random = new Random(count);
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(count + 32) * sizeof(float), 64);
        for (int i = 0; i < count + 32; i++) memory[i] = random.NextSingle() - 0.5f;
        return memory;
    }
}
