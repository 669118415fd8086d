using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What files say about types and batch sizes: of inputs, and the precision in which layers compute.</summary>
internal static class DTypes
{
    private static readonly string[] Reduced = ["float16", "bfloat16", "mixed_float16", "mixed_bfloat16"];

    /// <summary>What layers can ask for, float32 first.</summary>
    public static string[] Policies { get; } = [DeclaredType.Float32, "float64", .. Reduced];

    /// <summary>Whether a layer can ask for it.</summary>
    public static bool IsPolicy(string name) => Policies.Contains(name);

    /// <summary>Shape of a batch as an input, or the first layer in its place, has it; null when it is not there.</summary>
    public static Shape? BatchShape(this ConfigReader config) => config.GetShape("batch_input_shape") ?? config.GetShape("batch_shape");

    /// <summary>The batch size that a file declares; null for any.</summary>
    public static int? BatchSize(this ConfigReader config) => config.BatchShape() is { Rank: > 0 } batch && batch[0] > 0 ? batch[0] : null;

    /// <summary>The type that an input declares; null when it does not.</summary>
    public static string? DType(this ConfigReader config) => Name(config) is not { } name ? null
        : DeclaredType.Find(name) ?? throw config.Wrong("dtype", $"a type of an input ({string.Join(", ", DeclaredType.Names)})");

    /// <summary>
    /// Reads the precision of a layer. A type of whole numbers is that of its input: Keras 1 and 2 had no other place for it in
    /// models without an InputLayer; weights were floats all the same.
    /// </summary>
    public static void Read(Layer layer, ConfigReader config)
    {
        string? input = config.GetString("input_dtype"), name = Name(config);
        string? type = name is null or "infer" or "_infer" ? DeclaredType.Float32 : Reduced.Contains(name) ? name : DeclaredType.Find(name);
        if (type is null or "string")
            throw config.Wrong("dtype", $"float32, float64, or one of {string.Join(", ", Reduced)}, which are computed in float32");
        if (DeclaredType.IsWhole(type)) input ??= type;
        else layer.Precision = type;
        layer.InputFacts = (input is null ? null : DeclaredType.Find(input), config.BatchSize());
    }

    /// <summary>
    /// Reads what the first layer of a Sequential by Keras 1 and 2 says about the model's input, also where the user's own layer stands in
    /// its place: shape, type and batch size. Nothing else of the configuration is looked at.
    /// </summary>
    public static void ReadInput(Layer layer, ConfigReader config)
    {
        if (config.GetShape("batch_input_shape") is not { Rank: > 0 } batch) return;
        layer.InputShape ??= batch[1..];
        layer.InputFacts = ((config.GetString("input_dtype") ?? Name(config)) is { } name && DeclaredType.Find(name) is { } type
            && DeclaredType.IsWhole(type) ? type : null, config.BatchSize());
    }

    /// <summary>The layers that should compute in less than float32.</summary>
    public static IEnumerable<Layer> ReducedIn(Layer model) => All(model).Where(l => Reduced.Contains(l.Precision));

    private static IEnumerable<Layer> All(Layer layer) => [layer, .. layer.Children.SelectMany(All)];

    // A plain name (Keras 2) or a policy object (tf.keras 2, Keras 3).
    private static string? Name(ConfigReader config) =>
        config.GetObject("dtype") is not { } policy
            ? null
            : policy.IsPlainName ? policy.ClassName : policy.Config.GetString("name") ?? "unknown";
}
