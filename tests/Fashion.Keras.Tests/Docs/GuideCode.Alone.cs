using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Pipelines;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>Guides whose code changes the process: its seed, its current directory.</summary>
[Collection(ProcessSeed.Name)]
public sealed class GuideCodeAlone : IDisposable
{
    private readonly WorkingDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TransferLearning()
    {
        Sequential first = new Sequential { Options = new ModelOptions { Output = TextWriter.Null } }.Input(8, 8, 1)
            .Conv2D(4, 3, activation: "relu").BatchNormalization().Flatten(name: "flatten").Dense(5, "softmax", name: "head");
        first.Compile("adam", "sparse_categorical_crossentropy");
        Tensor<float> images = Tensor.Create(Enumerable.Range(0, 12 * 64).Select(i => MathF.Sin(i)).ToArray(), [12, 8, 8, 1]);
        int[] labels = [.. Enumerable.Range(0, 12).Select(i => i % 3)];
        first.Fit(images, labels);
        first.Save("trained.h5");
        #region transfer-learning.md
        Model trained = Model.Load("trained.h5");
        trained.Trainable = false;
        Layer features = trained.GetLayer("flatten");
        var model = new Model(trained.Inputs, features.Output.Dense(3, "softmax", name: "new_head"));
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Summary(showTrainable: true);
        #endregion
        model.Options = new ModelOptions { Output = TextWriter.Null };
        float[][] before = Weights(trained);
        #region transfer-learning.md
        model.Fit(images, labels, epochs: 10);
        #endregion
        Assert.Equal(before, Weights(trained));
        #region transfer-learning.md
        trained.Trainable = true;
        model.Compile(new Adam(1e-4), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(images, labels, epochs: 5);
        #endregion
        Assert.NotEqual(before, Weights(trained));
        #region transfer-learning.md
        var inner = new Model(trained.Inputs, features.Output);
        SymbolicTensor photo = Input.Of([8, 8, 1]);
        var outer = new Model(photo, inner.Apply(photo, training: false).Dropout(0.2).Dense(3, "softmax"));
        #endregion
        Assert.Equal(3, outer.Outputs[0].Shape[^1]);
        #region transfer-learning.md
        Tensor<float> codes = inner.Predict(images, verbose: 0);
        var head = new Sequential { new Dense(3, activation: "softmax") };
        head.Compile("adam", "sparse_categorical_crossentropy");
        head.Fit(codes, labels, epochs: 10, verbose: 0);
        #endregion
        Assert.Equal(144, codes.Lengths[1]);
        #region transfer-learning.md
        IReadOnlyList<string> leftOut = model.LoadWeights("trained.h5", byName: true, skipMismatch: true);
        #endregion
        Assert.NotEmpty(leftOut);
        #region transfer-learning.md
        foreach (AdaptableLayer layer in trained.Layers.OfType<AdaptableLayer>()) layer.EnableLora(rank: 2);
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(images, labels, epochs: 3);
        #endregion
        Assert.Equal(2, trained.Layers.OfType<AdaptableLayer>().Count(layer => layer.LoraRank == 2));
    }

    [Fact]
    public void Cancellation()
    {
        Sequential model = Silent(new Sequential { new Input([4]), new Dense(3, activation: "softmax") });
        (float[,] x, int[] y) = (new float[64, 4], new int[64]);
        void OnKey(CancellationTokenSource stop)
        {
            #region cancellation.md
            Console.CancelKeyPress += (_, key) =>
            {
                key.Cancel = !stop.IsCancellationRequested;      // the second Ctrl+C ends the process at once
                stop.Cancel();
            };
            #endregion
        }
        Assert.NotNull((Action<CancellationTokenSource>)OnKey);
        #region cancellation.md
        using var stop = new CancellationTokenSource();
        #endregion
        stop.Cancel();
        #region cancellation.md
        try
        {
            model.Fit(x, y, epochs: 100, callbacks: new BackupAndRestore("backup", saveFreq: 500), cancellationToken: stop.Token);
            model.Save("model.keras");
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Interrupted; the next start goes on.");
        }
        #endregion
        Assert.False(File.Exists("model.keras"));
        #region cancellation.md
        using var hour = new CancellationTokenSource(TimeSpan.FromHours(1));
        model.Fit(x, y, epochs: 3,
            callbacks: new LambdaCallback(onTrainBatchEnd: (_, _) => model.StopTraining = hour.IsCancellationRequested));
        #endregion
        Assert.Equal(3, model.History!.Epochs.Count);
    }

    [Fact]
    public void Seeds()
    {
        Tensor<float> x = Tensor.Create(Enumerable.Range(0, 64 * 4).Select(i => MathF.Sin(i)).ToArray(), [64, 4]);
        int[] y = [.. Enumerable.Range(0, 64).Select(i => i % 3)];
        float[][] Train()
        {
            #region seeds.md
            Utils.SetRandomSeed(42);
            var model = new Sequential { new Dense(16, activation: "relu"), new Dropout(0.3), new Dense(3, activation: "softmax") };
            model.Compile("adam", "sparse_categorical_crossentropy");
            model.Fit(x, y, epochs: 3, verbose: 0);
            #endregion
            return Weights(model);
        }
        Assert.Equal(Train(), Train());
        float[] StartValues()
        {
            #region seeds.md
            var dense = new Dense(16, activation: "relu", kernelInitializer: new GlorotUniform(seed: 1));
            var dropout = new Dropout(0.3, seed: 2);
            Dataset<int> order = Dataset.Range(1000).Shuffle(1000, seed: 3);
            #endregion
            _ = new Sequential { new Input([4]), dense, dropout };
            return [.. dense.GetWeights()[0].ToArray(), .. order.Take(5).Select(i => (float)i)];
        }
        Assert.Equal(StartValues(), StartValues());
    }

    private static Sequential Silent(Sequential model)
    {
        model.Options = new ModelOptions { Output = TextWriter.Null };
        model.Compile("adam", "sparse_categorical_crossentropy");
        return model;
    }

    private static float[][] Weights(Model model) => [.. model.GetWeights().Select(w => w.ToArray())];
}
