using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Has kernels compiled for the processor at hand by a thread of its own, while models are still described and graphs lowered;
/// who wants to run a plan compiles what is left together with it. So the first step finds its kernels ready. Nothing depends
/// on it: a kernel that is not prepared is compiled where it is first called.
/// </summary>
internal static unsafe class KernelPreparation
{
    private const int Sample = 32;

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Known = [];
    private static readonly List<string> Missing = [];
    private static readonly List<Action> Waiting = [];
    private static int _taken;
    private static bool _running;

    private delegate void Kernel(float* numbers);

    // Compiled ahead of time there is nothing to do; a single processor has no time to spare.
    private static bool IsUseful => RuntimeFeature.IsDynamicCodeSupported && Environment.ProcessorCount > 1;

    /// <summary>Whether nothing waits and the thread has ended.</summary>
    public static bool IsIdle
    {
        get
        {
            lock (Gate) return !_running && _taken == Waiting.Count;
        }
    }

    /// <summary>Names of which there was no kernel, for tests: nothing else would tell.</summary>
    public static IReadOnlyList<string> Unknown
    {
        get
        {
            lock (Gate) return [.. Missing];
        }
    }

    /// <summary>Starts with what nearly every training step calls, before anything is known about it.</summary>
    public static void StartCommon()
    {
        if (!IsUseful) return;
        lock (Gate)
        {
            AddDense();
            AddDenseBackward();
            AddDenseUpdate();
            AddAdam();
            AddSoftmax(log: false);
            AddSparseCrossentropy();
            AddSums();
            Add(typeof(ElementwiseLoops), "Fill");
            Try("labels", 0, x => SampleConverter.Convert(ElementType.Int32, (byte*)x, x + 16, 1));
            StartThread();
        }
    }

    /// <summary>Starts with what no graph before has needed.</summary>
    public static void Start(IEnumerable<Node> nodes)
    {
        if (!IsUseful) return;
        lock (Gate)
        {
            foreach (Node node in nodes) AddKernels(node);
            StartThread();
        }
    }

    /// <summary>Takes a share in what is left to do.</summary>
    public static void Help()
    {
        while (TryTake() is { } work) work();
    }

    private static void StartThread()
    {
        if (_running || _taken == Waiting.Count) return;
        _running = true;
        new Thread(Work) { IsBackground = true, Name = "Fashion.Keras kernels" }.Start();
    }

    private static void Work()
    {
        for (; ; )
        {
            Help();
            lock (Gate)
            {
                if (_taken < Waiting.Count) continue;
                _running = false;
                return;
            }
        }
    }

    private static Action? TryTake()
    {
        lock (Gate)
        {
            if (_taken < Waiting.Count) return Waiting[_taken++];
            Waiting.Clear();
            _taken = 0;
            return null;
        }
    }

    // In the order in which a step calls them.
    private static void AddKernels(Node node)
    {
        switch (node.Op)
        {
            case PooledConv2DOp when node.Inputs[1].Shape[2] < 16:
                Add(typeof(PooledConv2D), "Forward", "ForwardFour");
                if (Simd.Has512) Add(typeof(PooledConv2D), "ForwardNineRow");
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
                Add(typeof(PooledConv2D), "BackwardSmallKernel",
                    Simd.Has512 ? "AddImageByRegion" : Simd.Has256 ? "AddImageByRowPairs" : "AddImage");
                break;
            case PooledConv2DBackwardKernelOp:
                Add(typeof(PooledConv2D), "BackwardKernel", "Open", "ListByFilter");
                Add(typeof(SparseRows), "Add", "Add3Rows6");
                break;
            case WinogradOp:
                Add(typeof(Winograd), "TransformKernel", "Forward", "Products", "TransformPatch", "StoreTile");
                Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply4x2");
                break;
            case Conv2DOp or Conv2DBiasOp:
                if (node.Op is Conv2DBiasOp { Activation: { } applied }) AddUnary(applied);
                Add(typeof(Conv2D), "Forward",
                    node.Inputs[0].Shape[3] == 1 && node.Output.Shape[3] < Simd.Count ? "ForwardPlanes" : "ForwardBlock");
                Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply4x2");
                break;
            case Conv2DBackwardInputOp:
                Add(typeof(Conv2D), "BackwardInput",
                node.Output.Shape[3] % (2 * Simd.Count) == 0 ? "AddTap" : "AddKernelRow"); break;
            case Conv2DBackwardKernelOp: Add(typeof(Conv2D), "BackwardKernel"); break;
            case DenseOp op:
                AddDense();
                if (op.Activation is { } kind) AddUnary(kind);
                break;
            case MatMulOp { TransposeRight: false }: AddDense(); break;
            case MatMulOp: AddDenseBackward(); break;
            case RecurrentLoopOp:
                AddDense();
                Add(typeof(RecurrentLoop), "Forward", "ForwardRows", "LongShortTermMemory", "Memorize");
                break;
            case RecurrentLoopBackwardOp:
                AddDense();
                Add(typeof(RecurrentLoop), "Backward", "BackwardRows", "LongShortTermMemoryBackward", "Remember", "Transpose");
                break;
            case AttentionOp:
                AddDense();
                Add(typeof(AttentionHeads), "Forward", "Scale", "Exponentials");
                break;
            case AttentionBackwardOp: Add(typeof(AttentionHeads), "Backward", "Slopes"); break;
            case DropoutOp: Add(typeof(Dropout), "Forward"); break;
            case UnaryOp op: AddUnary(op.Kind); break;
            case BinaryOp op: Try("binary", (int)op.Kind, x => BinaryDispatch.Run(op.Kind, x, x, x, Sample)); break;
            case SelectOp: Add(typeof(ElementwiseLoops), "Select"); break;
            case SoftmaxOp op: AddSoftmax(op.Log); break;
            case SparseCrossentropyOp or SparseCrossentropyBackwardOp: AddSparseCrossentropy(); break;
            case ReduceOp { Kind: ReduceKind.Sum or ReduceKind.Mean }: AddSums(); break;
            case BatchNormalizationOp: Add(typeof(BatchNormalization), "Moments", "Combine", "Normalize"); break;
            case BatchNormalizationBackwardOp: Add(typeof(BatchNormalization), "GradientSums", "Backward"); break;
            case DenseUpdateOp: AddDenseUpdate(); AddAdam(); break;
            case AdamUpdateOp: AddAdam(); break;
        }
    }

