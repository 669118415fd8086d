using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Has the code that plans call compiled for the processor at hand by a thread of its own, step by step, while models are still described
/// and graphs lowered; when a plan is made, its maker helps with what is left. So the first run finds its kernels ready. Nothing depends on
/// it: a kernel that is not prepared is compiled where it is first called.
/// </summary>
internal static unsafe class KernelPreparation
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<KernelCode> Known = [];
    private static readonly List<KernelCode> Waiting = [];
    private static readonly List<Exception> Caught = [];
    private static readonly KernelCode Labels =
        KernelCode.OfRunning(x => SampleConverter.Convert(ElementType.Int32, (byte*)x, x + 16, 1));
    private static int _taken;
    private static int _working;
    private static bool _running;

    // Compiled ahead of time there is nothing to do; a single processor has no time to spare.
    private static bool IsUseful => RuntimeFeature.IsDynamicCodeSupported && Environment.ProcessorCount > 1;

    /// <summary>Whether nothing waits and nothing is being compiled.</summary>
    public static bool IsIdle
    {
        get
        {
            lock (Gate) return !_running && _working == 0 && _taken == Waiting.Count;
        }
    }

    /// <summary>What went wrong, for tests: nothing else would tell.</summary>
    public static IReadOnlyList<Exception> Failures
    {
        get
        {
            lock (Gate) return [.. Caught];
        }
    }

    /// <summary>Starts with what nearly every training step calls, before anything is known about it.</summary>
    public static void StartCommon()
    {
        if (!IsUseful) return;
        DenseSizes dense = new(Samples: 32, Inputs: 128, Units: 32);
        Start(KernelCode.All(Dense.ForwardCode(dense), Dense.ForwardCode(dense with { Units = 10 }), Dense.BackwardInputCode(dense),
            Dense.BackwardKernelCode(dense), AdamUpdate.ApplyCode, Softmax.ForwardCode, SparseCrossentropy.ForwardCode,
            SparseCrossentropy.BackwardCode, Reduction.RunCode<BinaryFunctions.Add>(new ReductionSizes(1, 8, 1, 1)),
            Reduction.RunCode<BinaryFunctions.Add>(new ReductionSizes(1, 2, 8, 8)),
            Reduction.RunCode<BinaryFunctions.Add>(new ReductionSizes(1, 2, 32, 32)), ElementwiseLoops.FillCode, Labels));
    }

    /// <summary>Starts with what no step before has needed. A plan's steps come one by one, while it is made.</summary>
    public static void Start(PlanStep step)
    {
        if (IsUseful && step.Code is { } code) Start(code);
    }

    /// <summary>Starts with code that is not known yet.</summary>
    public static void Start(KernelCode code)
    {
        lock (Gate)
        {
            code.ForEach(Add);
            if (_running || _taken == Waiting.Count) return;
            _running = true;
            new Thread(Work) { IsBackground = true, Name = "Fashion.Keras kernels" }.Start();
        }
    }

    /// <summary>Takes a share in what is left to do.</summary>
    public static void Help()
    {
        while (TryTake() is { } piece)
        {
#pragma warning disable CA1031 // It would end the process; a step that needs the code will meet it, too.
            try
            {
                piece.Compile();
            }
            catch (Exception exception)
            {
                lock (Gate) Caught.Add(exception);
            }
#pragma warning restore CA1031
            lock (Gate) _working--;
        }
    }

    private static void Add(KernelCode piece)
    {
        if (Known.Add(piece)) Waiting.Add(piece);
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

    private static KernelCode? TryTake()
    {
        lock (Gate)
        {
            if (_taken < Waiting.Count)
            {
                _working++;
                return Waiting[_taken++];
            }
            Waiting.Clear();
            _taken = 0;
            return null;
        }
    }
}
