using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What dropout layers share; they differ in which elements stand or fall together.</summary>
public abstract class DropoutLayer : Layer
{
    private protected DropoutLayer(double rate, int? seed, Shape? inputShape, string? name) : base(name, inputShape)
    {
        Rate = Guard.InRange(rate, 0, 1, GetType().Name);
        Seed = seed;
        DrawSeed = seed ?? SeedSource.Next();
    }

    /// <summary>Share that is set to 0.</summary>
    public double Rate { get; }

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <summary>Shape of the random decision: axes of size 1 share it.</summary>
    private protected abstract Shape Noise(Shape inputShape);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Training || Rate == 0) return inputs;
        // 1 / (1 - rate) does not exist for a rate of 1.
        if (Rate == 1) return Ops.BroadcastTo(0, inputs.Shape);
        var op = new DropoutOp((float)Rate, (ulong)DrawSeed!.Value, context.NextStream(), Noise(inputs.Shape));
        return Ops.Write(ClassName, [inputs], (g, v) => g.Add(op, v[0]));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("rate", Rate).Write("seed", Seed);
    }
}
