using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace Fashion.Keras.Distributed;

/// <summary>
/// This process among those that train a model together (data parallelism). <c>mpirun -np 4 dotnet App.dll</c> starts four; started
/// without a launcher the program is one rank, and no MPI is needed.
/// </summary>
/// <remarks>
/// One per process, from the beginning of the program to its end. A rank that fails ends the job: an unhandled exception, or one during
/// Fit or Evaluate, is printed with the number and the host of the rank, and all processes are stopped. A rank that leaves while others
/// wait for it gives them an exception, and so do ranks that make different calls. Members are for one thread at a time.
/// </remarks>
/// <example><code>
/// using var ranks = DataParallel.Start();
/// model.Distribute(ranks);
/// model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
/// model.Fit(x, y, batchSize: 64 * ranks.Size);
/// </code></example>
public sealed class DataParallel : ICollective, IDisposable
{
    // Numbers of a frame: operation, length, and the first few of what is sent.
    private const int MostHost = 256, Frame = 16, Head = 2;

    // A rank that left because of an exception prints it before the others end the job.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static int s_started;
    private readonly World? _world;
    private readonly StallWatch? _watch;
    private readonly string _host = Environment.MachineName;
    private readonly ManualResetEventSlim _never = new();
    private readonly double[] _own = new double[Frame], _all = [];
    private long _ticks;
    private int _disposed, _aborted;
    private bool _finished;
    private string? _broken;

