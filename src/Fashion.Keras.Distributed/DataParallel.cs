using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Fashion.Keras.Distributed;

/// <summary>
/// This process among those that train a model together (data parallelism). <c>mpirun -np 4 dotnet App.dll</c> starts four; started
/// without a launcher the program is one rank, and no MPI is needed.
/// </summary>
/// <remarks>
/// One per process, from the beginning of the program to its end. A rank that fails ends the job: an exception in Fit or Evaluate, or one
/// that
/// nobody catches, is printed with the number and the host of the rank, and all processes are stopped. Members are for one thread at a
/// time.
/// </remarks>
/// <example><code>
/// using var ranks = DataParallel.Start();
/// model.Distribute(ranks);
/// model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
/// model.Fit(x, y, batchSize: 64 * ranks.Size);
/// </code></example>
public sealed class DataParallel : ICollective, IDisposable
{
    private const int MostHost = 256;
    private static int s_started;
    private readonly World? _world;
    private readonly StallWatch? _watch;
    private readonly string _host = Environment.MachineName;
    private long _ticks;
    private int _ended;

    private DataParallel(World? world, TimeSpan? timeout)
    {
        _world = world;
        if (world is null) return;
        (LocalRank, LocalSize) = Local(world);
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
    /// <param name="timeout">How long this rank may wait for the others in one call before the job ends; null (the default) for ever, with
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
    public void Average(Span<float> values)
    {
        if (_world is not { Size: > 1 }) return;
        Begin("the average of gradients");
        _world.Average(values);
        End(2L * sizeof(float) * values.Length / Size * (Size - 1));
    }

    /// <inheritdoc/>
    public void Sum(Span<double> values)
    {
        if (_world is not { Size: > 1 }) return;
        Begin("a sum over the ranks");
        _world.Sum(values);
        End((long)sizeof(double) * values.Length * (Size - 1));
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> values)
    {
        if (_world is not { Size: > 1 }) return;
        Begin("a broadcast of rank 0");
        _world.Broadcast(values);
        End(Rank == 0 ? values.Length : 0);
    }

    /// <summary>Replaces numbers by those of rank 0.</summary>
    /// <param name="values">As many on each rank.</param>
    public void Broadcast(Span<float> values) => Broadcast(MemoryMarshal.AsBytes(values));

    /// <summary>Waits until all ranks have come here: before reading a file that rank 0 has written, say.</summary>
    public void Barrier()
    {
        if (_world is not { Size: > 1 }) return;
        Begin("a barrier");
        _world.Barrier();
        End(0);
    }

    /// <summary>Prints the exception with the number of this rank and ends all processes of the job.</summary>
    /// <param name="exception">Why this rank cannot go on.</param>
    public void Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (_world is { Size: > 1 }) EndJob($"failed, which ends the job: {exception}");
    }

    /// <summary>Leaves the job; waits for the other ranks.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0 || _world is null) return;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        _watch?.Begin("the end of the job");
        World.Finish();
        _watch?.Dispose();
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

    private void Begin(string what) => _ticks -= _watch!.Begin(what);

    private void End(long bytes)
    {
        _ticks += Stopwatch.GetTimestamp();
        BytesSent += bytes;
        _watch!.End();
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => EndJob($"failed, which ends the job: {e.ExceptionObject}");

    // At once and as a whole, whatever the program has done with its console: the process may be about to end.
    private void Say(string text)
    {
        using Stream error = Console.OpenStandardError();
        error.Write(Encoding.UTF8.GetBytes($"Rank {Rank} of {Size} on {_host} {text}\n"));
    }

    private void EndJob(string text)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        Say(text);
        _world!.Abort();
    }
}
