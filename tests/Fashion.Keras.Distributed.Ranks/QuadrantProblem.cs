using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Distributed.Ranks;

/// <summary>A model that learns which quarter of a small image is the brightest, and its data: the same in every process.</summary>
internal sealed class QuadrantProblem
{
    private const int Side = 8;

    public QuadrantProblem(Arguments arguments)
    {
        var random = new Random(5);
        int count = arguments.Number("samples", 240), checks = arguments.Number("checks", 50);
        (X, Y) = Samples(count, random);
        (CheckX, CheckY) = Samples(checks, random);
    }

    public float[,,,] X { get; }

    public int[] Y { get; }

    public float[,,,] CheckX { get; }

    public int[] CheckY { get; }

    /// <summary>The samples as a pipeline, shuffled alike in every process.</summary>
    public Dataset<(float[,,] X, int Y)> Pairs() => Dataset.FromIndex(Y.Length, i => (One(X, i), Y[i])).Shuffle(1000, seed: 4);

    /// <summary>The samples to validate on as a pipeline.</summary>
    public Dataset<(float[,,] X, int Y)> Checks() => Dataset.FromIndex(CheckY.Length, i => (One(CheckX, i), CheckY[i]));

    private static float[,,] One(float[,,,] all, int index)
    {
        var one = new float[Side, Side, 1];
        for (int i = 0; i < Side; i++)
            for (int j = 0; j < Side; j++) one[i, j, 0] = all[index, i, j, 0];
        return one;
    }

    /// <summary>The model, with weights of its own per seed.</summary>
    public static Sequential Model(Arguments arguments, int seed, int? accumulate)
    {
        Utils.SetRandomSeed(seed);
        var model = new Sequential
        {
            new Conv2D(6, 3, activation: "relu", inputShape: [Side, Side, 1]),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(20, activation: "relu"),
        };
        if (arguments.Has("norm")) model.Add(new BatchNormalization(synchronized: arguments.Has("synchronized")));
        if (arguments.Has("dropout")) model.Add(new Dropout(0.3));
        model.Add(new Dense(4, activation: "softmax"));
        Optimizer optimizer = arguments.Text("optimizer", "adam") switch
        {
            "sgd" => new Sgd(0.05, momentum: 0.9, gradientAccumulationSteps: accumulate),
            "clipped" => new Adam(0.01, globalClipnorm: 0.5, useEma: true, gradientAccumulationSteps: accumulate),
            "clip" => new Adam(0.01, globalClipnorm: 0.5, weightDecay: 0.01, gradientAccumulationSteps: accumulate),
            "scaled" => new LossScaleOptimizer(new Adam(0.01, gradientAccumulationSteps: accumulate)),
            _ => new Adam(0.01, gradientAccumulationSteps: accumulate),
        };
        model.Options = new ModelOptions
        { Threads = arguments.Number("threads", 1), Seed = 11, Output = arguments.Has("print") ? null : TextWriter.Null };
        model.Compile(optimizer, new SparseCategoricalCrossentropy(), ["accuracy", new Metrics.SparseTopKCategoricalAccuracy(2)]);
        return model;
    }

    private static (float[,,,] X, int[] Y) Samples(int count, Random random)
    {
        var x = new float[count, Side, Side, 1];
        var y = new int[count];
        for (int n = 0; n < count; n++)
        {
            y[n] = random.Next(4);
            for (int i = 0; i < Side; i++)
                for (int j = 0; j < Side; j++)
                    x[n, i, j, 0] = (float)random.NextDouble() + (i / (Side / 2) * 2 + j / (Side / 2) == y[n] ? 0.4f : 0);
        }
        return (x, y);
    }
}
