// A user's own optimizer, with slots, numbers of the step, the options of all optimizers, and files.
using Fashion.Keras;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Serialization;

var x = new float[64, 4];
var y = new float[64, 1];
var random = new Random(7);
for (int i = 0; i < 64; i++) { for (int j = 0; j < 4; j++) x[i, j] = random.NextSingle() - 0.5f; y[i, 0] = 3 * x[i, 0] - x[i, 1] + 2; }

var model = new Sequential { new Input(4), new Dense(1) };
model.Compile(new Momentum(0.05, options: new OptimizerOptions { Clipnorm = 1 }), "mse");
model.Fit(x, y, batchSize: 16, epochs: 30, verbose: Verbosity.Silent);
model.Save("own.keras");
Model loaded = Model.Load("own.keras", customObjects: new CustomObjects { config => new Momentum(config.GetDouble("learning_rate"), config.GetDouble("beta"), OptimizerOptions.From(config)) });
loaded.Fit(x, y, batchSize: 16, epochs: 30, verbose: Verbosity.Silent);
double loss = loaded.Evaluate(x, y, verbose: Verbosity.Silent).Loss;
Console.WriteLine($"{loaded.Optimizer!.ClassName} after {loaded.Optimizer.Iterations} steps with {loaded.Optimizer.Variables.Count} variables: {(loss < 0.05 ? "good" : $"loss {loss}")}");

/// <summary>Descent along a running mean of the gradients, corrected for its start at 0.</summary>
sealed class Momentum(LearningRate learningRate, double beta = 0.9, OptimizerOptions? options = null) : Optimizer(learningRate, options)
{
    Variable[] _means = [];

    protected override IReadOnlyList<string> ScalarNames => ["rate"];

    protected override void CreateSlots() => _means = AddSlots("mean");

    protected override void WriteScalars(Span<float> scalars, float learningRate, long step) => scalars[0] = learningRate / (1 - MathF.Pow((float)beta, step));

    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient) =>
        context.Assign(weight, weight - context.Scalar(0) * context.Blend(_means[index], beta, gradient));

    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("beta", beta);
    }
}
