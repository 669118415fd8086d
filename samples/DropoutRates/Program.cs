// What does the dropout rate do? 0.5 on the strided model; 0.25 and 0.3 on the final one, as the write-up's figures tell.
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

Judge("dropout-0.5", new Sequential
{
    new Conv2D(filters: 32, kernelSize: 3, strides: (2, 2), activation: "relu", inputShape: [28, 28, 1]),
    new Conv2D(filters: 64, kernelSize: 3, strides: (2, 2), activation: "relu"),
    new MaxPooling2D(poolSize: 2),
    new Flatten(),
    new Dense(128, activation: "relu"),
    new Dropout(0.5),
    new Dense(10, activation: "softmax"),
});
Judge("dropout-0.25", FinalModel(0.25));
Judge("final", FinalModel(0.3));

Sequential FinalModel(double rate) => new Sequential()
    .Input(28, 28, 1)
    .Conv2D(32, 3, activation: "relu").MaxPooling2D(2)
    .Conv2D(64, 3, activation: "relu").MaxPooling2D(2)
    .Flatten().Dense(128, activation: "relu").Dropout(rate).Dense(10, activation: "softmax");

void Judge(string attempt, Sequential model)
{
    model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    var stop = new EarlyStopping(monitor: "val_loss", mode: MonitorMode.Min, patience: 3, verbose: true);
    var best = new ModelCheckpoint("best_model.h5", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true, verbose: true);
    var history = model.Fit(xTrain, yTrain, epochs: sample.Epochs(30), callbacks: [stop, best], validationData: (xTest, yTest));
    sample.Report(Model.Load("best_model.h5").Evaluate(xTest, yTest, verbose: Verbosity.Line), history.Epochs.Count, attempt);
}
