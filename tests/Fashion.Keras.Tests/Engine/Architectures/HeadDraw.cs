using Fashion.Keras.Activations;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>How a random model ends: its last activation, a loss that fits it, and targets that fit both.</summary>
internal sealed class HeadDraw
{
    private readonly Draw _draw;

    public HeadDraw(Draw draw)
    {
        _draw = draw;
        Units = draw.One(2, 3, 5, 10, 17);
        switch (draw.Int(0, 3))
        {
            case 0:
                Activation = "softmax";
                Loss = draw.One("sparse_categorical_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy",
                    "categorical_generalized_cross_entropy", "kl_divergence", "categorical_hinge", "dice", "tversky");
                break;
            case 1:
                Units = draw.Chance(0.5) ? 1 : Units;
                Activation = "sigmoid";
                Loss = draw.One("binary_crossentropy", "binary_focal_crossentropy", "mean_squared_logarithmic_error", "mse");
                break;
            case 2:
                Activation = "softplus";
                Loss = draw.One("poisson", "mape", "log_cosh");
                break;
            default:
                Activation = draw.One<ActivationFunction?>(null, "tanh");
                Loss = draw.One("mse", "mae", "huber", "log_cosh", "cosine_similarity", "hinge", "squared_hinge");
                break;
        }
    }

    public ActivationFunction? Activation { get; }

    public string Loss { get; }

    public int Units { get; }

    /// <summary>Targets of a batch.</summary>
    public ModelData Targets(int samples)
    {
        if (Loss is "sparse_categorical_crossentropy" or "categorical_generalized_cross_entropy")
            return Enumerable.Range(0, samples).Select(_ => _draw.Int(0, Units - 1)).ToArray();
        var targets = new float[samples, Units];
        for (int i = 0; i < samples; i++)
        {
            int right = _draw.Int(0, Units - 1);
            for (int k = 0; k < Units; k++) targets[i, k] = Target(k == right);
        }
        return targets;
    }

    private float Target(bool right) => Loss switch
    {
        "mse" or "mae" or "huber" or "log_cosh" or "cosine_similarity" => _draw.Single(-1, 1),
        "mape" or "poisson" or "mean_squared_logarithmic_error" => _draw.Single(0.5, 2),
        "hinge" or "squared_hinge" => right ? 1 : -1,
        "kl_divergence" => right ? 0.8f : 0.2f / Units,
        _ => right ? 1 : 0,
    };
}
