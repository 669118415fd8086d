using System.Diagnostics;
using Fashion.Keras.Events;
using Fashion.Keras.Events.Values;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Callbacks;

/// <summary>Writes event files for TensorBoard: loss and metrics, and on request histograms and images of the weights.</summary>
/// <remarks>
/// <para>Values of training are in the sub-folder <c>train</c>, those of validation in <c>validation</c>, under Keras's tags:
/// <c>epoch_loss</c>,
/// <c>epoch_learning_rate</c>, <c>batch_loss</c>, <c>evaluation_loss_vs_iterations</c>. Epochs are steps from 0, batches are counted from
/// 1 since
/// training began. Every training and every evaluation outside of one has files of its own.</para>
/// <para>Keras's <c>profile_batch</c> and <c>embeddings_freq</c> do not exist here: their files are those of TensorFlow's profiler and
/// checkpoints.
/// See <see cref="Model.Profile"/> for time per layer.</para>
/// </remarks>
public sealed class TensorBoard : Callback, IDisposable
{
    private readonly int _histogramFreq;
    private readonly bool _writeGraph, _writeImages, _writeStepsPerSecond, _writeSummary;
    private readonly UpdateFrequency _updateFreq;
    private readonly IReadOnlyDictionary<string, object>? _hyperParameters;
    private SummaryWriter? _session, _train, _validation;
    private long _batches, _batchStart, _epochStart, _iterations;
    private bool _inTraining, _batchIsDue, _described;

