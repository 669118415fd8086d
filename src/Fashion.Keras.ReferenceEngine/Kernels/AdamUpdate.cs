namespace Fashion.Keras.Reference;

/// <summary>One step of Adam in place (Kingma and Ba, 2015, section 2 end: both bias corrections inside alpha).</summary>
internal static class AdamUpdate
{
    public static void Apply(double[] weight, double[] momentum, double[] velocity, double[]? velocityHat, double[] gradient, double alpha,
        double beta1, double beta2, double epsilon)
    {
        for (int i = 0; i < weight.Length; i++)
        {
            double g = gradient[i];
            momentum[i] += (g - momentum[i]) * (1 - beta1);
            velocity[i] += (g * g - velocity[i]) * (1 - beta2);
            double v = velocity[i];
            if (velocityHat is not null) v = velocityHat[i] = Math.Max(velocityHat[i], v);
            weight[i] -= alpha * momentum[i] / (Math.Sqrt(v) + epsilon);
        }
    }
}
