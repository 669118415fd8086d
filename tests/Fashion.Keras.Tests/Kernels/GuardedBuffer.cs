using System.Runtime.InteropServices;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Numbers for kernel tests: reproducible, and guarded on both sides so that writing outside is noticed.</summary>
internal sealed unsafe class GuardedBuffer : IDisposable
{
    private const int Guard = 32;
    private const float Canary = 12345.5f;
    private readonly float* _memory;

    public GuardedBuffer(int count)
    {
        Count = count;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)((count + 2 * Guard) * sizeof(float)), 64);
        new Span<float>(_memory, count + 2 * Guard).Fill(Canary);
    }

    public GuardedBuffer(ReadOnlySpan<double> values)
        : this(values.Length)
    {
        for (int i = 0; i < Count; i++) Pointer[i] = (float)values[i];
    }

    public int Count { get; }

    public float* Pointer => _memory + Guard;

    public ReadOnlySpan<float> Values => new(Pointer, Count);

    /// <summary>Numbers between -1 and 1 that a float holds exactly.</summary>
    public static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = (float)(random.NextDouble() * 2 - 1);
        return values;
    }

    public void AssertGuards()
    {
        Assert.False(new ReadOnlySpan<float>(_memory, Guard).ContainsAnyExcept(Canary), "written in front of the buffer");
        Assert.False(new ReadOnlySpan<float>(Pointer + Count, Guard).ContainsAnyExcept(Canary), "written behind the buffer");
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
