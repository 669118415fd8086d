using System.Diagnostics;
using System.Numerics.Tensors;
using System.Threading.Channels;
using Fashion.Keras.Hosting.Logging;
using Fashion.Keras.Hosting.Reloading;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Hosting.Serving;

/// <summary>A bounded queue of requests, and the loop that predicts them in batches.</summary>
internal sealed class Batcher : IAsyncDisposable
{
    private readonly string _name;
    private readonly ModelServerOptions _options;
    private readonly ModelSource _source;
    private readonly SafeLogger _logger;
    private readonly ServingMetrics _metrics;
    private readonly Channel<Request> _queue;
    private readonly List<Request> _batch = [];
    private readonly Task _loop;
    private volatile bool _closed;

    public Batcher(string name, ModelServerOptions options, ModelSource source, SafeLogger logger)
    {
        _name = name;
        _options = options;
        _source = source;
        _logger = logger;
        _metrics = new ServingMetrics(name);
        _queue = Channel.CreateBounded<Request>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _loop = Task.Run(RunAsync);
    }

    public int Waiting => _queue.Reader.Count;

    /// <exception cref="ModelQueueFullException">Too many requests wait.</exception>
    /// <exception cref="ObjectDisposedException">Closed.</exception>
    public Task<IReadOnlyList<Tensor<float>>> Enqueue(Request request, CancellationToken cancellationToken)
    {
        request.ObserveCancellation(cancellationToken);
        if (_queue.Writer.TryWrite(request))
        {
            _metrics.Queued(1);
            return request.Task;
        }
        request.Forget();
        ObjectDisposedException.ThrowIf(_closed, typeof(ModelServer));
        _metrics.Refused();
        throw new ModelQueueFullException(
            $"Model '{_name}': {_options.QueueCapacity} requests wait already, which is the capacity of the queue.");
    }

    /// <summary>Answers what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // Whatever goes wrong must neither end the loop nor leave callers waiting forever.
            try
            {
                Take();
                if (_batch.Count > 0 && _batch.Count < _options.MaxBatchSize && _options.MaxDelay > TimeSpan.Zero && !_closed)
                    await WaitForMoreAsync().ConfigureAwait(false);
                Run();
            }
#pragma warning disable CA1031 // Handed on to the callers.
            catch (Exception error)
#pragma warning restore CA1031
            {
                foreach (Request request in _batch) request.Fail(error);
            }
            _batch.Clear();
        }
    }

    // What waits and is still wanted, up to the size of a batch.
    private void Take()
    {
        while (_batch.Count < _options.MaxBatchSize && _queue.Reader.TryRead(out Request? request))
        {
            if (!request.IsOver) _batch.Add(request);
            _metrics.Queued(-1);
        }
    }

    private async Task WaitForMoreAsync()
    {
        long start = _batch[0].Start;
        using var end = new CancellationTokenSource();
        TimeSpan left = _options.MaxDelay - Stopwatch.GetElapsedTime(start);
        if (left <= TimeSpan.Zero) return;
        // Timers count whole milliseconds.
        end.CancelAfter((int)Math.Ceiling(Math.Min(left.TotalMilliseconds, int.MaxValue)));
        try
        {
            while (_batch.Count < _options.MaxBatchSize && await _queue.Reader.WaitToReadAsync(end.Token).ConfigureAwait(false)) Take();
        }
        catch (OperationCanceledException)
        {
            // The time is over: with those who came.
        }
    }

    // Requests of one shape are one batch; models whose inputs have free axes may get several shapes.
    private void Run()
    {
        Model model = _source.Current.Model;
        while (_batch.Count > 0)
        {
            Request first = _batch[0];
            List<Request> alike = _batch.FindAll(request => request.HasShapesOf(first));
            List<Request> wanted = alike.FindAll(request => !request.IsOver);
            if (wanted.Count > 0) Predict(model, wanted);
            _batch.RemoveAll(request => request.HasShapesOf(first));
        }
    }

    // When a batch fails, each of its requests is tried alone, so that only those that are at fault fail.
    private void Predict(Model model, List<Request> requests)
    {
        Activity? activity = _metrics.BeginBatch(requests.Count);
        try
        {
            BatchPrediction.Run(model, requests, _options.MaxBatchSize);
            _metrics.Answered(requests);
        }
#pragma warning disable CA1031 // Whatever the model throws belongs to the caller whose sample it is.
        catch (Exception error)
#pragma warning restore CA1031
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            if (requests.Count == 1)
            {
                requests[0].Fail(error);
                _metrics.Failed();
                ServingLog.Failed(_logger, _name, error);
                return;
            }
            foreach (Request request in requests)
                if (!request.IsOver) Predict(model, [request]);
        }
        finally
        {
            activity.TryStop();
        }
    }
}
