using Fashion.Keras.Layers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>The code of the guide on ONNX files, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the
/// texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void Files()
    {
        var model = new Sequential { new Input(28, 28, 1), new Conv2D(4, 5, strides: 3, activation: "relu"), new Flatten(),
            new Dense(10, activation: "softmax") };
        SymbolicTensor images = Input.Of([-1, -1, 3]);
        var anySize = new Model(inputs: images, outputs: images.Conv2D(4, 3, strides: 2,
            padding: Padding.Same).GlobalAveragePooling2D().Dense(2));
        #region onnx.md
        model.SaveOnnx("digits.onnx");
        #endregion
        #region onnx.md
        model.SaveOnnx("digits_channels_first.onnx", new OnnxOptions { Layout = ImageLayout.ChannelsFirst });
        #endregion
        #region onnx.md
        anySize.SaveOnnx("images.onnx", new OnnxOptions { InputShapes = [[-1, 64, 64, 3]] });
        #endregion
        #region onnx.md
        using var session = new InferenceSession(model.ToOnnx());
        var digits = new DenseTensor<float>(new float[2 * 28 * 28], [2, 28, 28, 1]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(model.InputNames[0], digits)]);
        float[] scores = [.. results[0].AsEnumerable<float>()];
        #endregion
        Assert.Equal(20, scores.Length);
        Assert.Equal(3, Directory.GetFiles(".", "*.onnx").Length);
    }

    [Fact]
    public void Networks()
    {
        File.Copy(Path.Combine(GoldenCase.Root, "torch", "cnn.onnx"), "network.onnx");
        var images = System.Numerics.Tensors.Tensor.Create(new float[2 * 14 * 14], [2, 1, 14, 14]);
        #region onnx.md
        Model network = OnnxModel.Load("network.onnx");
        var scores = network.Predict(images);
        #endregion
        Assert.Equal([2, 10], scores.Lengths.ToArray());
    }
}
