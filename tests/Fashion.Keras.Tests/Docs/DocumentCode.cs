#pragma warning disable // Code of documents, as it stands there.
using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Datasets;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Reporting;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Docs;

/// <summary>
/// The code of readmes and of pages that <see cref="GuideCode"/> does not run, as it stands there: it compiles. Nothing calls it, for it
/// loads data and files.
/// </summary>
internal static class DocumentCode
{
    private static readonly Sequential s_model = new();
    private static readonly float[,] s_x = new float[0, 0];
    private static readonly int[] s_y = [];

    private static void TwentyLines()
    {
        var (train, test) = FashionMnist.Load();

        var model = new Sequential
        {
            new Flatten(inputShape: [28, 28]),
            new Dense(128, activation: "relu"),
            new Dense(10, activation: "softmax"),
        };

        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.Images.Normalize(), train.Labels, epochs: 5);

        var (testLoss, testAccuracy) = model.Evaluate(test.Images.Normalize(), test.Labels, verbose: Verbosity.Line);
        Console.WriteLine($"\nTest accuracy: {testAccuracy} (loss {testLoss})");
    }

    private static void GettingStarted()
    {
        var (train, test) = FashionMnist.Load();

        var model = new Sequential
        {
            new Flatten(inputShape: [28, 28]),
            new Dense(128, activation: "relu"),
            new Dense(10, activation: "softmax"),
        };

        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.Images.Normalize(), train.Labels, epochs: 5);

        var (loss, accuracy) = model.Evaluate(test.Images.Normalize(), test.Labels);
        Console.WriteLine($"Test accuracy: {accuracy} (loss {loss})");
    }

    private static void FromTensorFlowNet()
    {
        var (train, test) = FashionMnist.Load();
        var classifier = new Sequential
        {
            new Flatten(inputShape: [28, 28]),
            new Dense(128, activation: "relu"),
            new Dense(10, activation: "softmax"),
        };
        classifier.Compile(new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        classifier.Fit(train.Images.Normalize(), train.Labels, batchSize: 64, epochs: 2, validationSplit: 0.2);
    }

    private static void FromTorchSharp()
    {
        var (train, test) = FashionMnist.Load();
        var network = new Sequential
        {
            new Flatten(inputShape: [28, 28]),
            new Dense(128, activation: "relu"),
            new Dense(10),
        };
        network.Compile(new Adam(1e-3), loss: new SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"]);
        network.Fit(train.Images.Normalize(), train.Labels, batchSize: 32, epochs: 5, shuffle: true);
    }

    private static void ComingFromPython()
    {
        SymbolicTensor ids = Input.Of([200]);
        SymbolicTensor x = new Embedding(20_000, 32, maskZero: true).Apply(ids);
        SymbolicTensor h = x.LayerNormalization();
        x = Merge.Add(x, new MultiHeadAttention(numHeads: 2, keyDim: 16).Apply(h, h));
        h = x.LayerNormalization().Dense(64, activation: "relu").Dense(32);
        x = Merge.Add(x, h);
        var model = new Model(ids, x.GlobalAveragePooling1D().Dense(1, activation: "sigmoid"));
    }

    private static void Performance(Sequential model, float[,] images, int[] labels)
    {
        model.Options = new ModelOptions { Profile = true };
        model.Fit(images, labels);
        foreach (ModelProfile profile in model.Profile()) Console.WriteLine(profile);
    }

    private static void CallbackList(Sequential model, float[,] x, int[] y)
    {
        var stop = new EarlyStopping(monitor: "val_loss", patience: 3, verbose: true);
        var best = new ModelCheckpoint("best_model.h5", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true);
        model.Fit(x, y, epochs: 30, validationSplit: 0.1, callbacks: [stop, best]);
    }

    private static void Schedules()
    {
        var steps = new LearningRateScheduler(epoch => epoch < 10 ? 1e-3 : 1e-4);
        var decay = new LearningRateScheduler((epoch, rate) => epoch < 10 ? rate : rate * Math.Exp(-0.1), verbose: true);
    }

    private static void Lambdas()
    {
        var print = new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine($"epoch {epoch}: {logs["loss"]:F4}"));
    }

    private static void DataSets()
    {
        var (train, test) = Imdb.Load(new() { NumWords = 10_000 });
        var (x, y) = train.Pad(200);
        var model = new Sequential { new Input(200), new Embedding(10_000, 32), new GlobalAveragePooling1D(), new Dense(1, "sigmoid") };
        model.Compile("adam", "binary_crossentropy", ["accuracy"]);
        model.Fit(x, y, epochs: 5);
    }

    private static void Files()
    {
        var (train, test) = FashionMnist.Load();
        var model = new Sequential
        {
            new Flatten(inputShape: [28, 28]), new Dense(128, activation: "relu"), new Dense(10, activation: "softmax"),
        };
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        model.Fit(train.Images.Normalize(), train.Labels, epochs: 2);
        model.Save("fashion.keras");

        Model loaded = Model.Load("fashion.keras");                       // architecture, weights, optimizer
        var scores = loaded.Predict(test.Images.Normalize());
        loaded.Fit(train.Images.Normalize(), train.Labels, epochs: 2);    // goes on where Python stopped

        Model plain = Model.Load("fashion.h5", compile: false);           // to predict only

        model.LoadWeights("fashion.weights.h5");                          // into a model built as it was in Python
    }

    private static void Json()
    {
        Model model = Model.FromJson(File.ReadAllText("model.json"));          // of Keras 3, tf.keras 2, Keras 2, Keras 1
        model.LoadWeights("model_weights.h5");                                 // any layout, see below

        File.WriteAllText("mine.json", model.ToJson(indented: true));
        model.SaveWeights("mine.weights.h5");
    }

    private static void Later(Sequential model, float[,] x, int[] y)
    {
        model.Fit(x, y, epochs: 2);
        model.Save("half.keras");

        Model later = Model.Load("half.keras");
        later.Fit(x, y, epochs: 4, initialEpoch: 2);
    }

    private static void Weights(Sequential model)
    {
        model.LoadWeights("pretrained.h5");                                                  // layer by layer, in order
        IReadOnlyList<string> left = model.LoadWeights("pretrained.h5", byName: true, skipMismatch: true);
        foreach (string line in left) Console.WriteLine(line);

        model.SaveSafetensors("weights.safetensors");
        model.LoadSafetensors("weights.safetensors");      // into a model built as it was
    }

    [RegisterSerializable("my_package", "ScaleShift")]
    sealed class ScaleShift(int power, string? name = null) : Layer(name)
    {
        Variable _scale = null!, _shift = null!;

        protected override void Build(Shape inputShape)
        {
            _scale = AddWeight("scale", [inputShape[^1]], initializer: "ones");
            _shift = AddWeight("shift", [inputShape[^1]], initializer: "zeros");
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * _scale * power + _shift;

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("power", power);
        }
    }

    private static void OwnObjects()
    {
        Model model = Model.Load("mine.keras", customObjects: new CustomObjects
        {
            config => new ScaleShift(config.GetInt("power")),                    // a class, by its registered name
            { "log_cosh_of_mine", _ => Loss.Create("log_cosh_of_mine", LogCosh) },   // a loss, metric or activation, by its name
        });
    }

    private static SymbolicTensor LogCosh(SymbolicTensor yTrue, SymbolicTensor yPred) => yPred - yTrue;

    private static void StandIns()
    {
        Model model = Model.Load("with_lambda.h5", customObjects: new CustomObjects
        {
            { "lambda_1", _ => new Rescaling(1 / 255.0) },       // in place of the layer called lambda_1
            { "tf.signal.fft", _ => new Spectrum() },            // it gets all tensors that the operation was called with
        });
    }

    private sealed class Spectrum : Layer
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs;
    }

    private static void Checkpoints(Sequential model, float[,] x, int[] y)
    {
        model.Fit(x, y, epochs: 30, validationSplit: 0.1, callbacks: [
            new ModelCheckpoint("best_model.h5", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true),
            new ModelCheckpoint("epochs/{epoch:02d}-{val_loss:.2f}.keras"),
            new ModelCheckpoint("latest.weights.h5", saveWeightsOnly: true, saveFrequency: 500),
        ]);

        model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup")]);                  // after every epoch
        model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup", saveFreq: 200)]);   // every 200 batches
    }

    private static void Images(Tensor<float> images, Tensor<float> labels)
    {
        var model = new Sequential
        {
            new Input(180, 180, 3),
            new Resizing(96, 96, cropToAspectRatio: true),
            new RandomFlip(FlipMode.Horizontal),
            new RandomCrop(88, 88, seed: 1),
            new RandomContrast((0.2, 0.2)),
            new Rescaling(1.0 / 255),
            new Conv2D(32, 3, activation: "relu"),
            // ...
        };

        var mixUp = new MixUp(0.2, seed: 1);
        IReadOnlyList<Tensor<float>> mixed = mixUp.Call([images, labels], training: true);
    }

    private static void Progress(Sequential model, float[,] x, int[] y, int batches)
    {
        float[,] NextImages() => x;
        int[] NextLabels() => y;

        model.Fit(x, y, epochs: 5, callbacks: [new ProgbarLogger(ProgressStyle.Keras3)]);

        var bar = new ProgressBar(target: batches) { Style = ProgressStyle.Keras3 };
        for (int step = 1; step <= batches; step++)
        {
            var logs = model.TrainOnBatch(NextImages(), NextLabels());
            bar.Update(step, ("loss", logs["loss"]));
        }
    }

    private static void Results(Sequential model, float[,] x, int[] y, ImageDataset test)
    {
        var (loss, accuracy) = model.Evaluate(x, y);
        var result = model.Evaluate(x, y, verbose: Verbosity.Silent);
        Console.WriteLine($"{result.Loss} {result["accuracy"]} of {string.Join(", ", result.Names)}");

        bool passed = new PassMark(minAccuracy: 0.89, maxLoss: 0.33).IsMetBy(result);

        var report = ClassificationReport.From(test.Labels, model.Predict(x), FashionMnist.ClassNames);
        Console.WriteLine(report);
        Console.WriteLine(report.ConfusionMatrix);
    }
}

sealed class StopWhenGood(double loss) : Callback
{
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (logs["loss"] < loss) Model.StopTraining = true;
    }
}

/// <summary>The sum of the steps that are there.</summary>
sealed class SumOfSteps : Layer
{
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
        Ops.Sum(inputs.Mask is { } mask ? Ops.Where(Ops.ExpandDims(mask, -1), inputs, 0) : inputs, axis: 1);
}
