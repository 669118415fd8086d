// Attempt 2: early stopping with patience 3, and the model of the best epoch kept on disk and judged.
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

var sample = Sample.Start("attempt2", args);
var (xTrain, yTrain) = sample.Train;
var (xTest, yTest) = sample.Test;

var model = new Sequential
{
    new Flatten(inputShape: [28, 28]),
    new Dense(128, activation: "relu"),
    new Dense(10, activation: "softmax"),
};
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

var stop = new EarlyStopping(monitor: "val_loss", mode: MonitorMode.Min, patience: 3, verbose: true);
var best = new ModelCheckpoint("best_model.h5", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true, verbose: true);
var history = model.Fit(xTrain, yTrain, epochs: sample.Epochs(30), callbacks: [stop, best], validationData: (xTest, yTest));

var loaded = Model.Load("best_model.h5");
sample.Report(loaded.Evaluate(xTest, yTest, verbose: Verbosity.Line), history.Epochs.Count);
