using Fashion.Keras.Graph;

namespace Fashion.Keras.Optimizers;

/// <summary>A weight and the gradient of the loss with respect to it.</summary>
internal sealed record WeightGradient(Variable Weight, Value Gradient);
