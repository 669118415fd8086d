using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>Samples with their targets and weights, checked against a model: ready to be fed.</summary>
internal sealed class SampleSet
{
    private SampleSet(ArraySource[] inputs, ArraySource[] targets, ArraySource[] weights, IHostPart? hostPart)
    {
        HostPart = hostPart;
        Inputs = inputs;
        Targets = targets;
        Weights = weights;
    }

    public IReadOnlyList<ArraySource> Inputs { get; }

    public IReadOnlyList<ArraySource> Targets { get; }

    /// <summary>One array per output, or none.</summary>
    public IReadOnlyList<ArraySource> Weights { get; }

    /// <summary>What must be computed of the inputs before they are fed; null for nothing.</summary>
    public IHostPart? HostPart { get; }

    /// <summary>Number of samples.</summary>
    public int Rows => Inputs[0].Rows;

    /// <summary>Checks data against a model; the weights of a Sequential that did not know its input are made now.</summary>
    /// <exception cref="ShapeMismatchException">Samples of another shape, or arrays of different lengths.</exception>
    public static SampleSet Of(SupervisedTrainer trainer, ModelData x, ModelData? y = null, ModelData? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Arrays.FirstOrDefault(a => a.Shape.Rank == 0) is { } single)
            throw new ShapeMismatchException($"Model '{trainer.Name}' takes batches, but a single " +
                $"{(single.IsText ? "text was given; give a list of one: [\"...\"]" : "number was given; give an array of one")}.")
            { Received = single.Shape };
        trainer.EnsureBuiltFor(x.Arrays);
        ITrainable model = trainer.Model;
        ArraySource[] inputs =
            [.. x.Arrange(model.InputNames, "inputs", model.Name)
                .Select((a, i) => DeclaredType.Convert(Fit(model, i, a!), model.InputTypes[i], model.InputNames[i]))];
        int rows = inputs[0].Rows;
        ArraySource[] targets = y is null ? [] : PerOutput(trainer, y, "targets", rows, filler: 0);
        ArraySource[] weights = sampleWeight is null ? [] : sampleWeight.Arrays.Count == 1
            ? [.. targets.Select(_ => sampleWeight.Arrays[0])]
            : PerOutput(trainer, sampleWeight, "sample weights", rows, filler: 1);
        if (rows == 0)
            throw new ArgumentException($"Model '{model.Name}' was given no samples: the data has the shape {inputs[0].Shape}.", nameof(x));
        foreach (ArraySource other in inputs) RequireRows(model, "input", other, rows);
        foreach (ArraySource target in targets)
        {
            RequireNumbers(model, "targets", target);
            RequireRows(model, "target", target, rows);
        }
        foreach (ArraySource weight in weights.Distinct())
        {
            RequireNumbers(model, "sample weights", weight);
            RequireRows(model, "sample weight", weight, rows);
            RequireFinite(model, weight);
        }
        return new SampleSet(inputs, targets, weights, model.HostPart);
    }

    /// <summary>Checks a batch of a stream for training and evaluation.</summary>
    /// <exception cref="ArgumentException">It has no targets, or does not fit the model.</exception>
    public static SampleSet WithTargets(SupervisedTrainer trainer, DataBatch batch, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        if (batch.Y is null) throw new ArgumentException($"Model '{trainer.Name}': a batch of the source has no targets, which training " +
            "and evaluation need. Give (x, y).");
        SampleSet samples = Of(trainer, batch.X, batch.Y, batch.SampleWeight).Validated(trainer);
        return classWeight is null ? samples : samples.WithClassWeights(trainer.Model, classWeight);
    }

    /// <summary>Data for steps that know no model: arrays of one length.</summary>
    /// <param name="name">Names the step, for messages.</param>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets; null for none.</param>
    /// <param name="sampleWeight">Weights; null for none.</param>
    /// <exception cref="ArgumentException">Other lengths, or no samples.</exception>
    public static SampleSet Of(string name, ModelData x, ModelData? y = null, ModelData? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArraySource[] inputs = [.. x.Arrays], targets = [.. y?.Arrays ?? []], weights = [.. sampleWeight?.Arrays ?? []];
        int rows = inputs.Length > 0 ? inputs[0].Rows : 0;
        if (rows == 0) throw new ArgumentException($"'{name}' was given no samples.", nameof(x));
        if (inputs.Concat(targets).Concat(weights).Any(a => a.IsText))
            throw new ArgumentException($"'{name}' takes numbers, but texts were given. Turn them into numbers before: " +
                "vectorize.Call(texts), lookup.Call(names).", nameof(x));
        if (inputs.Concat(targets).Concat(weights).FirstOrDefault(a => a.Rows != rows) is { } other)
            throw new ShapeMismatchException($"'{name}': {rows} samples were given, but an array of shape {other.Shape} with " +
                $"{other.Rows}; there must be one entry per sample.")
            { Received = other.Shape };
        return new SampleSet(inputs, targets, weights, null);
    }

    /// <summary>Samples <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/>, sharing the memory.</summary>
    public SampleSet Slice(int first, int count) => new(
        [.. Inputs.Select(a => a.Slice(first, count))], [.. Targets.Select(a => a.Slice(first, count))],
        [.. Weights.Select(a => a.Slice(first, count))], HostPart);

    /// <summary>The samples with everything computed that comes before a step, as one batch.</summary>
    public SampleSet Fed() => HostPart is null ? this : new SampleSet([.. HostPart.Compute(Inputs)], [.. Targets], [.. Weights], null);

    /// <summary>The samples as batches.</summary>
    /// <param name="batchSize">Samples of a batch; the last one may have fewer.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="share">Which rows of each batch this rank takes; null for all.</param>
    public BatchSource Batches(int batchSize, bool shuffle = false, RankShare? share = null) =>
        HostPart is null ? new ArrayBatches(this, batchSize, shuffle, share)
            : new HostBatches(this, batchSize, shuffle, share ?? RankShare.All);

    /// <summary>Shapes of a batch of this many samples.</summary>
    public BatchShapes Shapes(int batch) => new(ShapesOf(Inputs, batch), ShapesOf(Targets, batch), ShapesOf(Weights, batch));

    /// <summary>Shapes of all samples as one batch.</summary>
    public BatchShapes Shapes() => Shapes(Rows);

    /// <summary>A text that stands for some samples, spread over all of them.</summary>
    public string Contents()
    {
        const int Looks = 32;
        var text = new StringBuilder();
        foreach (ArraySource array in Inputs.Concat(Targets).Concat(Weights))
            for (int i = 0; i < Looks; i++)
            {
                ArraySource row = array.Slice((int)((long)i * (Rows - 1) / (Looks - 1)), 1);
                if (row.IsText) text.AppendJoin('\n', row.Texts.ToArray());
                else text.Append(CultureInfo.InvariantCulture, $"{FarmHash64.Of(MemoryMarshal.AsBytes(row.ToDoubles().AsSpan())):x} ");
            }
        return text.ToString();
    }

    /// <summary>Weights per class as weights per sample.</summary>
    /// <exception cref="ArgumentException">There are sample weights already, or several outputs.</exception>
    public SampleSet WithClassWeights(ITrainable model, IReadOnlyDictionary<int, double> classWeight)
    {
        if (Weights.Count > 0) throw new ArgumentException($"Model '{model.Name}': classWeight and sampleWeight cannot be given " +
            "together; multiply them into sampleWeight.", nameof(classWeight));
        if (Targets.Count != 1) throw new ArgumentException($"Model '{model.Name}': classWeight needs a model with one output, but this " +
            $"one has {Targets.Count}.", nameof(classWeight));
        return new SampleSet([.. Inputs], [.. Targets],
            [ArraySource.From(ClassWeights.PerSample(classWeight, Targets[0], model.OutputShapes[0], model.Name))], HostPart);
    }

    /// <summary>Checks that targets are what losses and metrics can take.</summary>
    public SampleSet Validated(SupervisedTrainer trainer)
    {
        IReadOnlyList<Shape> outputs = trainer.Model.OutputShapes;
        for (int i = 0; i < Targets.Count; i++) trainer.LossesAndMetrics.Losses[i]?.ValidateTargets(Targets[i], outputs[i]);
        foreach (MetricEntry entry in trainer.LossesAndMetrics.Metrics)
            entry.Validate(trainer.Model.OutputNames[entry.Output], Targets[entry.Output].Shape, outputs[entry.Output]);
        return this;
    }

    private static Shape[] ShapesOf(IReadOnlyList<ArraySource> arrays, int batch) => [.. arrays.Select(a => a.Shape.With(0, batch))];

    // Where neither a loss nor a metric asks for the array of an output, anything may stand there.
    private static ArraySource[] PerOutput(SupervisedTrainer trainer, ModelData data, string what, int rows, float filler)
    {
        LossesAndMetrics lossesAndMetrics = trainer.LossesAndMetrics;
        return [.. data.Arrange(trainer.Model.OutputNames, what, trainer.Name, output => !lossesAndMetrics.NeedsTarget(output))
            .Select((array, i) =>
            array is not null && lossesAndMetrics.NeedsTarget(i) ? array : ArraySource.From(Enumerable.Repeat(filler, rows).ToArray()))];
    }

    // Keras's rank repair: a last axis of 1 may be missing or too many.
    private static ArraySource Fit(ITrainable model, int index, ArraySource data)
    {
        Shape wanted = model.InputShapes[index], given = data.Shape;
        if (given.Rank == wanted.Rank + 1 && given[^1] == 1) given = given[..^1];
        else if (given.Rank == wanted.Rank - 1 && given.Rank > 0 && wanted[^1] == 1) given = Shape.Create([.. given, 1]);
        if (!given.IsCompatibleWith(wanted))
        {
            string hint = wanted.Rank == data.Shape.Rank + 1 && data.Shape.IsCompatibleWith(wanted[1..])
                ? " A single sample needs a batch axis in front."
                : "";
            throw new ShapeMismatchException($"Model '{model.Name}': input '{model.InputNames[index]}' takes samples of shape " +
                $"{wanted[1..]}, a batch being {wanted}, but the data has the shape {data.Shape}.{hint}")
            { Received = data.Shape };
        }
        return given.Rank == data.Shape.Rank ? data : data.Reshape(given);
    }

    private static void RequireNumbers(ITrainable model, string what, ArraySource array)
    {
        if (array.IsText) throw new ArgumentException($"Model '{model.Name}': {what} must be numbers, but texts were given. A " +
            "StringLookup turns names of classes into numbers: lookup.Call(names).");
    }

    // A weight that is no number would make every weight of the model one.
    private static void RequireFinite(ITrainable model, ArraySource sampleWeight)
    {
        if (sampleWeight.FirstNotFinite() is >= 0 and int at)
            throw new ArgumentException($"Model '{model.Name}': sample weights must be finite numbers, but sample " +
                $"{at / sampleWeight.RowLength} has {sampleWeight.Text(at)}.", nameof(sampleWeight));
    }

    private static void RequireRows(ITrainable model, string what, ArraySource array, int rows)
    {
        if (array.Rows != rows) throw new ShapeMismatchException($"Model '{model.Name}': {rows} samples were given, but a {what} array " +
            $"of shape {array.Shape} with {array.Rows}; there must be one entry per sample.")
        { Received = array.Shape };
    }
}
