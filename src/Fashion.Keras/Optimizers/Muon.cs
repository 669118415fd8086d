using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Muon (Jordan et al., 2024): steps of matrices are momenta made nearly orthogonal by Newton-Schulz steps X = a X + (b A + c A^2) X with A
/// = X X^T; all other weights, those of embeddings, and those excluded take the steps of <see cref="AdamW"/>.
/// </summary>
public sealed class Muon : Optimizer
{
    // As many as a graph can hold.
    private const int MostSteps = 10_000;

    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(1);

    private readonly string[] _excludeLayers;
    private (Variable Momentum, Variable? Velocity)[] _slots = [];

    /// <summary>Makes a Muon.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="adamBeta1">Adam's weight of the old value in the mean of the gradients, in [0, 1].</param>
    /// <param name="adamBeta2">Adam's weight of the old value in the mean of their squares, in [0, 1].</param>
    /// <param name="adamWeightDecay">Weight decay of the weights that take Adam's steps; null for none.</param>
    /// <param name="epsilon">Keeps Adam's quotient finite.</param>
    /// <param name="weightDecay">Weight decay of the matrices: the share of each that a step takes away, times the learning rate; null for
    /// none.</param>
    /// <param name="clipnorm">Largest norm of each gradient; null for no limit. At most one of the three limits can be set.</param>
    /// <param name="clipvalue">Largest absolute value of each gradient element; null for no limit.</param>
    /// <param name="globalClipnorm">Largest norm of all gradients together; null for no limit.</param>
    /// <param name="useEma">Whether to keep a moving average of the weights, which replaces them at the end of Fit.</param>
    /// <param name="emaMomentum">Weight of the old value in that average.</param>
    /// <param name="emaOverwriteFrequency">After how many steps the average replaces the weights; null for never before the end.</param>
    /// <param name="lossScaleFactor">Factor of the loss, by which gradients are divided again; null for 1.</param>
    /// <param name="gradientAccumulationSteps">How many batches' gradients are averaged before a step is taken; null for one.</param>
    /// <param name="name">Its name; null for the class in snake case.</param>
    /// <param name="excludeLayers">Regular expressions: a weight whose path matches one takes Adam's steps.</param>
    /// <param name="excludeEmbeddings">Whether weights with "embedding" in their path take Adam's steps.</param>
    /// <param name="muonA">Factor of X in a Newton-Schulz step.</param>
    /// <param name="muonB">Factor of A X.</param>
    /// <param name="muonC">Factor of A^2 X.</param>
    /// <param name="adamLrRatio">Adam's learning rate as a multiple of the learning rate.</param>
    /// <param name="momentum">Weight of the old momentum.</param>
    /// <param name="nsSteps">Number of Newton-Schulz steps, 0 to 10,000; each is written into the graph.</param>
    /// <param name="nesterov">Whether it looks ahead along the momentum.</param>
    /// <param name="rmsRate">Steps are multiplied by this and the root of the longer side; null for neither.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Muon(
        LearningRate? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999, double? adamWeightDecay = 0.004,
        double epsilon = 1e-7,
        double? weightDecay = 0.004, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null,
        IReadOnlyList<string>? excludeLayers = null, bool excludeEmbeddings = true, double muonA = 3.4445, double muonB = -4.775,
        double muonC = 2.0315,
        double adamLrRatio = 1, double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
        : base(learningRate ?? 0.001, new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps), name)
    {
        AdamBeta1 = Guard.InRange(adamBeta1, 0, 1, ClassName);
        AdamBeta2 = Guard.InRange(adamBeta2, 0, 1, ClassName);
        AdamWeightDecay = adamWeightDecay is { } decay ? Guard.NotNegative(decay, ClassName, nameof(adamWeightDecay)) : null;
        Epsilon = Guard.NotNegative(epsilon, ClassName);
        _excludeLayers = [.. excludeLayers ?? []];
        foreach (string pattern in _excludeLayers) CheckPattern(pattern);
        ExcludeEmbeddings = excludeEmbeddings;
        MuonA = Guard.Finite(muonA, ClassName);
        MuonB = Guard.Finite(muonB, ClassName);
        MuonC = Guard.Finite(muonC, ClassName);
        AdamLrRatio = Guard.NotNegative(adamLrRatio, ClassName);
        Momentum = Guard.InRange(momentum, 0, 1, ClassName);
        NsSteps = Guard.NotNegative(nsSteps, ClassName);
        if (nsSteps > MostSteps)
            throw new ArgumentOutOfRangeException(nameof(nsSteps), nsSteps,
                $"{ClassName}: nsSteps must be at most {MostSteps}, not {nsSteps}; 5 are usual.");
        Nesterov = nesterov;
        RmsRate = rmsRate is { } rate ? Guard.Finite(rate, ClassName, nameof(rmsRate)) : null;
    }

    /// <summary>Adam's weight of the old value in the mean of the gradients.</summary>
    public double AdamBeta1 { get; }

    /// <summary>Adam's weight of the old value in the mean of their squares.</summary>
    public double AdamBeta2 { get; }

    /// <summary>Weight decay of the weights that take Adam's steps.</summary>
    public double? AdamWeightDecay { get; }

    /// <summary>Keeps Adam's quotient finite.</summary>
    public double Epsilon { get; }

    /// <summary>Regular expressions: a weight whose path matches one takes Adam's steps.</summary>
    public IReadOnlyList<string> ExcludeLayers => _excludeLayers;

    /// <summary>Whether weights with "embedding" in their path take Adam's steps.</summary>
    public bool ExcludeEmbeddings { get; }

    /// <summary>Factor of X in a Newton-Schulz step.</summary>
    public double MuonA { get; }

    /// <summary>Factor of A X.</summary>
    public double MuonB { get; }

    /// <summary>Factor of A^2 X.</summary>
    public double MuonC { get; }

    /// <summary>Adam's learning rate as a multiple of the learning rate.</summary>
    public double AdamLrRatio { get; }

    /// <summary>Weight of the old momentum.</summary>
    public double Momentum { get; }

    /// <summary>Number of Newton-Schulz steps.</summary>
    public int NsSteps { get; }

    /// <summary>Whether it looks ahead along the momentum.</summary>
    public bool Nesterov { get; }

    /// <summary>Steps are multiplied by this and the root of the longer side; null for neither.</summary>
    public double? RmsRate { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["alpha"];

    /// <inheritdoc/>
    protected override void CreateSlots() =>
        _slots = [.. Weights.Select(w => (AddSlot(w, "momentum"), UsesAdam(w) ? AddSlot(w, "velocity") : null))];

    /// <inheritdoc/>
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step) =>
        scalars[0] = learningRate * (float)AdamLrRatio * MathF.Sqrt(1 - MathF.Pow((float)AdamBeta2, step))
            / (1 - MathF.Pow((float)AdamBeta1, step));

    private protected override double? DecayOf(Variable weight) => UsesAdam(weight) ? AdamWeightDecay : WeightDecay;

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable momentum, Variable? velocity) = _slots[index];
        if (velocity is not null)
        {
            SymbolicTensor m = context.Assign(momentum, momentum + (gradient - momentum) * (1 - AdamBeta1));
            SymbolicTensor v = context.Assign(velocity, velocity + (Ops.Square(gradient) - velocity) * (1 - AdamBeta2));
            context.Assign(weight, weight - m * context.Scalar(0) / (Ops.Sqrt(v) + Epsilon));
            return;
        }
        SymbolicTensor mean = context.Assign(momentum, momentum + (gradient + (SymbolicTensor)momentum * (Momentum - 1)));
        SymbolicTensor step = context.LearningRate * Orthogonalized(Nesterov ? gradient + Momentum * mean : mean);
        if (RmsRate is { } rate) step *= Math.Sqrt(Math.Max(weight.Shape[0], weight.Shape[1])) * rate;
        context.Assign(weight, weight - step);
    }

    private SymbolicTensor Orthogonalized(SymbolicTensor x)
    {
        bool tall = x.Shape[0] > x.Shape[1];
        if (tall) x = Ops.Transpose(x, 1, 0);
        x /= Ops.Sqrt(Ops.Sum(Ops.Square(x))) + 1e-7;
        for (int i = 0; i < NsSteps; i++)
        {
            SymbolicTensor a = Ops.MatMul(x, x, transposeY: true);
            x = MuonA * x + Ops.MatMul(MuonB * a + Ops.MatMul(MuonC * a, a), x);
        }
        return tall ? Ops.Transpose(x, 1, 0) : x;
    }

    private bool UsesAdam(Variable weight) => weight.Shape.Rank != 2
        || ExcludeEmbeddings && weight.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase)
        || _excludeLayers.Any(pattern => Regex.IsMatch(weight.Path, pattern, RegexOptions.CultureInvariant, LongestSearch));

    private void CheckPattern(string pattern)
    {
        try
        {
            Regex.IsMatch("", pattern, RegexOptions.CultureInvariant, LongestSearch);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(
                $"{ClassName}: excludeLayers has '{ShortText.Of(pattern ?? "null")}', which is no regular expression: {e.Message}",
                nameof(pattern), e);
        }
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("adam_beta_1", AdamBeta1).Write("adam_beta_2", AdamBeta2).Write("epsilon", Epsilon);
        config.Set("exclude_layers", new JsonArray([.. _excludeLayers.Select(pattern => (JsonNode)pattern)]));
        config.Write("muon_a", MuonA).Write("muon_b", MuonB).Write("muon_c", MuonC).Write("adam_lr_ratio", AdamLrRatio)
            .Write("momentum", Momentum).Write("ns_steps", NsSteps)
            .Write("nesterov", Nesterov).Write("exclude_embeddings", ExcludeEmbeddings).Write("adam_weight_decay", AdamWeightDecay)
            .Write("rms_rate", RmsRate);
    }

    internal static Muon From(ConfigReader config, LearningRate learningRate, string? name)
    {
        OptimizerOptions o = OptimizerOptions.From(config);
        return new Muon(learningRate, config.GetDouble("adam_beta_1", 0.9), config.GetDouble("adam_beta_2", 0.999),
            OrNone("adam_weight_decay", 0.004), config.GetDouble("epsilon", 1e-7),
            OrNone("weight_decay", 0.004), o.Clipnorm, o.Clipvalue, o.GlobalClipnorm, o.UseEma, o.EmaMomentum, o.EmaOverwriteFrequency,
            o.LossScaleFactor, o.GradientAccumulationSteps, name,
            config.Has("exclude_layers") ? config.GetTexts("exclude_layers") : null, config.GetBool("exclude_embeddings", true),
            config.GetDouble("muon_a", 3.4445), config.GetDouble("muon_b", -4.775),
            config.GetDouble("muon_c", 2.0315), config.GetDouble("adam_lr_ratio", 1), config.GetDouble("momentum", 0.95),
            config.GetInt("ns_steps", 5), config.GetBool("nesterov", true), OrNone("rms_rate", 0.2));

        double? OrNone(string key, double fallback) => config.Contains(key) ? config.GetDoubleOrNull(key) : fallback;
    }
}
