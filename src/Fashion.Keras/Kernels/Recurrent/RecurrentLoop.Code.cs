namespace Fashion.Keras.Kernels;

// What the loops call.
internal static unsafe partial class RecurrentLoop
{
    private static readonly KernelCode Memory = KernelCode.Of(typeof(RecurrentLoop), nameof(Memorize), nameof(UsualMemory));
    private static readonly KernelCode MemoryBackward =
        KernelCode.Of(typeof(RecurrentLoop), nameof(Remember), nameof(UsualMemoryBackward));
    private static readonly KernelCode Blending = KernelCode.Of(typeof(RecurrentLoop), nameof(Blend));
    private static readonly KernelCode BlendingBackward = KernelCode.Of(typeof(RecurrentLoop), nameof(Unblend));

    /// <summary>The code of <see cref="Forward"/>, without that of the activations.</summary>
    public static KernelCode ForwardCode(in RecurrentLoopSizes s) => KernelCode.All(ElementwiseLoops.FillCode,
        MatMul.MultiplyCode(s.Rows, s.Width), s.Gates == 4 ? Memory : s.Gates == 3 ? Blending : null,
        ElementwiseLoops.BinaryCode<BinaryFunctions.Multiply>());

    /// <summary>The code of <see cref="Backward"/>, without that of the activations.</summary>
    public static KernelCode BackwardCode(in RecurrentLoopSizes s) => KernelCode.All(ElementwiseLoops.FillCode,
        ElementwiseLoops.BinaryCode<BinaryFunctions.Add>(), s.Gates == 4 ? MemoryBackward : s.Gates == 3 ? BlendingBackward : null,
        ElementwiseLoops.BinaryCode<BinaryFunctions.Multiply>(), MatMul.MultiplyCode(s.Rows, s.Units));
}
