// The final model: stride-1 convolutions, pooling after each, dropout 0.3. The write-up got 0.917.
using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

var sample = Sample.Start("final", args);
var (xTrain, yTrain) = sample.Train;
var (xTest, yTest) = sample.Test;
xTrain = xTrain.Reshape([-1, 28, 28, 1]);
xTest = xTest.Reshape([-1, 28, 28, 1]);

var model = new Sequential
{
    new Conv2D(filters: 32, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1]),
    new MaxPooling2D(poolSize: 2),
    new Conv2D(filters: 64, kernelSize: 3, activation: "relu"),
    new MaxPooling2D(poolSize: 2),
    new Flatten(),
    new Dense(128, activation: "relu"),
    new Dropout(0.3),
    new Dense(10, activation: "softmax"),
};
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

var stop = new EarlyStopping(monitor: "val_loss", mode: MonitorMode.Min, patience: 3, verbose: true);
var best = new ModelCheckpoint("best_model.h5", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true, verbose: true);
var history = model.Fit(xTrain, yTrain, epochs: sample.Epochs(30), callbacks: [stop, best], validationData: (xTest, yTest));

var loaded = Model.Load("best_model.h5");
sample.Report(loaded.Evaluate(xTest, yTest, verbose: Verbosity.Line), history.Epochs.Count);
