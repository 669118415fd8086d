// The final model on any number of ranks: mpirun -np 2 dotnet run -c Release --no-build --project samples/ScaleOut
using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Distributed;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

using var ranks = DataParallel.Start();

// The first rank of each host downloads the data, if it is not there.
if (ranks.LocalRank > 0) ranks.Barrier();
var sample = Sample.Start("final", args);
if (ranks.LocalRank == 0) ranks.Barrier();

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

model.Distribute(ranks);
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

// A batch of 32 for each rank.
int batch = 32 * ranks.Size;
var stop = new EarlyStopping(monitor: "val_loss", mode: MonitorMode.Min, patience: 3, verbose: true);
var best = new ModelCheckpoint("best_model.keras", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true, verbose: true);
var history =
    model.Fit(xTrain, yTrain, batchSize: batch, epochs: sample.Epochs(30), callbacks: [stop, best], validationData: (xTest, yTest));

if (!ranks.IsFirst) return;
var loaded = Model.Load("best_model.keras");
sample.Report(loaded.Evaluate(xTest, yTest, verbose: Verbosity.Line), history.Epochs.Count);
Console.WriteLine($"{ranks.Size} rank(s), {ranks.BytesSent / 1e6:F0} MB sent, {ranks.CommunicationTime.TotalSeconds:F1} s in messages");