    /// <summary>Makes the callback. Files are made when there is something to write.</summary>
    /// <param name="logDir">The folder of the run.</param>
    /// <param name="histogramFreq">After how many epochs histograms of all weights are written; 0 for never.</param>
    /// <param name="writeGraph">Whether the layers and their connections are written, of models that JSON can hold.</param>
    /// <param name="writeImages">Whether the weights are written as images, too, together with their histograms: the first 3 of a weight
    /// that is several.
    /// A weight's smallest number is black and its largest white; Keras shows the numbers themselves, so that what is negative is
    /// black.</param>
    /// <param name="writeStepsPerSecond">Whether the training steps per second are written.</param>
    /// <param name="updateFreq">How often values of steps are written: "epoch" for not at all, "batch" for every step, or every so many
    /// steps.</param>
    /// <param name="writeSummary">Whether the summary of the model is written as a text.</param>
    /// <param name="hyperParameters">Numbers, texts and bools by name, for the table of hyperparameters; null for none.</param>
    /// <exception cref="ArgumentException">The folder has no name; a hyperparameter is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public TensorBoard(string logDir = "logs", int histogramFreq = 0, bool writeGraph = true, bool writeImages = false,
        bool writeStepsPerSecond = false, UpdateFrequency updateFreq = default, bool writeSummary = true,
        IReadOnlyDictionary<string, object>? hyperParameters = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDir);
        ArgumentOutOfRangeException.ThrowIfNegative(histogramFreq);
        if (hyperParameters is not null) HyperParameterValues.Start(hyperParameters, now: 0);
        LogDir = logDir;
        _histogramFreq = histogramFreq;
        _writeGraph = writeGraph;
        _writeImages = writeImages;
        _writeStepsPerSecond = writeStepsPerSecond;
        _updateFreq = updateFreq;
        _writeSummary = writeSummary;
        _hyperParameters = hyperParameters is null ? null : new Dictionary<string, object>(hyperParameters);
    }

    /// <summary>The folder of the run.</summary>
    public string LogDir { get; }

    /// <summary>Writes into <c>train</c>: for values of your own, while training runs.</summary>
    public SummaryWriter Train => _train ??= new SummaryWriter(Path.Combine(LogDir, "train"));

    /// <summary>Writes into <c>validation</c>: for values of your own, while training or an evaluation runs.</summary>
    public SummaryWriter Validation => _validation ??= new SummaryWriter(Path.Combine(LogDir, "validation"));

    /// <inheritdoc/>
    public override bool OnFirstRankOnly => true;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        Close();
        (_batches, _inTraining, _described) = (0, true, false);
        if (_hyperParameters is not null) (_session = new SummaryWriter(LogDir)).HyperParameters(_hyperParameters);
        Describe();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _session?.EndSession(success: !Cancelled);
        _inTraining = false;
        Close();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (!_writeStepsPerSecond) return;
        _iterations = _batches;
        _epochStart = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        Describe();
        foreach (string name in logs.KeysAsSet)
        {
            if (!name.StartsWith("val_", StringComparison.Ordinal))
            {
                // The rate of the optimizer stands for those that other callbacks put into the logs, as in Keras.
                if (name != "learning_rate" || Model.Optimizer is null) Train.Scalar($"epoch_{name}", logs[name], epoch);
            }
            else Validation.Scalar($"epoch_{name[4..]}", logs[name], epoch);
        }
        WriteLearningRates(epoch);
        if (_writeStepsPerSecond)
            Train.Scalar("epoch_steps_per_second", (_batches - _iterations) / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds, epoch);
        if (_histogramFreq > 0 && epoch % _histogramFreq == 0) WriteWeights(epoch);
        _train?.Flush();
        _validation?.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch)
    {
        _batches++;
        _batchIsDue = _updateFreq.Batches > 0 && _batches % _updateFreq.Batches == 0;
        if (_batchIsDue && _writeStepsPerSecond) _batchStart = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!_batchIsDue) return;
        _batchIsDue = false;
        if (_writeStepsPerSecond) Train.Scalar("batch_steps_per_second", 1 / Stopwatch.GetElapsedTime(_batchStart).TotalSeconds, _batches);
        foreach (string name in logs.KeysAsSet) Train.Scalar($"batch_{name}", logs[name], _batches);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (Model.Optimizer is { } optimizer)
        {
            foreach (string name in logs.KeysAsSet) Validation.Scalar($"evaluation_{name}_vs_iterations", logs[name], optimizer.Iterations);
            Validation.Flush();
        }
        if (!_inTraining) Close();
    }

    /// <summary>Closes the files of a training that ended with an exception; others are closed.</summary>
    public void Dispose() => Close();

    internal override bool NeedsBatchLogs(int batch) => _batchIsDue;

    internal override void WriteState(KeptState state) => state.Write("batches", _batches);

    internal override Action ReadState(KeptState state)
    {
        double? batches = state.ReadNumber("batches");
        if (batches is not (null or (>= 0 and <= 1L << 52))) throw state.Wrong("batches", "should be a number of batches");
        return () => _batches = (long?)batches ?? 0;
    }

    // Models that learn their shapes from the data are described after the first epoch.
    private void Describe()
    {
        if (_described || !Model.Built) return;
        _described = true;
        if (_writeSummary) Train.Text("summary", $"```\n{Model.SummaryText(lineLength: 108)}\n```", 0);
        if (_writeGraph && HasConfig(Model)) WriteGraph();
    }

    private void WriteGraph()
    {
        try
        {
            Train.ModelGraph(Model.ToJson());
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            Output.WriteLine($"Warning: {nameof(TensorBoard)} writes no graph of model '{Model.Name}': {e.Message}");
        }
    }

    // Models of classes of the user's keep no connections.
    private static bool HasConfig(Model model) => model is Sequential || model.GetType() == typeof(Model);

    private void WriteLearningRates(int epoch)
    {
        if (Model.Optimizer is { } only) Train.Scalar("epoch_learning_rate", only.LearningRate, epoch);
        else
            foreach (Optimizer optimizer in Trainer.Optimizers)
                Train.Scalar($"epoch_learning_rate_{optimizer.Name}", optimizer.LearningRate, epoch);
    }

    private void WriteWeights(int epoch)
    {
        foreach (Variable weight in Model.Layers.SelectMany(layer => layer.Weights).Distinct())
        {
            string name = weight.Path.Replace(':', '_');
            float[] values = weight.ToArray();
            Train.Histogram($"{name}/histogram", values, epoch);
            if (_writeImages && KernelImages.Of(values, weight.Shape) is { } images) Train.Image($"{name}/image", images, epoch);
        }
    }

    private void Close()
    {
        _session?.Dispose();
        _train?.Dispose();
        _validation?.Dispose();
        _session = _train = _validation = null;
    }
}
