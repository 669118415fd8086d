using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Kernels of files that Keras wrote on Theano are reversed along their spatial axes, where Keras 2 reversed them.</summary>
public class TheanoKernelTests
{
    public static TheoryData<string, bool> Layers => new()
    {
        { "Conv1D", true }, { "Conv2D", true }, { "Conv3D", true }, { "Conv2DTranspose", true },
        { "SeparableConv1D", false }, { "SeparableConv2D", false }, { "DepthwiseConv2D", false }, { "Dense", false }, { "LSTM", false },
    };

    [Theory, MemberData(nameof(Layers))]
    public void Load_FileOfTheano_ReversesKernels(string className, bool reversed)
    {
        Model model = Model(className);
        foreach (string backend in (string[])["theano", "tensorflow", "cntk"])
        {
            Model loaded = OldFile.Load(OldFile.H5(model, "2.1.6", backend));
            Check(model, loaded, reversed && backend == "theano");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LoadWeights_FileOfTheano_ReversesKernels(bool byName)
    {
        Model model = Model("Conv2D"), other = Model("Conv2D");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("w.h5"), OldFile.H5(model, "2.1.6", "theano"));
        other.LoadWeights(folder.File("w.h5"), byName);
        Check(model, other, reversed: true);
    }

    [Fact]
    public void Flip_AConvolutionOfTheano_GivesItsNumbers()
    {
        // Theano: y[t] = sum over k of x[t + 1 - k] * w[k], here written out for x = 1, 10, 100 and w = 2, 3, 5.
        var model = new Sequential { new Input(3, 1), new Conv1D(1, 3, padding: Padding.Same, useBias: false) };
        model.Weights[0].Set([2, 3, 5]);
        Model loaded = OldFile.Load(OldFile.H5(model, "2.0.2", "theano"));
        Assert.Equal([23, 235, 350],
            loaded.Predict(System.Numerics.Tensors.Tensor.Create([1f, 10, 100], [1, 3, 1]), verbose: Verbosity.Silent).ToArray());
    }

    // The layer stands in a nested model and, with another kernel, outside of it.
    private static Sequential Model(string className)
    {
        int[] shape = className switch
        {
            "Conv1D" or "SeparableConv1D" or "LSTM" or "Dense" => [6, 2],
            "Conv3D" => [5, 5, 6, 2],
            _ => [6, 7, 2]
        };
        Layer Make(string name) => className switch
        {
            "Conv1D" => new Conv1D(2, 3, padding: Padding.Same, name: name),
            "Conv2D" => new Conv2D(2, (2, 3), padding: Padding.Same, name: name),
            "Conv3D" => new Conv3D(2, 2, padding: Padding.Same, name: name),
            "Conv2DTranspose" => new Conv2DTranspose(2, (2, 3), padding: Padding.Same, name: name),
            "SeparableConv1D" => new SeparableConv1D(2, 3, padding: Padding.Same, name: name),
            "SeparableConv2D" => new SeparableConv2D(2, 3, padding: Padding.Same, name: name),
            "DepthwiseConv2D" => new DepthwiseConv2D(3, padding: Padding.Same, name: name),
            "LSTM" => new LSTM(2, returnSequences: true, name: name),
            _ => new Dense(2, name: name),
        };
        var model = new Sequential([new Input(shape), Make("outer"), new Sequential([new Input(shape), Make("inner")], "nested")], "whole");
        model.Build();
        return model;
    }

    private static void Check(Model written, Model loaded, bool reversed)
    {
        foreach (var (want, got) in written.Weights.Zip(loaded.Weights))
        {
            float[] values = want.ToArray();
            bool turned = reversed && want.Name == "kernel";
            if (turned) Assert.NotEqual(values, TheanoKernels.Flip(values, want.Shape));
            Assert.Equal(turned ? Reversed(values, want.Shape) : values, got.ToArray());
        }
    }

    // Element by element, from the indices.
    private static float[] Reversed(float[] values, Shape shape)
    {
        var result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i, at = 0, stride = 1;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                int index = rest % shape[axis];
                at += stride * (axis < shape.Rank - 2 ? shape[axis] - 1 - index : index);
                rest /= shape[axis];
                stride *= shape[axis];
            }
            result[at] = values[i];
        }
        return result;
    }
}
