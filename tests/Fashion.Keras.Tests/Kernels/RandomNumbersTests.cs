using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Every element has its own bits, so parts cut anywhere give the same numbers as one run.</summary>
public sealed unsafe class RandomNumbersTests : VectorKernelContract
{
    private const ulong Key = 0xfedcba0987654321;

    internal override Type Kernel => typeof(RandomNumbers);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in Lengths)
        {
            int cut = count / 3;
            call.Begin($"uniform, {count} elements");
            float* uniform = call.Out(Reference.RandomNumbers.Uniform(count, Key), 0, 0);
            RandomNumbers.Uniform(uniform, Key, 0, cut);
            RandomNumbers.Uniform(uniform, Key, cut, count);
            call.End();
            call.Begin($"normal, {count} elements");
            float* normal = call.Out(Reference.RandomNumbers.Normal(count, Key), 0, 0);
            RandomNumbers.Normal(normal, Key, 0, cut);
            RandomNumbers.Normal(normal, Key, cut, count);
            call.End();
        }
    }
}
