using System.Numerics.Tensors;
using Fashion.Keras.Hosting.Logging;
using Fashion.Keras.Hosting.Reloading;
using Fashion.Keras.Hosting.Serving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fashion.Keras.Hosting;

/// <summary>Answers requests of many callers with one model: those that wait together are predicted as one batch. Any number of threads
/// may call it.</summary>
/// <remarks>
/// The model is a file, which is loaded again when it changes; the old model answers until the new one can. What a logger or a listener
/// of metrics throws is dropped: no request fails because of it. Models with states between batches, and inputs that are texts, are not
/// for this class: call <see cref="Fashion.Keras.Model"/>'s <c>Predict</c>.
/// </remarks>
public sealed class ModelServer : IAsyncDisposable, IDisposable
{
    private readonly ModelSource _source;
    private readonly Batcher _batcher;
    private readonly FileWatch? _watch;

    /// <summary>Loads a model and begins to answer.</summary>
    /// <param name="name">Name in logs and metrics.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <param name="logger">Where loading and errors are logged; null for nowhere.</param>
    /// <exception cref="ArgumentException">A name is empty, or an option is outside of its range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file holds no model that can be used.</exception>
    public ModelServer(string name, string path, ModelServerOptions? options = null, ILogger? logger = null)
        : this(name, NotEmpty(path), null, options, logger) { }

    /// <summary>Answers with a model that is there.</summary>
    /// <param name="name">Name in logs and metrics.</param>
    /// <param name="model">The model; it must not be trained meanwhile.</param>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <param name="logger">Where errors are logged; null for nowhere.</param>
    /// <exception cref="ArgumentException">The name is empty, or an option is outside of its range.</exception>
    public ModelServer(string name, Model model, ModelServerOptions? options = null, ILogger? logger = null)
        : this(name, null, model ?? throw new ArgumentNullException(nameof(model)), options, logger) { }

    private ModelServer(string name, string? path, Model? model, ModelServerOptions? options, ILogger? logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new ModelServerOptions();
        options.Validate();
        SafeLogger safe = SafeLogger.Of(logger ?? NullLogger.Instance);
        Name = name;
        FilePath = path is null ? null : Path.GetFullPath(path);
        _source = new ModelSource(name, options, safe);
        FileStamp stamp = FilePath is null ? default : FileStamp.Of(FilePath);
        if (model is not null) _source.Use(model);
        else _source.Load(FilePath!);
        _batcher = new Batcher(name, options, _source, safe);
        if (FilePath is not null && options.ReloadInterval > TimeSpan.Zero)
            _watch = new FileWatch(FilePath, options.ReloadInterval, _source, stamp);
    }

    /// <summary>Name in logs and metrics.</summary>
    public string Name { get; }

    /// <summary>The model's file, with its full path; null for a model that came without one.</summary>
    public string? FilePath { get; }

    /// <summary>The model that answers now.</summary>
    public Model Model => _source.Current.Model;

    /// <summary>What is known of the model and the queue.</summary>
    public ModelState State => new(_source.Current.LoadedAt, _source.Loads, _source.Error, _batcher.Waiting);

    /// <summary>The output for one sample of a model with one input and one output.</summary>
    /// <param name="sample">The numbers in row order; they must not change before the answer is there. Where one axis of the input is
    /// free, its size follows from their count.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The numbers of the output in row order.</returns>
    /// <exception cref="ArgumentException">The sample does not fit the input, or the model has several inputs.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; it is not run then.</exception>
    /// <exception cref="ModelQueueFullException">Too many requests wait.</exception>
    /// <exception cref="ObjectDisposedException">The server is closed.</exception>
    public async Task<float[]> PredictAsync(ReadOnlyMemory<float> sample, CancellationToken cancellationToken = default)
    {
        RequireOneOutput(Model.OutputShapes.Count);
        IReadOnlyList<Tensor<float>> outputs = await PredictAllAsync([sample], cancellationToken).ConfigureAwait(false);
        // Another model may answer than the one that was there before.
        RequireOneOutput(outputs.Count);
        var values = new float[outputs[0].FlattenedLength];
        outputs[0].FlattenTo(values);
        return values;
    }

    /// <summary>All outputs for one sample of a model with any number of inputs.</summary>
    /// <param name="inputs">The numbers of each input in row order; they must not change before the answer is there. Where one axis of an
    /// input is free, its size follows from their count.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One tensor for each output, without the axis of samples.</returns>
    /// <exception cref="ArgumentException">The sample does not fit the inputs.</exception>
    /// <exception cref="ModelQueueFullException">Too many requests wait.</exception>
    /// <exception cref="ObjectDisposedException">The server is closed.</exception>
    public Task<IReadOnlyList<Tensor<float>>> PredictAllAsync(IReadOnlyList<ReadOnlyMemory<float>> inputs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<IReadOnlyList<Tensor<float>>>(cancellationToken);
        return _batcher.Enqueue(new Request(inputs, SampleShapes.Of(Name, Model, inputs)), cancellationToken);
    }

    /// <summary>Loads the file again, whether it has changed or not; the old model answers meanwhile, and goes on when that
    /// fails.</summary>
    /// <returns>Whether the model of the file answers now; else <see cref="State"/> says why not.</returns>
    /// <exception cref="InvalidOperationException">The model came without a file.</exception>
    public Task<bool> ReloadAsync()
    {
        if (FilePath is null) throw new InvalidOperationException($"Model '{Name}' came without a file that could be loaded again.");
        return Task.Run(() => _source.TryReload(FilePath));
    }

    /// <summary>Refuses further requests and waits until those that wait have been answered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_watch is not null) await _watch.DisposeAsync().ConfigureAwait(false);
        await _batcher.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Refuses further requests and waits until those that wait have been answered.</summary>
    public void Dispose() => Task.Run(async () => await DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();

    private void RequireOneOutput(int outputs)
    {
        if (outputs != 1)
            throw new InvalidOperationException($"Model '{Name}' has {outputs} outputs; {nameof(PredictAllAsync)} gives all of them.");
    }

    private static string NotEmpty(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path;
    }
}
