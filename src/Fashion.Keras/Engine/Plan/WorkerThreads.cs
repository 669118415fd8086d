using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Fashion.Keras.Engine;

/// <summary>
/// Long-lived threads that run plans together with the calling thread. A thread without work spins for about 100
/// microseconds (the next step of a training loop comes sooner), then sleeps; nothing spins when nothing trains. Where a thread gets no
/// core, the caller does its share. What runs once a step is not inlined: the runtime would compile all of it again in every caller, while
/// the first epoch runs.
/// </summary>
internal sealed unsafe class WorkerThreads
{
    // Counters that different threads write lie on cache lines of their own.
    private const int Stride = 16;
    private const int PausesBetweenLooks = 16;

    // A barrier takes a few hundred nanoseconds when all workers run. A thread that waits longer may wait for a worker that has no core,
    // and spinning would only take time from it.
    private const int LooksBeforeYield = 200, LooksBeforeYieldCrowded = 4;

    // A worker that is on time has begun its share by then.
    private const int LooksBeforeHelp = 40;

    // A thread that only yields keeps its core from those that wait for one.
    private const int YieldsBeforeSleep = 100;
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;

    private readonly long[] _memory = GC.AllocateArray<long>(4 * Stride, pinned: true);
    private readonly long* _arrivals;
    private readonly long* _jobs;
    private readonly long[] _taken;
    private readonly int[] _asleep;
    private readonly SemaphoreSlim[] _semaphores;
    private readonly bool _crowded;
    private long _first, _ended;
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
        _taken = new long[workers * Stride];
        _asleep = new int[workers * Stride];
        _semaphores = new SemaphoreSlim[workers];
        _semaphores[0] = new SemaphoreSlim(0);
        *_jobs = 1;
        for (int i = 1; i < workers; i++)
        {
            int worker = i;
            _semaphores[i] = new SemaphoreSlim(0);
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
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Run(Plan plan, Frame frame)
    {
        _plan = plan;
        _frame = frame;
        long first = _ended + 1;
        Volatile.Write(ref _first, first);
        // Even numbers from 2 on are jobs, odd ones the times between them.
        Interlocked.Increment(ref *_jobs);
        for (int i = 1; i < Workers; i++) Wake(i);
        plan.Timer?.AddRun();
        Work(plan, frame, first, 0);
        _ended += plan.Phases;
        Interlocked.Increment(ref *_jobs);
        _plan = null;
        _frame = null;
        if (Interlocked.Exchange(ref _failure, null) is { } failure) failure.Throw();
    }

    /// <summary>Lets the threads end.</summary>
    public void Stop()
    {
        _stopped = true;
        Interlocked.Increment(ref *_jobs);
        for (int i = 1; i < Workers; i++) Wake(i);
    }

    // Phases are numbered through all runs. A share is done once: by its worker, or by the caller if its worker does not come. So a worker
    // that comes late finds nothing to do in the phases that are over, and touches nothing of a run that has ended.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Work(Plan plan, Frame frame, long first, int worker)
    {
        StepTimer? timer = worker == 0 ? plan.Timer : null;
        long waited = 0;
        for (int phase = 0; phase < plan.Phases; phase++)
        {
            long number = first + phase;
            if (TryTake(worker, number))
            {
                plan.Execute(frame, this, phase, worker, timer, waited);
                End(number, worker);
            }
            long start = timer is null ? 0 : Stopwatch.GetTimestamp();
            Await(plan, frame, phase, number, worker, timer);
            waited = timer is null ? 0 : Stopwatch.GetTimestamp() - start;
        }
    }

    private bool TryTake(int share, long phase)
    {
        ref long taken = ref _taken[share * Stride];
        return Volatile.Read(ref taken) == phase - 1 && Interlocked.CompareExchange(ref taken, phase, phase - 1) == phase - 1;
    }

    private void End(long phase, int worker)
    {
        if (Interlocked.Increment(ref *_arrivals) != phase * Workers) return;
        for (int i = 0; i < Workers; i++)
            if (i != worker) Wake(i);
    }

    // Until all shares of a phase have ended. They are never reset: phase k is over at k * workers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Await(Plan plan, Frame frame, int phase, long number, int worker, StepTimer? timer)
    {
        long target = number * Workers;
        for (int looks = 0; Volatile.Read(ref *_arrivals) < target; looks++)
        {
            // A worker without a core has not begun: the caller does its share. What is bound to a thread (messages to other processes)
            // lies in share 0, which only the caller takes.
            if (worker == 0 && looks == LooksBeforeHelp)
                for (int share = 1; share < Workers; share++)
                    if (TryTake(share, number))
                    {
                        plan.Execute(frame, this, phase, share, timer, 0);
                        End(number, worker);
                    }
            int yields = _crowded ? LooksBeforeYieldCrowded : LooksBeforeYield;
            if (looks < yields) Thread.SpinWait(1);
            else if (looks < yields + YieldsBeforeSleep) Thread.Yield();
            else Sleep(worker, ref *_arrivals, target);
        }
    }

    private void Serve(int worker)
    {
        for (long last = 0; ;)
        {
            long job = AwaitJob(worker, last);
            if (_stopped) return;
            Plan? plan = _plan;
            Frame? frame = _frame;
            long first = Volatile.Read(ref _first);
            // The caller may have done everything meanwhile.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref *_jobs) != job) continue;
            last = job;
            Work(plan!, frame!, first, worker);
        }
    }

    // A job later than the last one that is still running.
    private long AwaitJob(int worker, long last)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            long job = Volatile.Read(ref *_jobs);
            if ((job > last && job % 2 == 0 && job > 0) || _stopped) return job;
            Thread.SpinWait(PausesBetweenLooks);
            if (!_crowded && Stopwatch.GetTimestamp() - start < SpinTicks) continue;
            // What comes next is even.
            long next = job % 2 == 0 ? job + 2 : job + 1;
            Sleep(worker, ref *_jobs, next);
            start = Stopwatch.GetTimestamp();
        }
    }

    // Until a count has reached the target, or another thread wakes this one. The thread that swaps the 1 back to 0 owes (or saves) one
    // release of the semaphore.
    private void Sleep(int worker, ref long count, long target)
    {
        ref int asleep = ref _asleep[worker * Stride];
        Interlocked.Exchange(ref asleep, 1);
        bool mustSleep = Volatile.Read(ref count) < target && !_stopped;
        if (mustSleep || Interlocked.Exchange(ref asleep, 0) == 0) _semaphores[worker].Wait();
    }

    private void Wake(int worker)
    {
        ref int asleep = ref _asleep[worker * Stride];
        if (Volatile.Read(ref asleep) == 1 && Interlocked.Exchange(ref asleep, 0) == 1) _semaphores[worker].Release();
    }
}
