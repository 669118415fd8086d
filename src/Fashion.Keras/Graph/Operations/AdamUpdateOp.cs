using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// One Adam step in place. Inputs: gradient, and the scalar alpha = lr * sqrt(1 - b2^t) / (1 - b1^t).
/// m += (g - m)(1 - b1); v += (g^2 - v)(1 - b2); w -= alpha * m / (sqrt(v) + epsilon), or sqrt(max(vhat, v)) with AMSGrad.
/// </summary>
internal sealed record AdamUpdateOp(Variable Weight, Variable Momentum, Variable Velocity, Variable? VelocityHat, double Beta1,
    double Beta2, double Epsilon) : Op
{
    public override string Name => "adam";

    public override IReadOnlyList<Variable> Written =>
        VelocityHat is null ? [Weight, Momentum, Velocity] : [Weight, Momentum, Velocity, VelocityHat];

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        SgdUpdateOp.CheckGradient(Weight, inputs[0].Shape);
        return [];
    }
}
