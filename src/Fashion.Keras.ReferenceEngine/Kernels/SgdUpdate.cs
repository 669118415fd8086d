namespace Fashion.Keras.Reference;

/// <summary>One step of gradient descent in place, plain or with (Nesterov's) momentum.</summary>
internal static class SgdUpdate
{
    public static void Apply(double[] weight, double[]? velocity, double[] gradient, double learningRate, double momentum, bool nesterov)
    {
        for (int i = 0; i < weight.Length; i++)
        {
            double step = -learningRate * gradient[i];
            if (velocity is not null)
            {
                velocity[i] = momentum * velocity[i] + step;
                step = nesterov ? momentum * velocity[i] + step : velocity[i];
            }
            weight[i] += step;
        }
    }
}
