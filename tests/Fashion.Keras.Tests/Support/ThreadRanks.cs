namespace Fashion.Keras.Tests.Support;

/// <summary>Ranks that are threads of one process: what the library does with ranks, without a launcher.</summary>
internal sealed class ThreadRanks : ICollective
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private readonly Shared _shared;

    private ThreadRanks(Shared shared, int rank) => (_shared, Rank) = (shared, rank);

    public int Rank { get; }

    public int Size => _shared.Given.Length;

    /// <summary>Runs a program on each rank and gives what they return, or throws what the first one threw.</summary>
    public static T[] Run<T>(int ranks, Func<ICollective, T> program)
    {
        var results = new T[ranks];
        (Exception?[] thrown, Exception? fatal) = Start(ranks, rank => results[rank.Rank] = program(rank));
        return (fatal ?? thrown.FirstOrDefault(e => e is not null)) is { } failure
            ? throw new InvalidOperationException("A rank failed.", failure)
            : results;
    }

    /// <summary>Runs a program on each rank that all of them leave with an exception, none of which ends the job.</summary>
    /// <returns>The exception of each rank.</returns>
    public static Exception[] Failures(int ranks, Action<ICollective> program)
    {
        (Exception?[] thrown, Exception? fatal) = Start(ranks, program);
        Assert.Null(fatal);
        Assert.All(thrown, Assert.NotNull);
        return thrown!;
    }

    private static (Exception?[] Thrown, Exception? Fatal) Start(int ranks, Action<ICollective> program)
    {
        var shared = new Shared(new Array[ranks], new Barrier(ranks));
        var thrown = new Exception?[ranks];
        Thread[] threads = [.. Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
        {
            try
            {
                program(new ThreadRanks(shared, rank));
            }
            catch (Exception e)
            {
                thrown[rank] = e;
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        return (thrown, shared.Failure);
    }

    public void Average(Span<float> values)
    {
        float[][] all = Exchange(values.ToArray());
        for (int i = 0; i < values.Length; i++)
        {
            float sum = 0;
            foreach (float[] own in all) sum += own[i];
            values[i] = sum / Size;
        }
        Meet();
    }

    public void Sum(Span<double> values)
    {
        double[][] all = Exchange(values.ToArray());
        for (int i = 0; i < values.Length; i++) values[i] = all.Sum(own => own[i]);
        Meet();
    }

    public void Broadcast(Span<byte> values)
    {
        Exchange(values.ToArray())[0].CopyTo(values);
        Meet();
    }

    public void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _shared.Failure, exception, null);
        _shared.Ended.Cancel();
    }

    private T[][] Exchange<T>(T[] own)
    {
        _shared.Given[Rank] = own;
        Meet();
        return [.. _shared.Given.Cast<T[]>()];
    }

    private void Meet()
    {
        if (!_shared.Barrier.SignalAndWait(s_limit, _shared.Ended.Token) || _shared.Failure is not null)
            throw new TimeoutException($"Rank {Rank} waited for one that has not come.");
    }

    private sealed class Shared(Array[] given, Barrier barrier)
    {
        public Exception? Failure;

        public Array[] Given { get; } = given;

        public Barrier Barrier { get; } = barrier;

        public CancellationTokenSource Ended { get; } = new();
    }
}
