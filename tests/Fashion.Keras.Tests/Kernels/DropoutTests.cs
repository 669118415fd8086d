using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// All lengths in two parts, cut anywhere; rates from nothing to all; noise shared along axes. What is dropped is 0 even where it was NaN.
/// </summary>
public sealed unsafe class DropoutTests : VectorKernelContract
{
    private const ulong Key = 0x1234567890abcdef;

    internal override Type Kernel => typeof(Dropout);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in Lengths)
            foreach (float rate in new[] { 0f, 0.3f, 0.93f, 1f })
            {
                double[] x = KernelCall.SpecialNumbers(count, 1), want = Reference.Dropout.Forward(x, [count], [count], rate, Key);
                int cut = count / 3;
                call.Begin($"{count} elements, rate {rate}");
                float* source = call.In(x), target = call.Out(want, 0, 1e-6);
                Dropout.Forward(source, target, rate, Key, 0, cut);
                Dropout.Forward(source, target, rate, Key, cut, count);
                call.End();
                call.Begin($"{count} elements, rate {rate}, in place");
                float* inPlace = call.InOut(x, want, 0, 1e-6);
                Dropout.Forward(inPlace, inPlace, rate, Key, 0, count);
                call.End();
            }
        foreach ((int[] sizes, int[] noise) in new (int[], int[])[] { ([3, 5, 7], [3, 1, 7]), ([2, 33], [1, 33]), ([4, 9], [4, 1]),
            ([6], [1]) })
            foreach (float rate in new[] { 0.4f, 1f })
            {
                int count = sizes.Aggregate((a, b) => a * b), cut = count / 2;
                double[] x = KernelCall.SpecialNumbers(count, 2);
                call.Begin($"({string.Join(", ", sizes)}) with noise ({string.Join(", ", noise)}), rate {rate}");
                float* source = call.In(x), target = call.Out(Reference.Dropout.Forward(x, sizes, noise, rate, Key), 0, 1e-6);
                Dropout.ForwardShared(source, target, rate, Key, sizes, noise, 0, cut);
                Dropout.ForwardShared(source, target, rate, Key, sizes, noise, cut, count);
                call.End();
            }
    }
}
