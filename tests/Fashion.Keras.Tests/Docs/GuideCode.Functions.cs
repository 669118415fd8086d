using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

// The guide of values and functions.
public sealed partial class GuideCode
{
    [Fact]
    public void Values()
    {
        #region values-and-functions.md
        SymbolicTensor x = new float[,] { { 1, 2 }, { 3, 4 } };
        SymbolicTensor probabilities = Ops.Softmax(x * 2 + 1);
        Tensor<float> tensor = probabilities;
        float[] numbers = probabilities.ToArray();
        float mean = Ops.Mean(x).ToScalar();
        Console.WriteLine(x + new float[] { 10, 20 });
        #endregion
        Assert.Equal("[[11, 22], [13, 24]]", (x + new float[] { 10, 20 }).ToString());
        Assert.Equal(2.5f, mean);
        Assert.Equal(numbers, tensor.ToArray());
        Sequential model = Classifier(4, 3);
        var images = Tensor.Create(Enumerable.Range(0, 8).Select(i => MathF.Sin(i)).ToArray(), [2, 4]);
        int[] labels = [0, 2];
        #region values-and-functions.md
        Tensor<float> scores = model.Call(images, training: false);
        float loss = new SparseCategoricalCrossentropy().Compute(labels, scores).ToScalar();
        var accuracy = new SparseCategoricalAccuracy();
        accuracy.UpdateState(labels, scores);
        double share = accuracy.Result();
        accuracy.ResetState();
        #endregion
        Assert.True(loss > 0 && share is 0 or 0.5 or 1);
    }

    [Fact]
    public void Functions()
    {
        Sequential model = Classifier(4, 3).Seeded(1),
            critic = new Sequential { new Input([2]), new Dense(8, activation: "tanh"), new Dense(1) }.Seeded(2);
        var images = Tensor.Create(Enumerable.Range(0, 8).Select(i => MathF.Sin(i)).ToArray(), [2, 4]);
        int[] labels = [0, 2];
        float[,] points = { { 1, 2 }, { 3, 4 } };
        var optimizer = new Adam();
        var sgd = new Sgd(0.1);
        #region values-and-functions.md
        Function distance = Function.Define((a, b) => Ops.Sqrt(Ops.Sum(Ops.Square(a - b), axis: -1)));
        float[] distances = distance.Call(new float[,] { { 0, 0 }, { 1, 1 } }, new float[,] { { 3, 4 }, { 1, 2 } }).ToArray();
        #endregion
        Assert.Equal([5, 1], distances);
        #region values-and-functions.md
        Function saliency = Function.Gradient(image => Ops.Max(model.Apply(image), axis: -1));
        Tensor<float> map = saliency.Call(images);
        #endregion
        Assert.Equal(8, map.FlattenedLength);
        #region values-and-functions.md
        var crossentropy = new SparseCategoricalCrossentropy();
        Function attack = Function.Define((image, label) =>
            image + 0.1 * Ops.Sign(Ops.Gradient(crossentropy.Compute(label, model.Apply(image)), image)));
        Tensor<float> adversarial = attack.Call(images, labels);
        #endregion
        Assert.True(
            crossentropy.Compute(labels, model.Call(adversarial)).ToScalar() > crossentropy.Compute(labels, model.Call(images)).ToScalar());
        #region values-and-functions.md
        TrainStep step = TrainStep.Define((real, fake, t) =>
        {
            SymbolicTensor share = t.RandomUniform([t.BatchSize, 1]);
            SymbolicTensor between = share * real + (1 - share) * fake;
            SymbolicTensor slope = Ops.Gradient(critic.Apply(between), between);
            SymbolicTensor penalty = Ops.Mean(Ops.Square(Ops.Sqrt(Ops.Sum(Ops.Square(slope), axis: -1) + 1e-12) - 1));
            SymbolicTensor value = Ops.Mean(critic.Apply(fake)) - Ops.Mean(critic.Apply(real)) + 10 * penalty;
            t.Minimize(value, critic, optimizer);
            return new() { ["critic"] = value, ["penalty"] = penalty };
        });
        #endregion
        float[,] far = { { -1, -2 }, { -3, -4 } };
        double first = step.TrainOnBatch(points, far)["penalty"], last = first;
        for (int i = 0; i < 200; i++) last = step.TrainOnBatch(points, far)["penalty"];
        Assert.True(last < first, $"The penalty went from {first} to {last}.");
        #region values-and-functions.md
        Function update = Function.Define(t =>
        {
            SymbolicTensor value = Ops.Mean(Ops.Square(critic.Apply(t.Inputs[0])));
            IReadOnlyList<SymbolicTensor> gradients = Ops.Gradients(value, critic.TrainableWeights);
            t.ApplyGradients([.. gradients.Select(g => Ops.Clip(g, -0.1f, 0.1f))], critic.TrainableWeights, sgd);
            return [value];
        }, training: true);
        float before = update.Call(points).ToScalar();
        #endregion
        Assert.True(update.Call(points).ToScalar() < before);
    }
}
