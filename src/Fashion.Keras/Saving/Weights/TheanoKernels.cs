using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Kernels that were trained on Theano. Its convolution runs through a kernel backwards, so the spatial axes are reversed to give
/// the same results, for the layers for which Keras 2 does so. (For separable and depthwise ones Keras reversed them on Theano
/// itself.)
/// </summary>
internal static class TheanoKernels
{
    public const string Theano = "theano";

    /// <summary>The kernels of a layer, and of layers inside, that are to be reversed.</summary>
    public static IReadOnlySet<Variable> In(Layer layer, string? backend)
    {
        var kernels = new HashSet<Variable>();
        if (backend == Theano) Collect(layer, kernels);
        return kernels;
    }

    /// <summary>Reverses all axes but the last two.</summary>
    public static float[] Flip(float[] values, Shape shape)
    {
        int inner = shape[^1] * shape[^2], count = values.Length / Math.Max(1, inner);
        var result = new float[values.Length];
        for (int i = 0; i < count; i++) Array.Copy(values, i * inner, result, (count - 1 - i) * inner, inner);
        return result;
    }

    private static void Collect(Layer layer, HashSet<Variable> kernels)
    {
        if (layer is Conv1D or Conv2D or Conv3D or Conv2DTranspose) kernels.UnionWith(layer.OwnWeights.Where(w => w.Name == "kernel"));
        if (layer is ConvLSTM2D images)
            kernels.UnionWith(images.Cell.Weights.Where(w => w.Name.EndsWith("kernel", StringComparison.Ordinal)));
        foreach (Layer child in layer.Children) Collect(child, kernels);
    }
}
