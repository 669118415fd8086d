using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Distributed;

/// <summary>
/// The rule for large batches: with k times the batch, k times the learning rate, reached in equal steps from the one of a single rank.
/// </summary>
/// <remarks>
/// Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour (2017), sections 2.1 and 2.2, with 5 epochs of
/// warm-up. It was found for SGD; with Adam a smaller factor, such as the square root of k, is usual. Where <c>batchSize</c> stays as it
/// was, ranks do not change the learning rate. A model with it is loaded with <c>customObjects: new CustomObjects {
/// ScaledLearningRate.FromConfig }</c>, or with <c>compile: false</c>. Keras does not know it and says so, unless it loads with
/// <c>compile=False</c>.
/// </remarks>
/// <example><code>
/// var rate = new ScaledLearningRate(0.1, ranks.Size, warmupSteps: 5 * stepsPerEpoch);
/// model.Compile(new Sgd(rate, momentum: 0.9), "sparse_categorical_crossentropy", ["accuracy"]);
/// model.Fit(x, y, batchSize: 32 * ranks.Size, epochs: 90);
/// </code></example>
[RegisterSerializable("fashion_keras", "ScaledLearningRate")]
public sealed class ScaledLearningRate : LearningRateSchedule
{
    private readonly LearningRate _learningRate;

    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">Learning rate or schedule of one rank.</param>
    /// <param name="factor">How many times the batch has grown: more than 0, mostly the number of ranks.</param>
    /// <param name="warmupSteps">Steps until the factor is reached, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ScaledLearningRate(LearningRate learningRate, double factor, int warmupSteps)
    {
        if (!(factor > 0) || !double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "ScaledLearningRate: the factor must be more than 0.");
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        _learningRate = learningRate;
        (Factor, WarmupSteps) = (factor, warmupSteps);
    }

    /// <summary>How many times the batch has grown.</summary>
    public double Factor { get; }

    /// <summary>Steps until the factor is reached.</summary>
    public int WarmupSteps { get; }

    /// <summary>The schedule out of a file.</summary>
    /// <param name="config">Its stored arguments.</param>
    /// <exception cref="ModelFormatException">An argument is missing or of another kind.</exception>
    public static ScaledLearningRate FromConfig(ConfigReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ScaledLearningRate(LearningRate.FromConfig(config), config.GetDouble("factor"), config.GetInt("warmup_steps"));
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double rate = _learningRate.Schedule?.At(step) ?? _learningRate.Value;
        return rate * (1 + (Factor - 1) * (step >= WarmupSteps ? 1 : (double)step / WarmupSteps));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_learningRate.Schedule is { } schedule
            ? config.Write("learning_rate", schedule)
            : config.Write("learning_rate", _learningRate.Value)).Write("factor", Factor).Write("warmup_steps", WarmupSteps);
    }
}
