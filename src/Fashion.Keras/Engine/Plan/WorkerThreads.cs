using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Fashion.Keras.Engine;

/// <summary>
/// Long-lived threads that run plans together with the calling thread. A thread without work spins for about 100
/// microseconds (the next step of a training loop comes sooner), then sleeps; nothing spins when nothing trains.
/// </summary>
internal sealed unsafe class WorkerThreads
{
    // Counters that different threads write lie on cache lines of their own.
    private const int Stride = 16;
    private const int PausesBetweenLooks = 16;

    // A barrier takes a few hundred nanoseconds when all workers run. Who waits for longer may be waiting for one that another
    // process keeps off its core, and spinning would only take time from it.
    private const int LooksBeforeYield = 200, LooksBeforeYieldCrowded = 4;
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;

    private readonly long[] _memory = GC.AllocateArray<long>(4 * Stride, pinned: true);
    private readonly long* _arrivals;
    private readonly long* _jobs;
    private readonly int[] _asleep;
    private readonly SemaphoreSlim[] _bells;
    private readonly bool _crowded;
    private Plan? _plan;
    private Frame? _frame;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _stopped;

    public WorkerThreads(int workers)
    {
        Workers = workers;
        _crowded = workers > Environment.ProcessorCount;
        fixed (long* memory = _memory)
        {
            _arrivals = memory + Stride;
            _jobs = memory + 2 * Stride;
        }
        _asleep = new int[workers * Stride];
        _bells = new SemaphoreSlim[workers];
        for (int i = 1; i < workers; i++)
        {
            int worker = i;
            _bells[i] = new SemaphoreSlim(0);
            new Thread(() => Serve(worker), maxStackSize: 256 * 1024) { IsBackground = true, Name = $"Fashion.Keras worker {i}" }.Start();
        }
    }

    public int Workers { get; }

    /// <summary>Whether a worker threw in the current run.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Threads that have found nothing to do for a while and use no processor.</summary>
    public int Sleeping
    {
        get
        {
            int count = 0;
            for (int i = 1; i < Workers; i++) count += Volatile.Read(ref _asleep[i * Stride]);
            return count;
        }
    }

    /// <summary>Keeps the first exception of a run for the caller.</summary>
    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);

    /// <summary>Runs a plan on all threads and waits for its end.</summary>
    public void Run(Plan plan, Frame frame)
    {
        _plan = plan;
        _frame = frame;
        Interlocked.Increment(ref *_jobs);
        for (int i = 1; i < Workers; i++)
            if (Volatile.Read(ref _asleep[i * Stride]) == 1 && Interlocked.Exchange(ref _asleep[i * Stride], 0) == 1) _bells[i].Release();
        plan.Execute(frame, this, 0);
        AwaitBarrier();
        _plan = null;
        _frame = null;
        if (Interlocked.Exchange(ref _failure, null) is { } failure) failure.Throw();
    }

    /// <summary>Waits until all workers have come here. Arrivals are never reset: the k-th barrier is passed at k * workers.</summary>
    public void AwaitBarrier()
    {
        long arrival = Interlocked.Increment(ref *_arrivals);
        long target = (arrival + Workers - 1) / Workers * Workers;
        for (int looks = 0; Volatile.Read(ref *_arrivals) < target; looks++)
        {
            if (looks >= (_crowded ? LooksBeforeYieldCrowded : LooksBeforeYield)) Thread.Yield();
            else Thread.SpinWait(1);
        }
    }

    /// <summary>Lets the threads end.</summary>
    public void Stop()
    {
        _stopped = true;
        Interlocked.Increment(ref *_jobs);
        for (int i = 1; i < Workers; i++)
            if (Interlocked.Exchange(ref _asleep[i * Stride], 0) == 1) _bells[i].Release();
    }

    private void Serve(int worker)
    {
        for (long job = 1; ; job++)
        {
            AwaitJob(worker, job);
            if (_stopped) return;
            _plan!.Execute(_frame!, this, worker);
            AwaitBarrier();
        }
    }

    private void AwaitJob(int worker, long job)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref *_jobs) < job)
        {
            Thread.SpinWait(PausesBetweenLooks);
            if (Volatile.Read(ref *_jobs) >= job || (!_crowded && Stopwatch.GetTimestamp() - start < SpinTicks)) continue;

            // The thread that swaps the 1 back to 0 owes (or saves) one ring of the bell.
            ref int asleep = ref _asleep[worker * Stride];
            Interlocked.Exchange(ref asleep, 1);
            if (Volatile.Read(ref *_jobs) < job || Interlocked.Exchange(ref asleep, 0) == 0) _bells[worker].Wait();
        }
    }
}
