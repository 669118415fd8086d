// Attempt 1: more epochs, the test set as validation data, early stopping with patience 4.
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

var sample = Sample.Start("attempt1", args);
var (xTrain, yTrain) = sample.Train;
var (xTest, yTest) = sample.Test;

var model = new Sequential
{
    new Flatten(inputShape: [28, 28]),
    new Dense(128, activation: "relu"),
    new Dense(10, activation: "softmax"),
};
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

var stop = new EarlyStopping(monitor: "val_loss", mode: MonitorMode.Min, patience: 4, verbose: true);
var history = model.Fit(xTrain, yTrain, epochs: sample.Epochs(30), callbacks: stop, validationData: (xTest, yTest));

// As in the write-up: the weights of the last epoch are judged, not those of the best one.
sample.Report(model.Evaluate(xTest, yTest, verbose: Verbosity.Line), history.Epochs.Count);