    private DataParallel(World? world, TimeSpan? timeout)
    {
        _world = world;
        if (world is null) return;
        (LocalRank, LocalSize) = Local(world);
        _all = new double[Frame * world.Size];
        if (world.Size > 1)
            _watch = new StallWatch(timeout, Say, text => EndJob(text + $". The time-out of {timeout!.Value.TotalSeconds:0} s is over."));
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    /// <summary>Number of this process among all, from 0.</summary>
    public int Rank => _world?.Rank ?? 0;

    /// <summary>Number of processes.</summary>
    public int Size => _world?.Size ?? 1;

    /// <summary>Number of this process among those on the same host, from 0.</summary>
    public int LocalRank { get; }

    /// <summary>Number of processes on this host.</summary>
    public int LocalSize { get; } = 1;

    /// <summary>Whether this is rank 0, which prints and writes files.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>The MPI library in one line; empty without one.</summary>
    public string Library => _world?.Library ?? "";

    /// <summary>Bytes of messages that this rank has sent so far; an estimate from the lengths of the calls.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Time that this rank has spent in calls so far, waiting for the others included.</summary>
    public TimeSpan CommunicationTime => Stopwatch.GetElapsedTime(0, _ticks);

    /// <summary>Joins the job that a launcher started; without a launcher there is one rank.</summary>
    /// <param name="timeout">How long this rank may wait for the others in one call before the job ends; null (the default) forever, with
    /// a warning after a minute.</param>
    /// <exception cref="MpiException">A launcher started this process, but its MPI library was not found or refuses to start; the message
    /// says what was tried.</exception>
    /// <exception cref="InvalidOperationException">This process has started its ranks before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is not positive.</exception>
    public static DataParallel Start(TimeSpan? timeout = null)
    {
        if (timeout is { } time) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(timeout));
        if (MpiLibrary.Launcher is not { } launcher) return new DataParallel(null, null);
        if (Interlocked.Exchange(ref s_started, 1) != 0)
            throw new InvalidOperationException(
                "The ranks of this process were started before. Call DataParallel.Start once, and hand the result on.");
        return new DataParallel(World.Start(launcher), timeout);
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">Another rank has left or makes another call, or MPI reports an error.</exception>
    public void Average(Span<float> values)
    {
        if (_world is not { Size: > 1 }) return;
        Begin(JointOperation.Average, values.Length, "the average of gradients");
        _world.Average(values);
        End(2L * sizeof(float) * values.Length / Size * (Size - 1));
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">Another rank has left or makes another call, or MPI reports an error.</exception>
    public void Sum(Span<double> values)
    {
        if (_world is not { Size: > 1 }) return;
        // A few numbers travel with the frame.
        bool inFrame = values.Length <= Frame - Head;
        if (inFrame) values.CopyTo(_own.AsSpan(Head));
        Begin(JointOperation.Sum, values.Length, "a sum over the ranks");
        if (inFrame)
        {
            values.Clear();
            for (int rank = 0; rank < Size; rank++)
                TensorPrimitives.Add(values, _all.AsSpan(rank * Frame + Head, values.Length), values);
        }
        else _world.Sum(values);
        End(inFrame ? 0 : (long)sizeof(double) * values.Length * (Size - 1));
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">Another rank has left or makes another call, or MPI reports an error.</exception>
    public void Broadcast(Span<byte> values)
    {
        if (_world is not { Size: > 1 }) return;
        Begin(JointOperation.Broadcast, values.Length, "a broadcast of rank 0");
        _world.Broadcast(values);
        End(Rank == 0 ? values.Length : 0);
    }

    /// <summary>Replaces numbers by those of rank 0.</summary>
    /// <param name="values">As many on each rank.</param>
    public void Broadcast(Span<float> values) => Broadcast(MemoryMarshal.AsBytes(values));

    /// <summary>Waits until all ranks have come here: before reading a file that rank 0 has written, say.</summary>
    /// <exception cref="MpiException">Another rank has left or makes another call, or MPI reports an error.</exception>
    public void Barrier()
    {
        if (_world is not { Size: > 1 }) return;
        Begin(JointOperation.Barrier, 0, "a barrier");
        End(0);
    }

    /// <summary>Prints the exception with the number of this rank and ends all processes of the job.</summary>
    /// <param name="exception">Why this rank cannot go on.</param>
    public void Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (_world is { Size: > 1 }) EndJob(exception);
    }

    /// <summary>
    /// Leaves the job; waits for the other ranks, unless one of them waits for this one: that gets an exception, because this rank will
    /// not come.
    /// </summary>
    public void Dispose()
    {
        if (_world is null || Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (Size > 1 && _broken is null)
        {
            try
            {
                Begin(JointOperation.Leave, 0, "the end of the job");
                End(0);
            }
            catch (MpiException)
            {
                // Perhaps an exception is on its way that nothing handles. It is to be printed before MPI ends, which takes as long as
                // the other ranks do.
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Finish();
                return;
            }
        }
        Finish();
    }

    private void Finish()
    {
        if (Volatile.Read(ref _aborted) != 0 || _finished) return;
        _finished = true;
        _watch?.Begin("the end of the job");
        _world!.Finish();
        _watch?.Dispose();
        _never.Dispose();
    }

    private static (int Rank, int Size) Local(World world)
    {
        byte[] own = new byte[MostHost];
        string host = Environment.MachineName;
        Encoding.UTF8.GetBytes(host.AsSpan(0, Math.Min(host.Length, MostHost / 4)), own);
        byte[] all = world.Gather(own);
        int before = 0, there = 0;
        for (int rank = 0; rank < world.Size; rank++)
        {
            if (!all.AsSpan(rank * MostHost, MostHost).SequenceEqual(own)) continue;
            there++;
            if (rank < world.Rank) before++;
        }
        return (before, there);
    }

    private void Begin(JointOperation operation, int length, string what)
    {
        if (_broken is not null) throw new MpiException(_broken);
        (_own[0], _own[1]) = ((int)operation, length);
        _ticks -= _watch!.Begin(what);
        try
        {
            _world!.Gather(_own, _all);
        }
        catch
        {
            End(0);
            throw;
        }
        BytesSent += (long)Frame * sizeof(double) * (Size - 1);
        for (int rank = 0; rank < Size; rank++)
            if (_all[rank * Frame] != _own[0] || _all[rank * Frame + 1] != _own[1]) throw Different();
    }

    // On all ranks at once: none waits for another.
    private MpiException Different()
    {
        End(0);
        int left = Enumerable.Range(0, Size).FirstOrDefault(rank => _all[rank * Frame] == (int)JointOperation.Leave, -1);
        string calls = string.Join(", ", Enumerable.Range(0, Math.Min(Size, 8)).Select(rank => $"rank {rank}: {Text(rank)}"));
        _broken = (left < 0
            ? $"The ranks make different calls ({calls})."
            : $"Rank {left} has left the job while others wait for it ({calls}).") +
            " Fit, Evaluate, TrainOnBatch, TestOnBatch and the members of DataParallel are joint calls: every rank must make them, in " +
            "the same order.";
        return new MpiException(_broken) { RankLeft = left >= 0 };
    }

    private string Text(int rank)
    {
        double length = _all[rank * Frame + 1];
        return (JointOperation)(int)_all[rank * Frame] switch
        {
            JointOperation.Leave => "the end of the job",
            JointOperation.Barrier => "a barrier",
            JointOperation.Broadcast => $"a broadcast of {length} bytes",
            JointOperation.Sum => $"a sum of {length} numbers",
            _ => $"the average of {length} gradients",
        };
    }

    private void End(long bytes)
    {
        _ticks += Stopwatch.GetTimestamp();
        BytesSent += bytes;
        _watch!.End();
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => EndJob(e.ExceptionObject);

    // At once and as a whole, whatever the program has done with its console: the process may be about to end.
    private void Say(string text)
    {
#pragma warning disable RS0030 // The process's own stream: a writer of the program may be replaced or closed.
        using Stream error = Console.OpenStandardError();
#pragma warning restore RS0030
        error.Write(Encoding.UTF8.GetBytes($"Rank {Rank} of {Size} on {_host} {text}\n"));
    }

    private void EndJob(object exception)
    {
        if (!_finished && exception is MpiException { RankLeft: true }) _never.Wait(s_grace);
        EndJob($"failed, which ends the job: {exception}");
    }

    private void EndJob(string text)
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0) return;
        Say(text);
        if (!_finished) _world!.Abort();
    }
}
