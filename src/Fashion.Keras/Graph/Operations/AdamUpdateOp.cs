using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// One step of Adam, in place. Inputs: the gradient, of the weight's shape, and the scalar alpha = lr sqrt(1 - b2^t) / (1 - b1^t), which
/// corrects both biases. No outputs. m += (g - m)(1 - b1); v += (g^2 - v)(1 - b2); w -= alpha m / (sqrt(v) + epsilon), with AMSGrad
/// max(vhat, v) in place of v.
/// Source: Kingma and Ba 2015, end of section 2; Reddi et al. 2018.
/// </summary>
/// <param name="Weight">w, which is changed.</param>
/// <param name="Momentum">m, of the same shape; changed.</param>
/// <param name="Velocity">v, of the same shape; changed.</param>
/// <param name="VelocityHat">vhat, the largest v so far, changed; null without AMSGrad.</param>
/// <param name="Beta1">b1, in [0, 1).</param>
/// <param name="Beta2">b2, in [0, 1).</param>
/// <param name="Epsilon">What is added to the root.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AdamUpdateOp(Variable Weight, Variable Momentum, Variable Velocity, Variable? VelocityHat, double Beta1,
    double Beta2, double Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Written =>
        VelocityHat is null ? [Weight, Momentum, Velocity] : [Weight, Momentum, Velocity, VelocityHat];

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        SgdUpdateOp.CheckGradient(Weight, inputs[0].Shape);
        return [];
    }
}
