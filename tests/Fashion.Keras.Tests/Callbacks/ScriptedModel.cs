using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>The smallest model that callbacks can work with: one weight, one metric.</summary>
internal static class ScriptedModel
{
    public static Model Create(double learningRate)
    {
        var model = new Sequential { new Dense(1, useBias: false, inputShape: [1]) };
        model.Compile(new Sgd(learningRate), "mse", ["accuracy"]);
        return model;
    }
}
