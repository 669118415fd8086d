// A small modern recipe: batch normalization, shifted and mirrored images, label smoothing, momentum, a learning rate that warms up and
// decays.
using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Samples;

const int BatchSize = 128;

var sample = Sample.Start("final", args);
var (xTrain, yTrain) = sample.Train;
var (xTest, yTest) = sample.Test;
xTrain = xTrain.Reshape([-1, 28, 28, 1]);
xTest = xTest.Reshape([-1, 28, 28, 1]);

int epochs = sample.Epochs(15), steps = epochs * (((int)xTrain.Lengths[0] + BatchSize - 1) / BatchSize);
var schedule = new CosineDecay(initialLearningRate: 0.0075, decaySteps: steps - steps / 10, warmupTarget: 0.15, warmupSteps: steps / 10);

var model = new Sequential().Input(28, 28, 1)
    .RandomFlip(FlipMode.Horizontal)
    .RandomTranslation(0.04, 0.04, FillMode.Constant, Interpolation.Nearest);
foreach ((int filters, int layers) in new[] { (32, 1), (64, 2), (128, 2) })
{
    for (int i = 0; i < layers; i++)
        model.Conv2D(filters, 3, padding: Padding.Same, useBias: false).BatchNormalization(momentum: 0.9).ReLU();
    model.MaxPooling2D(2);
}
model.Flatten().Dropout(0.3).Dense(10, "softmax");
model.Compile(new Sgd(schedule, momentum: 0.9, nesterov: true, weightDecay: 0.0005), new CategoricalCrossentropy(labelSmoothing: 0.1),
    metrics: ["accuracy"]);

// The test images choose nothing here: the model of the last epoch is judged.
var history = model.Fit(xTrain, Utils.ToCategorical(yTrain, 10), batchSize: BatchSize, epochs: epochs);

// What the model says of an image and of its mirror image, averaged. The loss is without smoothing, to compare it with the other samples.
SymbolicTensor image = Input.Of([28, 28, 1]);
SymbolicTensor mirrored = Ops.Flip(image, axis: 2);
var both = new Model(image, Merge.Average(model.Apply(image), model.Apply(mirrored)));
foreach ((string views, Model judged) in new[] { ("the image", model), ("the image and its mirror image", both) })
{
    judged.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    var result = judged.Evaluate(xTest, yTest, verbose: Verbosity.Silent);
    Console.WriteLine(
        $"Test accuracy after {history.Epochs.Count} epochs, from {views}: {result["accuracy"]:0.0000}, loss: {result.Loss:0.0000}");
}
