using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>z[i] = f(x[i], y[i]): from a name to its loop. z may be x or y.</summary>
internal static unsafe class BinaryDispatch
{
    private const int Sample = 32;

    private static readonly KernelCode?[] Codes = new KernelCode?[(int)BinaryKind.LogAddExp + 1];

    /// <summary>The code of one function.</summary>
    public static KernelCode CodeOf(BinaryKind kind) => Codes[(int)kind] ??= KernelCode.OfRunning(x => Run(kind, x, x, x, Sample));

    public static void Run(BinaryKind kind, float* x, float* y, float* z, int count)
    {
        switch (kind)
        {
            case BinaryKind.Add: ElementwiseLoops.Binary<BinaryFunctions.Add>(x, y, z, count); break;
            case BinaryKind.Subtract: ElementwiseLoops.Binary<BinaryFunctions.Subtract>(x, y, z, count); break;
            case BinaryKind.Multiply: ElementwiseLoops.Binary<BinaryFunctions.Multiply>(x, y, z, count); break;
            case BinaryKind.Divide: ElementwiseLoops.Binary<BinaryFunctions.Divide>(x, y, z, count); break;
            case BinaryKind.Maximum: ElementwiseLoops.Binary<BinaryFunctions.Maximum>(x, y, z, count); break;
            case BinaryKind.Minimum: ElementwiseLoops.Binary<BinaryFunctions.Minimum>(x, y, z, count); break;
            case BinaryKind.Greater: ElementwiseLoops.Binary<BinaryFunctions.Greater>(x, y, z, count); break;
            case BinaryKind.GreaterOrEqual: ElementwiseLoops.Binary<BinaryFunctions.GreaterOrEqual>(x, y, z, count); break;
            case BinaryKind.Equal: ElementwiseLoops.Binary<BinaryFunctions.Equal>(x, y, z, count); break;
            // Negative bases, zeros and infinities have rules of their own that a product of logarithms misses.
            case BinaryKind.Power: for (int i = 0; i < count; i++) z[i] = MathF.Pow(x[i], y[i]); break;
            case BinaryKind.Remainder: for (int i = 0; i < count; i++) z[i] = x[i] % y[i]; break;
            case BinaryKind.Atan2: for (int i = 0; i < count; i++) z[i] = MathF.Atan2(x[i], y[i]); break;
            case BinaryKind.Hypot: for (int i = 0; i < count; i++) z[i] = float.Hypot(x[i], y[i]); break;
            case BinaryKind.LogAddExp: for (int i = 0; i < count; i++) z[i] = ScalarMath.LogAddExp(x[i], y[i]); break;
            default: throw new NotSupportedException($"The managed engine has no function {kind}.");
        }
    }
}
