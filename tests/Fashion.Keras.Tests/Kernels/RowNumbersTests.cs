using System.Numerics;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Row numbers of every type, with one out of range at every place and without; nothing after it is written.</summary>
public sealed unsafe class RowNumbersTests : VectorKernelContract
{
    private const int Rows = 100;

    internal override Type Kernel => typeof(RowNumbers);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in Lengths)
            foreach (int wrong in new[] { -1, 0, count / 2, count - 1 })
            {
                foreach (double number in new[] { -1, 100, 1e30, -1e30, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
                {
                    Real<float>(call, count, wrong, number);
                    Real<double>(call, count, wrong, number);
                }
                Whole(call, count, wrong, (sbyte)-1);
                Whole(call, count, wrong, (byte)100);
                Whole(call, count, wrong, short.MinValue);
                Whole(call, count, wrong, ushort.MaxValue);
                Whole(call, count, wrong, int.MinValue);
                Whole(call, count, wrong, uint.MaxValue);
                // 2^32: its lower half is a row.
                Whole(call, count, wrong, 1L << 32);
                Whole(call, count, wrong, ulong.MaxValue);
            }
    }

    private static void Real<T>(KernelCall call, int count, int wrong, double number)
        where T : unmanaged, INumberBase<T>
    {
        // Numbers between -1 and 0 are row 0.
        double[] numbers = [.. Enumerable.Range(0, count).Select(i => i == wrong ? number : i % 9 == 4 ? -0.75 : i * 7 % Rows + 0.5)];
        int first = Reference.Gather.FirstOutOfRange(numbers, Rows);
        call.Begin($"{count} of {typeof(T).Name}, {number} at {wrong}");
        int* result = Result(call, numbers, first);
        Assert.Equal(first, RowNumbers.FromReal(call.In(Array.ConvertAll(numbers, T.CreateSaturating)), result, count, Rows));
        call.End();
    }

    private static void Whole<T>(KernelCall call, int count, int wrong, T number)
        where T : unmanaged, INumberBase<T>
    {
        double[] numbers = [.. Enumerable.Range(0, count).Select(i => i == wrong ? double.CreateTruncating(number) : i * 7 % Rows)];
        int first = Reference.Gather.FirstOutOfRange(numbers, Rows);
        call.Begin($"{count} of {typeof(T).Name}, {number} at {wrong}");
        int* result = Result(call, numbers, first);
        Assert.Equal(first,
            RowNumbers.FromWhole(call.In([.. numbers.Select((n, i) => i == wrong ? number : T.CreateTruncating(n))]), result, count, Rows));
        call.End();
    }

    private static int* Result(KernelCall call, double[] numbers, int first)
    {
        int[] want = [.. numbers.Select((n, i) => first < 0 || i < first ? (int)n : KernelCall.UnwrittenPlace)];
        return call.Out(want);
    }
}
