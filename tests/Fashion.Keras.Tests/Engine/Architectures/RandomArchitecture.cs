using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>
/// A model that a seed describes completely: layers, weights, loss, optimizer and data. Every call of <see cref="Build"/> makes the same
/// again.
/// </summary>
internal sealed class RandomArchitecture(int seed)
{
    private readonly Draw _draw = new(seed);

    /// <summary>The model, compiled, with its data.</summary>
    public sealed record Built(Model Model, ModelData X, ModelData Y, string Description)
    {
        /// <summary>One training step; the loss before it.</summary>
        public double Train() => Model.TrainOnBatch(X, Y)["loss"];

        public float[] Predict() => Model.PredictOnBatch(X).ToArray();
    }

    public static Built Build(int seed, ModelOptions options) => new RandomArchitecture(seed).Build(options);

    private Built Build(ModelOptions options)
    {
        bool sequential = _draw.Chance(0.4), tokens = !sequential && _draw.Chance(0.15);
        Shape input = tokens ? [_draw.Int(2, 9)] : Sample();
        HeadDraw head = new(_draw);
        var last = new Dense(head.Units, head.Activation);
        Model model = sequential ? Chain(input, last) : Branches(input, tokens, last);
        model.Options = options;
        Optimizer optimizer = OptimizerDraw.Next(_draw);
        model.Compile(optimizer, head.Loss);
        SetWeights(model);
        int samples = _draw.Int(1, 13);
        Shape batch = input.Prepend(samples);
        float[] values = [.. Enumerable.Range(0, batch.ElementCount).Select(_ => tokens ? _draw.Int(0, 6) : _draw.Single(-1, 1))];
        string layers = string.Join(" ", model.Layers.Select(l => l.ClassName));
        return new Built(model, Tensor.Create(values, [.. batch.Select(size => (nint)size)]), head.Targets(samples),
            $"seed {seed}: {batch} {layers}; {head.Loss}; {optimizer.GetType().Name}");
    }

    private Shape Sample() => _draw.Int(0, 9) switch
    {
        0 or 1 => [_draw.Chance(0.3) ? _draw.Int(60, 150) : _draw.Int(1, 30)],
        2 or 3 or 4 => [_draw.Int(1, 9), _draw.Int(1, 12)],
        9 => [_draw.Int(2, 4), _draw.Int(2, 5), _draw.Int(2, 5), _draw.Int(1, 3)],
        _ => [_draw.Int(1, 11), _draw.Int(1, 11), _draw.One(1, 2, 3, 3, 5, 17)],
    };

    private Sequential Chain(Shape input, Layer last)
    {
        var model = new Sequential();
        model.Then(new Input(input, null));
        Shape shape = input;
        foreach (int _ in Enumerable.Range(0, _draw.Int(1, 7)))
        {
            Layer layer = LayerDraw.Next(_draw, shape);
            model.Then(layer);
            shape = model.OutputShapes[0][1..];
        }
        if (shape.Rank > 1) model.Then(new Flatten());
        model.Then(last);
        return model;
    }

    private Model Branches(Shape input, bool tokens, Layer last)
    {
        SymbolicTensor first = Input.Of(input), x = first;
        if (tokens && _draw.Int(1, 9) is var length)
            x = (length % 2 == 0 ? new ReversibleEmbedding(7, length, maskZero: _draw.Chance(0.5))
                : new Embedding(7, length, maskZero: _draw.Chance(0.5))).Apply(x);
        foreach (int _ in Enumerable.Range(0, _draw.Int(1, 7)))
            x = _draw.Chance(0.3) ? MergeDraw.Next(_draw, x) : LayerDraw.Next(_draw, x.Shape[1..]).Apply(x);
        if (x.Shape.Rank > 2) x = new Flatten().Apply(x);
        return new Model(first, last.Apply(x));
    }

    // Of a size that keeps signals alive; not the initializers' numbers, which share the process's seed.
    private void SetWeights(Model model)
    {
        foreach (Variable weight in model.Weights)
        {
            double spread = weight.Shape.Rank < 2 ? 0.2 : 1.7 / Math.Sqrt(Math.Max(1, weight.Shape.ElementCount / weight.Shape[^1]));
            double middle = weight.Name switch
            {
                "gamma" or "scale" => 1,
                _ when weight.Name.Contains("variance", StringComparison.Ordinal) => 1,
                "alpha" => 0.3,
                _ => 0,
            };
            if (weight.Name is "count") continue;
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(_ => (float)middle + _draw.Single(-spread, spread))]);
        }
    }
}
