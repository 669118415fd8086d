// The tutorial's model: one hidden layer, five epochs. The write-up got 0.868.
using Fashion.Keras;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

var sample = Sample.Start("tutorial", args);
var (xTrain, yTrain) = sample.Train;
var (xTest, yTest) = sample.Test;

var model = new Sequential
{
    new Flatten(inputShape: [28, 28]),
    new Dense(128, activation: "relu"),
    new Dense(10, activation: "softmax"),
};
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

var history = model.Fit(xTrain, yTrain, epochs: sample.Epochs(5));

var result = model.Evaluate(xTest, yTest, verbose: Verbosity.Line);
Console.WriteLine($"\nTest accuracy: {result["accuracy"]}\n");
sample.Report(result, history.Epochs.Count);
