using System.Numerics.Tensors;
using Fashion.Keras.Hosting.Logging;
using Fashion.Keras.Hosting.Serving;

namespace Fashion.Keras.Hosting.Reloading;

/// <summary>The model that answers. Another takes its place in one step, once it can answer.</summary>
internal sealed class ModelSource(string name, ModelServerOptions options, SafeLogger logger)
{
    private readonly Lock _loading = new();
    private volatile ServedModel? _current;
    private volatile string? _error;

    public ServedModel Current => _current!;

    /// <summary>How many models have answered.</summary>
    public int Loads { get; private set; }

    /// <summary>Why the newest file is not used; null when it is.</summary>
    public string? Error => _error;

    public void Use(Model model)
    {
        Prepare(model);
        Set(model);
    }

    public void Load(string path)
    {
        lock (_loading)
        {
            Model model = Model.Load(path, compile: false, customObjects: options.CustomObjects);
            Prepare(model);
            Set(model);
        }
        ServingLog.Loaded(logger, name, path);
    }

    /// <summary>Loads a file; when that fails, the model stays.</summary>
    public bool TryReload(string path)
    {
        try
        {
            Load(path);
            return true;
        }
#pragma warning disable CA1031 // A file may be damaged in any way; the model in use must not suffer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _error = error.Message;
            ServingLog.NotReloaded(logger, name, path, error);
            return false;
        }
    }

    private void Prepare(Model model)
    {
        options.Configure?.Invoke(model);
        if (!options.WarmUp || model.InputShapes.Any(shape => shape.Skip(1).Any(size => size < 0))) return;
        foreach (int rows in new[] { 1, options.MaxBatchSize }.Distinct())
        {
            Tensor<float>[] zeros = [.. model.InputShapes.Select(shape => Zeros(rows, shape))];
            model.PredictAll(zeros.Length == 1 ? zeros[0] : zeros, batchSize: rows, verbose: Verbosity.Silent);
        }
    }

    private static Tensor<float> Zeros(int rows, Shape shape) =>
        Tensor.Create(new float[rows * shape[1..].ElementCount], [rows, .. shape.Skip(1).Select(size => (nint)size)]);

    private void Set(Model model)
    {
        _current = new ServedModel(model, DateTimeOffset.UtcNow);
        Loads++;
        _error = null;
    }
}
