using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Has the kernels of a graph compiled for the processor at hand by a thread of its own, while the graph is still lowered; who
/// wants to run the plan compiles what is left together with it. So the first step finds its kernels ready. Nothing depends on
/// it: a kernel that nobody has prepared is compiled where it is first called.
/// </summary>
internal sealed unsafe class KernelPreparation
{
    private const int Sample = 32;

    private static readonly HashSet<string> Known = [];

    private readonly List<Action> _work = [];
    private int _taken;

    private delegate void Kernel(float* numbers);

    /// <summary>Starts with what no graph before has needed.</summary>
    public static KernelPreparation Start(IEnumerable<Node> nodes)
    {
        var preparation = new KernelPreparation();
        // Compiled ahead of time there is nothing to do; a single processor has no time to spare.
        if (!RuntimeFeature.IsDynamicCodeSupported || Environment.ProcessorCount == 1) return preparation;
        lock (Known)
            foreach (Node node in nodes) preparation.AddKernels(node);
        if (preparation._work.Count > 0) new Thread(preparation.Help) { IsBackground = true, Name = "Fashion.Keras kernels" }.Start();
        return preparation;
    }

    /// <summary>Takes a share in what is left to do.</summary>
    public void Help()
    {
        for (int i = Interlocked.Increment(ref _taken); i <= _work.Count; i = Interlocked.Increment(ref _taken)) _work[i - 1]();
    }

    // In the order in which a step calls them.
    private void AddKernels(Node node)
    {
        switch (node.Op)
        {
            case PooledConv2DOp when node.Inputs[1].Shape[2] < 16:
                Add(typeof(PooledConv2D), "Forward", "ForwardFour", "ForwardNineRow");
                break;
            case PooledConv2DOp:
                Add(typeof(Winograd), "TransformKernel", "ForwardPooled", "Products", "TransformPatch");
                Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply4x2");
                break;
            case PooledConv2DBackwardInputOp:
                Add(typeof(PooledConv2D), "BackwardInput", "ListByPlace");
                Add(typeof(SparseRows), "AddRow");
                break;
            case PooledConv2DBackwardKernelOp when node.Inputs[0].Shape[3] < 16:
                Add(typeof(PooledConv2D), "BackwardSmallKernel", "AddImageByRegion");
                break;
            case PooledConv2DBackwardKernelOp:
                Add(typeof(PooledConv2D), "BackwardKernel", "Open", "ListByFilter");
                Add(typeof(SparseRows), "Add", "Add3Rows6");
                Add(typeof(Transposition), "Copy");
                break;
            case WinogradOp:
                Add(typeof(Winograd), "TransformKernel", "Forward", "Products", "TransformPatch", "StoreTile");
                Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply4x2");
                break;
            case Conv2DOp:
                Add(typeof(Conv2D), "Forward", "ForwardBlock");
                Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply4x2");
                break;
            case Conv2DBackwardInputOp: Add(typeof(Conv2D), "BackwardInput", "AddTap"); break;
            case Conv2DBackwardKernelOp: Add(typeof(Conv2D), "BackwardKernel"); break;
            case DenseOp or MatMulOp { TransposeRight: false }:
                Add(typeof(MatMul), "Multiply");
                Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply8x1");
                break;
            case MatMulOp: Add(typeof(MatMul), "MultiplyTransposed"); Add(typeof(Dense), "BackwardInput"); break;
            case DropoutOp: Add(typeof(Dropout), "Forward"); break;
            case UnaryOp op: Try("unary", (int)op.Kind, x => UnaryDispatch.Run(op.Kind, x, x, Sample)); break;
            case BinaryOp op: Try("binary", (int)op.Kind, x => BinaryDispatch.Run(op.Kind, x, x, x, Sample)); break;
            case SelectOp: Add(typeof(ElementwiseLoops), "Select"); break;
            case SoftmaxOp op: Try("softmax", op.Log ? 1 : 0, x => ClassScores(op.Log, x)); break;
            case SparseCrossentropyOp: Try("sparse crossentropy", 0, x => SparseCrossentropy.Forward(x, x + 16, x + 16, 1, 8, false)); break;
            case SparseCrossentropyBackwardOp: Try("sparse crossentropy", 1, x => SparseCrossentropy.Backward(x, x + 16, x, x + 16, 1, 8, false)); break;
            case ArgMaxOp: Add(typeof(ClassRows), "ArgMax"); break;
            case ReduceOp { Kind: ReduceKind.Sum or ReduceKind.Mean }: Try("sums", 0, Sums); break;
            case BatchNormalizationOp: Add(typeof(BatchNormalization), "Moments", "Combine", "Normalize"); break;
            case BatchNormalizationBackwardOp: Add(typeof(BatchNormalization), "GradientSums", "Backward"); break;
            case DenseUpdateOp:
                Add(typeof(Dense), "PackGradients", "BackwardKernel", "EightRows");
                Add(typeof(AdamUpdate), "Apply");
                break;
            case AdamUpdateOp: Add(typeof(AdamUpdate), "Apply"); break;
        }
    }

    // Large kernels: compiled by name, not run.
    private void Add([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type kernels, params string[] names)
    {
        foreach (string name in names)
            if (Known.Add(string.Concat(kernels.Name, name))) _work.Add(() => Compile(kernels, name));
    }

    private static void Compile([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type kernels, string name)
    {
        foreach (MethodInfo method in kernels.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            if (method.Name != name) continue;
            else if (!method.IsGenericMethodDefinition) RuntimeHelpers.PrepareMethod(method.MethodHandle);
            else if (method.GetGenericArguments().Length == Simd.Types.Length) RuntimeHelpers.PrepareMethod(method.MethodHandle, Simd.Types);
    }

    // Small ones: run on a few numbers, which compiles whatever they call.
    private void Try(string name, int kind, Kernel kernel)
    {
        if (!Known.Add(string.Concat(name, kind.ToString(CultureInfo.InvariantCulture)))) return;
        _work.Add(() =>
        {
            float* numbers = stackalloc float[Sample];
            new Span<float>(numbers, Sample).Clear();
            kernel(numbers);
        });
    }

    private static void ClassScores(bool log, float* x)
    {
        if (log) Softmax.LogForward(x, x, 1, 8);
        else Softmax.Forward(x, x, 1, 8);
    }

    // Over the last axis and over the first.
    private static void Sums(float* x)
    {
        Reduction.Run<BinaryFunctions.Add>(x, x + 16, 1, 8, 1, 1, 0, 1);
        Reduction.Run<BinaryFunctions.Add>(x, x + 16, 1, 2, 8, 16, 0, 1);
    }
}
