using System.Reflection;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Every function of two numbers, found by its type; each is one instruction, so nothing is rounded otherwise.</summary>
public sealed unsafe class BinaryFunctionsTests : VectorKernelContract
{
    private static readonly Dictionary<string, Func<double, double, double>> Twins = new()
    {
        [nameof(BinaryFunctions.Add)] = (x, y) => x + y,
        [nameof(BinaryFunctions.Subtract)] = (x, y) => x - y,
        [nameof(BinaryFunctions.Multiply)] = (x, y) => x * y,
        [nameof(BinaryFunctions.Divide)] = (x, y) => x / y,
        [nameof(BinaryFunctions.Maximum)] = Math.Max,
        [nameof(BinaryFunctions.Minimum)] = Math.Min,
        [nameof(BinaryFunctions.Greater)] = (x, y) => x > y ? 1 : 0,
        [nameof(BinaryFunctions.GreaterOrEqual)] = (x, y) => x >= y ? 1 : 0,
        [nameof(BinaryFunctions.Equal)] = (x, y) => x == y ? 1 : 0,
        [nameof(BinaryFunctions.Replace)] = (_, y) => y,
    };

    private delegate void Loop(float* x, float* y, float* z, int count);

    internal override Type Kernel => typeof(BinaryFunctions);

    private protected override void Run(KernelCall call)
    {
        MethodInfo loop = typeof(ElementwiseLoops).GetMethod(nameof(ElementwiseLoops.Binary))!;
        foreach (Type function in typeof(BinaryFunctions).GetNestedTypes())
        {
            var run = loop.MakeGenericMethod(function).CreateDelegate<Loop>();
            Func<double, double, double> twin = Twins[function.Name];
            foreach (int count in Lengths)
            {
                double[] x = KernelCall.SpecialNumbers(count, 1), y = KernelCall.SpecialNumbers(count, 2);
                // Every special number meets every other, and equal numbers meet.
                for (int i = 0; i < count; i++) y[i] = i % 4 == 0 ? x[i] : y[(i * 3 + i / 5) % count];
                double[] want = [.. x.Zip(y, (a, b) => (double)(float)twin(a, b))];
                call.Begin($"{function.Name} of {count} numbers");
                run(call.In(x), call.In(y), call.Out(want, 0, 1e-7), count);
                call.End();
            }
        }
    }
}
