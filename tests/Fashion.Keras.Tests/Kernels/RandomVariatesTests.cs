using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Every element has draws of its own, so parts cut anywhere give the same numbers as one run.</summary>
public sealed unsafe class RandomVariatesTests : VectorKernelContract
{
    private const ulong Key = 0x0123456789abcdef;

    internal override Type Kernel => typeof(RandomVariates);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in FewLengths)
        {
            int cut = count / 3;
            double[] alpha = [.. KernelCall.SpecialNumbers(count, 1).Select(v => v * 3)],
                beta = [.. KernelCall.Numbers(count, 2).Select(v => Math.Abs(v) + 0.125)];
            double[] counts = [.. Enumerable.Range(0, count).Select(i => (double)(i * i))],
                probabilities = KernelCall.SpecialNumbers(count, 4);

            call.Begin($"truncated normal, {count} elements");
            float* y = call.Out(Reference.RandomVariates.TruncatedNormal(count, Key), 0, 1e-7);
            RandomVariates.TruncatedNormal(y, Key, 0, cut);
            RandomVariates.TruncatedNormal(y, Key, cut, count);
            call.End();

            call.Begin($"gamma, {count} elements");
            float* a = call.In(alpha);
            y = call.Out(Reference.RandomVariates.Gamma(alpha.Select(v => (double)(float)v).ToArray(), Key), 0, 1e-7);
            RandomVariates.Gamma(a, y, Key, 0, cut);
            RandomVariates.Gamma(a, y, Key, cut, count);
            call.End();

            call.Begin($"beta, {count} elements");
            a = call.In(alpha);
            float* b = call.In(beta);
            y = call.Out(Reference.RandomVariates.Beta(alpha.Select(v => (double)(float)v).ToArray(),
                beta.Select(v => (double)(float)v).ToArray(), Key), 1e-30, 1e-7);
            RandomVariates.Beta(a, b, y, Key, 0, cut);
            RandomVariates.Beta(a, b, y, Key, cut, count);
            call.End();

            call.Begin($"binomial, {count} elements");
            float* n = call.In(counts), p = call.In(probabilities);
            y = call.Out(Reference.RandomVariates.Binomial(counts, probabilities, Key), 0, 0);
            RandomVariates.Binomial(n, p, y, Key, 0, cut);
            RandomVariates.Binomial(n, p, y, Key, cut, count);
            call.End();

            call.Begin($"permutation of {count}");
            RandomVariates.Permutation(call.Out(Reference.RandomVariates.Permutation(count, Key), 0, 0), Key, count);
            call.End();
        }
    }
}
