// Distillation: a small model learns what a larger one thinks of pictures without labels, with a training step of its own.
using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Samples;

const float Temperature = 3;
const int Labelled = 600;
var sample = Sample.Start("distillation", args);
var (xTrain, yTrain) = sample.Train;
var (xTest, yTest) = sample.Test;
xTrain = xTrain.Reshape([-1, 28, 28, 1]);
xTest = xTest.Reshape([-1, 28, 28, 1]);

var teacher = new Sequential("teacher").Input(28, 28, 1)
    .Conv2D(32, 3, activation: "relu").MaxPooling2D(2).Conv2D(64, 3, activation: "relu").MaxPooling2D(2).Flatten().Dropout(0.3)
    .Dense(128, "relu").Dense(10);
teacher.Compile("adam", new SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"]);
Console.WriteLine("The teacher:");
teacher.Fit(xTrain, yTrain, epochs: sample.Epochs(6), verbose: Verbosity.Line);

Console.WriteLine($"The student, on {Labelled} labelled images:");
Sequential alone = Student("alone");
alone.Compile("adam", new SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"]);
alone.Fit(xTrain[..Labelled, .., .., ..], yTrain[..Labelled], epochs: 30, verbose: Verbosity.Silent);

Console.WriteLine("The same student, on what the teacher thinks of all images, without any label:");
Sequential student = Student("student");
var optimizer = new Adam();
var step = TrainStep.Define((x, t) =>
{
    SymbolicTensor wanted = Ops.Softmax(Ops.StopGradient(teacher.Apply(x, t.Inference)) / Temperature);
    SymbolicTensor thought = Ops.LogSoftmax(student.Apply(x) / Temperature);
    SymbolicTensor distance = Ops.Mean(Ops.Sum(wanted * (Ops.Log(wanted + 1e-7f) - thought), axis: -1)) * (Temperature * Temperature);
    t.Minimize(distance, student, optimizer);
    return new() { ["distillation_loss"] = distance };
});
step.Fit(xTrain, epochs: sample.Epochs(6), verbose: Verbosity.Line);

foreach (Sequential model in new[] { teacher, alone, student })
    Console.WriteLine($"{model.Name,-8} {model.CountParams(),7:N0} parameters, test accuracy {Accuracy(model):F4}");

double Accuracy(Sequential model)
{
    Tensor<float> scores = model.Predict(xTest, verbose: Verbosity.Silent);
    return Enumerable.Range(0, (int)scores.Lengths[0]).Average(i => Enumerable.Range(0, 10).MaxBy(c => scores[i, c]) == yTest[i] ? 1.0 : 0);
}

static Sequential Student(string name) =>
    new Sequential(name).Input(28, 28, 1).Conv2D(8, 3, strides: 2, activation: "relu").Conv2D(16, 3, strides: 2, activation: "relu")
        .Flatten().Dense(10);
