using Fashion.Keras.Configuration;
using Fashion.Keras.Data;

namespace Fashion.Keras.Losses;

/// <summary>
/// What training makes small. A name of Keras's (<c>"sparse_categorical_crossentropy"</c>, <c>"mse"</c>) can stand in its
/// place; a loss of your own comes from <see cref="Create"/> or derives from this class.
/// </summary>
public abstract class Loss : IKerasObject
{
    /// <summary>Makes a loss.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="reduction">How the values per sample become one number.</param>
    protected Loss(string name, Reduction reduction = Reduction.SumOverBatchSize)
    {
        Name = name;
        Reduction = reduction;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How the values per sample become one number.</summary>
    public Reduction Reduction { get; }

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Loss).Assembly ? "keras.losses" : null;

    /// <summary>Writes one value per sample (all axes but the last).</summary>
    /// <param name="yTrue">Targets, as floats.</param>
    /// <param name="yPred">Predictions.</param>
    protected internal abstract SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>Checks targets against the predictions' shape before anything runs: a label out of range, a wrong rank.</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="predictions">Shape of the model's output, the batch axis unknown.</param>
    internal virtual void ValidateTargets(ArraySource yTrue, Shape predictions) { }

    /// <inheritdoc/>
    public virtual void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name).Write("reduction", ReductionName(Reduction));
    }

    /// <summary>A loss of your own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="function">One value per sample from targets and predictions, written with <see cref="Ops"/>.</param>
    public static Loss Create(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) => new FunctionLoss(name, function);

    /// <summary>A loss by Keras's name or alias.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator Loss(string name) => LossTable.ByName(name);

    internal static string ReductionName(Reduction reduction) => reduction switch
    {
        Reduction.SumOverBatchSize => "sum_over_batch_size",
        Reduction.Sum => "sum",
        Reduction.MeanWithSampleWeight => "mean_with_sample_weight",
        _ => "none",
    };
}
