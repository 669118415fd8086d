using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Fashion.Keras.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// The memory of one call of a kernel after another, each array between guard pages. A case begins with its name, says what
/// goes in and what must come out, and ends with the comparison.
/// <para>
/// A kernel that touches a guard page ends the process: the runtime prints its stack, and a file "kernel-case…" in the folder of
/// the tests keeps the name of the case. It is deleted when all goes well.
/// </para>
/// </summary>
/// <param name="kernel">Name of the kernel.</param>
/// <param name="atEnd">Whether arrays end at a guard page; else they begin at one.</param>
internal sealed unsafe class KernelCall(string kernel, bool atEnd) : IDisposable
{
    /// <summary>What results hold before a kernel writes them.</summary>
    public const float Unwritten = 12345.5f;

    /// <summary>What places hold before a kernel writes them.</summary>
    public const int UnwrittenPlace = -7777;

    // What twins have computed, for all widths and both sides of the guard pages: they take longer than the kernels.
    private static readonly ConcurrentDictionary<string, double[]> Twins = new();

    private readonly string _path = Path.Combine(AppContext.BaseDirectory, $"kernel-case.{kernel}.{Environment.ProcessId}.txt");
    private readonly List<GuardedPages> _pages = [];
    private readonly List<Action> _checks = [];
    private SafeFileHandle? _file;
    private string _name = "";

    /// <summary>Cases that have been compared.</summary>
    public int Cases { get; private set; }

    /// <summary>Numbers between -1 and 1 that a float holds exactly, the same for the same seed.</summary>
    public static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = (float)(random.NextDouble() * 2 - 1);
        return values;
    }

    /// <summary>The same with NaN and both infinities at a few places.</summary>
    public static double[] SpecialNumbers(int count, int seed)
    {
        double[] values = Numbers(count, seed);
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0];
        for (int i = 0; i < count; i++)
            if (i % 5 == 3) values[i] = special[i / 5 % special.Length];
        return values;
    }

    /// <summary>What a slow scalar twin computes, which the name must tell; not to be changed.</summary>
    public double[] Twin(string name, Func<double[]> compute) => Twins.GetOrAdd($"{kernel}: {name}", _ => compute());

    /// <summary>Begins a case.</summary>
    public void Begin(string name)
    {
        _name = name;
        _file ??= File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(_file,
            Encoding.UTF8.GetBytes($"{kernel}, arrays that {(atEnd ? "end" : "begin")} at a guard page: {name}".PadRight(400)), 0);
    }

    /// <summary>Numbers that the kernel reads; they must stay as they are.</summary>
    public float* In(double[] values)
    {
        float* pointer = Floats(values);
        byte[] before = new ReadOnlySpan<byte>(pointer, values.Length * sizeof(float)).ToArray();
        _checks.Add(() => Assert.True(before.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(pointer, before.Length)),
            $"{_name}: an operand was written"));
        return pointer;
    }

    /// <summary>Numbers of another type that the kernel reads.</summary>
    public T* In<T>(T[] values)
        where T : unmanaged
    {
        var pointer = (T*)Bytes(values.Length * sizeof(T));
        values.CopyTo(new Span<T>(pointer, values.Length));
        T[] before = [.. values];
        _checks.Add(
            () => Assert.True(MemoryMarshal.AsBytes(before.AsSpan())
                .SequenceEqual(new ReadOnlySpan<byte>(pointer, before.Length * sizeof(T))), $"{_name}: an operand was written"));
        return pointer;
    }

    /// <summary>Numbers that the kernel writes.</summary>
    /// <param name="want">What they must be, within <paramref name="atol"/> + <paramref name="rtol"/> * |want|.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    public float* Out(double[] want, double atol, double rtol)
    {
        var before = new double[want.Length];
        Array.Fill(before, Unwritten);
        return InOut(before, want, atol, rtol);
    }

    /// <summary>Numbers that the kernel reads and writes.</summary>
    public float* InOut(double[] before, double[] want, double atol, double rtol)
    {
        float* pointer = Floats(before);
        _checks.Add(() => AssertClose.Equal(want, new ReadOnlySpan<float>(pointer, want.Length), atol, rtol, _name));
        return pointer;
    }

    /// <summary>Places that the kernel writes.</summary>
    public int* Out(int[] want)
    {
        var pointer = (int*)Bytes(want.Length * sizeof(int));
        new Span<int>(pointer, want.Length).Fill(UnwrittenPlace);
        _checks.Add(
            () => Assert.True(want.AsSpan().SequenceEqual(new ReadOnlySpan<int>(pointer, want.Length)), $"{_name}: the places differ"));
        return pointer;
    }

    /// <summary>Memory that the kernel may fill as it likes; NaN before, so that nothing is taken from it.</summary>
    public float* Scratch(long count) => Scratch(checked((int)count));

    public float* Scratch(int count)
    {
        var pointer = (float*)Bytes(count * sizeof(float));
        new Span<float>(pointer, count).Fill(float.NaN);
        return pointer;
    }

    /// <summary>Compares, and ends the case.</summary>
    public void End()
    {
        foreach (Action check in _checks) check();
        foreach (GuardedPages pages in _pages) Assert.True(pages.IsUntouchedOutside, $"{_name}: written outside an array");
        Release();
        Cases++;
    }

    public void Dispose()
    {
        Release();
        _file?.Dispose();
        File.Delete(_path);
    }

    private float* Floats(double[] values)
    {
        var pointer = (float*)Bytes(values.Length * sizeof(float));
        for (int i = 0; i < values.Length; i++) pointer[i] = (float)values[i];
        return pointer;
    }

    private byte* Bytes(int count)
    {
        var pages = new GuardedPages(count, atEnd);
        _pages.Add(pages);
        return pages.Pointer;
    }

    private void Release()
    {
        foreach (GuardedPages pages in _pages) pages.Dispose();
        _pages.Clear();
        _checks.Clear();
    }
}
