using System.Numerics.Tensors;

namespace Fashion.Keras.Tests.Docs;

// The part of the guide on serving that needs no server.
public sealed partial class GuideCode
{
    [Fact]
    public void Predictors()
    {
        Sequential model = new Sequential().Input(28, 28).Flatten().Dense(10, "softmax");
        var images = new float[3, 28, 28];
        float[] pixels = new float[28 * 28];
        #region serving.md
        using Predictor predictor = model.ToPredictor();
        var scores = new float[10];
        predictor.Predict(pixels, scores);
        Tensor<float> all = predictor.Predict(images, batchSize: 64);
        #endregion
        Assert.Equal(1, scores.Sum(), 1e-5);
        Assert.Equal(3, (int)all.Lengths[0]);
    }
}
