namespace Fashion.Keras.Tests.Architectures;

/// <summary>Arguments that are refused or change where a model begins.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void Weights_Imagenet_SaysHowToGetAFile() =>
        Assert.Contains("Model.Load", Assert.Throws<ArgumentException>(() => Applications.ResNet50(weights: "imagenet")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Weights_OfNoFile_NameIt() =>
        Assert.Contains("nowhere.weights.h5",
            Assert.Throws<FileNotFoundException>(() => Applications.VGG16(weights: "nowhere.weights.h5")).Message,
            StringComparison.Ordinal);

    public static TheoryData<Action, string> Refused => new()
    {
        { () => Applications.MobileNetV2([31, 64, 3]), "32x32" },
        { () => Applications.MobileNetV2([64, 64]), "three sizes" },
        { () => Applications.EfficientNetB0(inputShape: [-1, 64, 3]), "no open sizes" },
        { () => Applications.MobileNetV2(alpha: 0), "alpha" },
        { () => Applications.MobileNetV3Large(dropoutRate: 1.5), "dropoutRate" },
        { () => Applications.MobileNetV2([32, 32, 3], 0.35, inputTensor: Input.Of([64, 64, 3])), "does not fit" },
        { () => Applications.MobileNetV2(alpha: 0.35, inputTensor: Input.Of([64])), "batch, height" },
        { () => Applications.MobileNetV2([32, 32, 3], 0.35, includeTop: false, pooling: (FeaturePooling)7), "no pooling" },
        { () => Applications.MobileNetV2([32, 32, 3], 0.35, includeTop: false, pooling: "mean"), "pooling: there is no" },
        { () => Applications.MobileNetV2([32, 32, 3], 0.35, pooling: "mean"), "There are: 'avg', 'max'" },
        { () => Applications.MobileNetV2([32, 32, 3], 0.35, classes: 0), "units" },
        { () => Applications.MobileNetV2([32, 32, 3], 0.35, weights: typeof(ArgumentTests).Assembly.Location,
            classifierActivation: "sigmoid"), "softmax" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Argument_OfNoModel_IsRefusedByName(Action build, string says) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(build).Message, StringComparison.Ordinal);

    [Fact]
    public void InputTensor_OfALayer_BeginsTheModelAtItsInput()
    {
        SymbolicTensor entry = Input.Of([40, 40, 3], name: "photo");
        Model model = Applications.MobileNetV2(alpha: 0.35, inputTensor: Applications.PreprocessMobileNetV2(entry), classes: 4);
        Assert.Equal(["photo"], model.InputNames);
        Assert.Equal("mobilenetv2_0.35_224", model.Name);
        Assert.Equal([2, 4], model.Predict(FormulaWeights.Images(2, 40, scaled: false)).Lengths.ToArray().Select(n => (int)n));
    }
}
