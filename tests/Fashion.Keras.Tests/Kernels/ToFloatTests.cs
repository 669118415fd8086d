using System.Numerics;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>All types of samples and all lengths, with the least and the greatest number of each type.</summary>
public sealed unsafe class ToFloatTests : VectorKernelContract
{
    internal override Type Kernel => typeof(ToFloat);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in Enumerable.Range(0, 150))
        {
            byte[] bytes = [.. Enumerable.Range(0, count).Select(i => (byte)(255 - i))];
            call.Begin($"{count} bytes");
            ToFloat.FromBytes(call.In(bytes), call.Out(Array.ConvertAll(bytes, b => (double)b), 0, 0), count);
            call.End();
        }
        foreach (int count in Lengths)
        {
            From(call, count, sbyte.MinValue, sbyte.MaxValue);
            From(call, count, short.MinValue, short.MaxValue);
            From(call, count, ushort.MinValue, ushort.MaxValue);
            From(call, count, int.MinValue, int.MaxValue);
            From(call, count, long.MinValue, long.MaxValue);
            From(call, count, double.MinValue, double.NaN);
        }
    }

    private static void From<T>(KernelCall call, int count, T least, T most)
        where T : unmanaged, INumberBase<T>
    {
        T[] numbers = [.. Enumerable.Range(0, count).Select(i => (i % 3) switch { 0 => least, 1 => most, _ => T.CreateTruncating(i) })];
        call.Begin($"{count} of {typeof(T).Name}");
        ToFloat.From(call.In(numbers), call.Out(Array.ConvertAll(numbers, n => (double)float.CreateTruncating(n)), 0, 0), count);
        call.End();
    }
}
