using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>What Adam and its relatives share: two running averages, of gradients and of their sizes.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private protected MomentOptimizer(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerOptions options,
        string? name) : base(learningRate, options, name)
    {
        Beta1 = Guard.InRange(beta1, 0, 1, ClassName);
        Beta2 = Guard.InRange(beta2, 0, 1, ClassName);
        Epsilon = Guard.NotNegative(epsilon, ClassName);
    }

    /// <summary>Weight of the old value in the mean of the gradients.</summary>
    public double Beta1 { get; }

    /// <summary>Weight of the old value in the mean of their squares; of <see cref="Adamax"/>, the decay of the largest gradient.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("beta_1", Beta1).Write("beta_2", Beta2).Write("epsilon", Epsilon);
    }
}
