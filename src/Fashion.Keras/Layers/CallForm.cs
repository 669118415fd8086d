namespace Fashion.Keras.Layers;

/// <summary>
/// How Keras calls a layer, for those whose call has other arguments than one tensor or list, its mask and <c>training</c>.
/// </summary>
internal sealed class CallForm
{
    /// <summary>What <see cref="LayerArguments"/> calls the flags.</summary>
    public const string ReturnScores = "return_attention_scores", CausalMask = "use_causal_mask", Reverse = "reverse";

    /// <summary>What <see cref="LayerArguments"/> calls the weights of elements that are counted.</summary>
    public const string CountWeights = "count_weights";

    /// <summary>One tensor or one list of them.</summary>
    public static readonly CallForm Plain = new();

    /// <summary>One tensor, on the way there or back.</summary>
    public static readonly CallForm Reversible = new() { Flags = [Reverse] };

    /// <summary>A list of query, value and, if it differs, key.</summary>
    public static readonly CallForm AttentionOfList = new() { Flags = [ReturnScores, CausalMask] };

    /// <summary>Tensors by name.</summary>
    public static readonly CallForm Attention = new()
    {
        Tensors = ["query", "value", "key", "attention_mask"],
        Order = ["query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask"],
        Flags = [ReturnScores, CausalMask],
    };

    /// <summary>The same; but a mask that is given for the query is not used, only one that comes along with it.</summary>
    public static readonly CallForm AttentionWithoutQueryMask =
        new() { Tensors = Attention.Tensors, Order = Attention.Order, Flags = Attention.Flags, PassedOver = ["query_mask"] };

    /// <summary>One tensor and, by name only, how much each of its elements counts.</summary>
    public static readonly CallForm Weighted = new() { Tensors = ["inputs", CountWeights], Order = ["inputs"] };

    /// <summary>
    /// Names of the tensors, in the order that they have among the inputs; empty where all are one argument. The mask of one is
    /// <c>name_mask</c>.
    /// </summary>
    public string[] Tensors { get; private init; } = [];

    /// <summary>Names of the arguments in the order in which they can be given without a name.</summary>
    public string[] Order { get; private init; } = [];

    /// <summary>Arguments that are true or false.</summary>
    public string[] Flags { get; private init; } = [];

    /// <summary>Arguments that Keras takes and does not use.</summary>
    public string[] PassedOver { get; private init; } = [];

    /// <summary>Names of inputs that are given without any.</summary>
    public string[] NamesOf(int count) => [.. Tensors.Where(HasShape).Take(count)];

    /// <summary>Whether a layer is built for the shape of a tensor; not for those of masks and of weights.</summary>
    public static bool HasShape(string name) => !name.EndsWith("_mask", StringComparison.Ordinal) && name != CountWeights;
}
