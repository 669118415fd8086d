namespace Fashion.Keras.Samples;

/// <summary>The figures of the write-up "Basic Classification with CNN" (Fashion-MNIST, TensorFlow 2, 2020), as reported there.</summary>
public static class WriteUp
{
    /// <summary>The runs reported for each attempt.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ReportedRun>> Runs { get; } = new Dictionary<string, IReadOnlyList<ReportedRun>>
    {
        ["tutorial"] = [new(null, 0.3574, 0.8679)],
        ["attempt1"] = [new(16, 0.3415, 0.8849)],
        ["attempt2"] = [new(11, 0.3351, 0.8876), new(9, 0.3240, 0.8842), new(13, 0.3313, 0.8928), new(14, 0.3192, 0.8916),
            new(10, 0.3199, 0.8863)],
        ["attempt3"] = [new(18, 0.3267, 0.8895), new(9, 0.3385, 0.8802), new(11, 0.3385, 0.8805), new(9, 0.3637, 0.8756),
            new(17, 0.3238, 0.8895)],
        ["attempt4"] = [new(8, 0.2781, 0.9010), new(8, 0.2836, 0.9018), new(8, 0.3023, 0.9014), new(8, 0.3116, 0.9024),
            new(10, 0.3102, 0.9064)],
        ["attempt4-small"] = [new(11, 0.2710, 0.9044), new(11, 0.2746, 0.9055), new(8, 0.2923, 0.8992), new(10, 0.2896, 0.8998),
            new(12, 0.2843, 0.9051)],
        ["attempt4-small-dropout"] = [new(13, 0.2861, 0.9081), new(13, 0.2754, 0.9056), new(13, 0.2760, 0.9051), new(11, 0.2751, 0.9064),
            new(13, 0.2877, 0.9019)],
        ["patience5"] = [new(16, 0.3029, 0.9076), new(13, 0.2799, 0.9045)],
        ["dropout-0.5"] = [new(12, 0.2802, 0.9046), new(16, 0.2810, 0.9080)],
        ["dropout-0.25"] = [new(10, 0.2662, 0.9120), new(11, 0.2499, 0.9139)],
        ["final"] = [new(12, 0.2442, 0.9173), new(9, 0.2510, 0.9128)],
        ["book"] = [new(21, 0.2330, 0.9183), new(17, 0.2335, 0.9160), new(13, 0.2499, 0.9131), new(14, 0.2392, 0.9165)],
    };
}
