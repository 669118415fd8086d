namespace Fashion.Keras.Tests.Architectures;

/// <summary>
/// The code of the guide on architectures, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.
/// </summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void Architectures()
    {
        Tensor<float> images = FormulaWeights.Images(4, 96, scaled: false);
        int[] labels = [0, 1, 2, 1];
        Applications.MobileNetV2([96, 96, 3], 0.35, classes: 10).SaveWeights("mobilenet.weights.h5");
        Applications.MobileNetV3Small([96, 96, 3], 0.35, includeTop: false, pooling: FeaturePooling.Average).Save("base.keras");
        #region applications.md
        Model model = Applications.MobileNetV2(inputShape: [96, 96, 3], alpha: 0.35, weights: "mobilenet.weights.h5", classes: 10);
        Tensor<float> scores = model.Predict(Applications.PreprocessMobileNetV2(images));
        #endregion
        Assert.Equal(10, (int)scores.Lengths[1]);
        #region applications.md
        Model features = Model.Load("base.keras");      // or Applications.MobileNetV3Small(..., includeTop: false)
        features.Trainable = false;
        SymbolicTensor photo = Input.Of([96, 96, 3]);
        var classifier = new Model(photo, features.Apply(photo, training: false).Dropout(0.2).Dense(3, "softmax"));
        classifier.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        classifier.Fit(images, labels, epochs: 2);
        #endregion
        #region applications.md
        features.Trainable = true;
        classifier.Compile(new Adam(1e-5), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        classifier.Fit(images, labels, epochs: 1);
        #endregion
        #region applications.md
        SymbolicTensor pixels = Input.Of([96, 96, 3], name: "pixels");
        Model whole = Applications.MobileNetV2(alpha: 0.35, inputTensor: Applications.PreprocessMobileNetV2(pixels), classes: 10);
        whole.Save("whole.keras");
        #endregion
        Assert.Equal(["pixels"], Model.Load("whole.keras").InputNames);
    }
}
