using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Architectures;

/// <summary>Scaled images against Keras's preprocess_input.</summary>
public sealed class PreprocessTests
{
    private static readonly Tensor<float> Images = FormulaWeights.Images(2, 3, scaled: false);

    public static TheoryData<string, PreprocessMode> Modes =>
        new() { { "caffe", PreprocessMode.Caffe }, { "tf", PreprocessMode.TensorFlow }, { "torch", PreprocessMode.Torch } };

    [Theory, MemberData(nameof(Modes))]
    public void PreprocessInput_OfAMode_GivesKerasNumbers(string name, PreprocessMode mode)
    {
        Same(name, Applications.PreprocessInput(Images, mode: mode));
        Same(name, Applications.PreprocessInput(Images, "channels_last", name));
        Same(name + "_single",
            Applications.PreprocessInput(Ops.Squeeze(Ops.Slice(Images, [0, 0, 0, 0], [1, -1, -1, -1]), 0).ToTensor(), mode: mode));
        SymbolicTensor first = Ops.Transpose(Images, 0, 3, 1, 2);
        Same(name + "_first", Applications.PreprocessInput(first, DataFormat.ChannelsFirst, mode).ToTensor());
        Same(name + "_first_single",
            Applications.PreprocessInput(Ops.Squeeze(Ops.Slice(first, [0, 0, 0, 0], [1, -1, -1, -1]), 0), DataFormat.ChannelsFirst, mode)
                .ToTensor());
        SymbolicTensor entry = Input.Of([3, 3, 3]);
        Same(name, new Model(entry, Applications.PreprocessInput(entry, mode: mode)).Predict(Images));
    }

    [Fact]
    public void Families_ScaleAsKerasDoes()
    {
        Same("vgg16", Applications.PreprocessVGG16(Images));
        Same("resnet", Applications.PreprocessResNet(Images));
        Same("resnet_v2", Applications.PreprocessResNetV2(Images));
        Same("mobilenet_v2", Applications.PreprocessMobileNetV2(Images));
    }

    [Fact]
    public void PreprocessInput_OfOtherShapes_SaysWhatItNeeds()
    {
        Assert.Contains("three channels",
            Assert.Throws<ArgumentException>(() => Applications.PreprocessInput(Tensor.Create(new float[16], [1, 2, 2, 4]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("three axes",
            Assert.Throws<ArgumentException>(() => Applications.PreprocessInput(Tensor.Create(new float[4], [2, 2]))).Message,
            StringComparison.Ordinal);
    }

    private static void Same(string name, Tensor<float> got)
    {
        JsonNode want = ApplicationCase.Read("preprocessing")[name]!;
        Assert.Equal(want["shape"]!.AsArray().Select(n => n!.GetValue<int>()), got.Lengths.ToArray().Select(n => (int)n));
        AssertClose.Equal(ApplicationCase.Numbers(want), got.ToArray(), 1e-5, 1e-5, name);
    }
}
