using Fashion.Keras.Internal;

namespace Fashion.Keras.Data;

/// <summary>Keras's texts for the members of an enum: of arguments, and in files.</summary>
internal static class ChoiceTexts<T> where T : struct, Enum
{
    private static readonly (T Value, string Name, string[] Texts)[] s_members =
        [.. Enum.GetValues<T>().Select(value => (value, value.ToString(), ChoiceTexts.Of(typeof(T), value.ToString())))];

    /// <summary>The text of every member, in order.</summary>
    public static IEnumerable<string> All => s_members.Select(member => member.Texts[0]);

    /// <summary>The texts for a message: 'valid', 'same', 'causal'.</summary>
    public static string List => string.Join(", ", All.Select(text => $"'{text}'"));

    /// <summary>Keras's text of a member; the number of a value that is none.</summary>
    public static string Of(T value) =>
        Array.Find(s_members, m => EqualityComparer<T>.Default.Equals(m.Value, value)).Texts?[0] ?? value.ToString();

    /// <summary>The member that a text or a member's name stands for, without regard to case.</summary>
    public static bool TryParse(string text, out T value)
    {
        foreach ((T member, string name, string[] texts) in s_members)
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase) || texts.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                value = member;
                return true;
            }
        value = default;
        return false;
    }
}

/// <summary>The texts that are not the member's name in small letters, with Keras's other words for the same.</summary>
internal static class ChoiceTexts
{
    // Enums of folders that this one does not know, so by name; a test looks for each of them.
    internal static readonly Dictionary<string, string[]> Own = new(StringComparer.Ordinal)
    {
        ["Reduction.SumOverBatchSize"] = ["sum_over_batch_size", "mean"],
        ["AucCurve.Roc"] = ["ROC"],
        ["AucCurve.Pr"] = ["PR"],
        ["AucCurve.PrGain"] = ["PRGAIN"],
        ["OutputMode.MultiHot"] = ["multi_hot", "binary"],
        ["OutputMode.TfIdf"] = ["tf_idf", "tf-idf"],
        ["OovMethod.FloorMod"] = ["floormod"],
        ["OovMethod.FarmHash"] = ["farmhash"],
        ["WindowKind.Rectangular"] = ["rectangular", "none"],
        ["ScalingDistribution.TruncatedNormal"] = ["truncated_normal", "normal"],
        ["WordMatrixMode.TfIdf"] = ["tfidf", "tf_idf"],
        // Of other packages.
        ["FeaturePooling.Average"] = ["avg"],
        ["PreprocessMode.TensorFlow"] = ["tf"],
    };

    public static string[] Of(Type type, string member) =>
        Own.TryGetValue($"{type.Name}.{member}", out string[]? texts) ? texts : [Names.SnakeCase(member)];
}