    private static void AddDense()
    {
        Add(typeof(MatMul), "Multiply");
        Add(typeof(Tile), "Multiply", "Multiply8x2", "Multiply8x1");
    }

    private static void AddDenseBackward()
    {
        Add(typeof(MatMul), "MultiplyTransposed");
        Add(typeof(Dense), "BackwardInput");
    }

    private static void AddDenseUpdate() => Add(typeof(Dense), "BackwardKernel", "EightRows");

    private static void AddAdam() => Add(typeof(AdamUpdate), "Apply");

    private static void AddSoftmax(bool log) => Try("softmax", log ? 1 : 0, x => ClassScores(log, x));

    private static void AddSparseCrossentropy()
    {
        Try("sparse crossentropy", 0, x => SparseCrossentropy.Forward(x, x + 16, x + 17, 1, 8, false));
        Try("sparse crossentropy", 1, x => SparseCrossentropy.Backward(x, x + 16, x + 17, x + 24, 1, 8, false));
    }

    private static void AddUnary(UnaryKind kind) => Try("unary", (int)kind, x => UnaryDispatch.Run(kind, x, x, Sample));

    private static void AddSums() => Try("sums", 0, Sums);

    // Large kernels: compiled by name, not run.
    private static void Add(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods
            | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type kernels, params string[] names)
    {
        foreach (string name in names)
            if (Known.Add(string.Concat(kernels.Name, name))) Waiting.Add(() => Compile(kernels, name));
    }

    private static void Compile(
        [DynamicallyAccessedMembers(
            DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type kernels, string name)
    {
        bool found = false;
        foreach (MethodInfo method in kernels.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (method.Name != name) continue;
            if (!method.IsGenericMethodDefinition) RuntimeHelpers.PrepareMethod(method.MethodHandle);
            else if (method.GetGenericArguments().Length == Simd.Types.Length)
                RuntimeHelpers.PrepareMethod(method.MethodHandle, Simd.Types);
            found = true;
        }
        if (found) return;
        lock (Gate) Missing.Add($"{kernels.Name}.{name}");
    }

    // Small ones: run on a few numbers, which compiles whatever they call.
    private static void Try(string name, int kind, Kernel kernel)
    {
        if (!Known.Add(string.Concat(name, kind.ToString(CultureInfo.InvariantCulture)))) return;
        Waiting.Add(() =>
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

    // Over the last axis, and over the first with few and more columns.
    private static void Sums(float* x)
    {
        Reduction.Run<BinaryFunctions.Add>(x, x + 16, new ReductionSizes(1, 8, 1, 1), 0, 1);
        Reduction.Run<BinaryFunctions.Add>(x, x + 16, new ReductionSizes(1, 2, 8, 8), 0, 1);
        Reduction.Run<BinaryFunctions.Add>(x, x + 24, new ReductionSizes(1, 2, 8, 16), 0, 1);
    }
}
