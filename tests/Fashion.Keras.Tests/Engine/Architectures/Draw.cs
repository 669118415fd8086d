using Fashion.Keras.Activations;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>Random choices of an architecture; the same seed draws the same.</summary>
internal sealed class Draw(int seed)
{
    private static readonly string[] Activations =
    [
        "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "linear",
        "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid",
        "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "tanh",
        "tanh_shrink",
    ];

    private static readonly string[] Usual = ["relu", "tanh", "elu", "sigmoid"];

    private readonly Random _random = new(seed);

    /// <summary>A number of low .. high, both included.</summary>
    public int Int(int low, int high) => _random.Next(low, high + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public double Number(double low, double high) => Math.Round(low + _random.NextDouble() * (high - low), 3);

    public float Single(double low, double high) => (float)(low + _random.NextDouble() * (high - low));

    public T One<T>(params T[] items) => items[_random.Next(items.Length)];

    /// <summary>None in half of the cases.</summary>
    public ActivationFunction? Activation() => Chance(0.4) ? null : (ActivationFunction)(Chance(0.7) ? One(Usual) : One(Activations));

    public ActivationFunction SomeActivation() => One(Activations);

    /// <summary>A divisor.</summary>
    public int DivisorOf(int number)
    {
        int[] all = [.. Enumerable.Range(1, number).Where(n => number % n == 0)];
        return One(all);
    }
}
