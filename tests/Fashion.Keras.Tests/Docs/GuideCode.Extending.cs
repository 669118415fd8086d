using Fashion.Keras.Callbacks;
using Fashion.Keras.Configuration;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Docs;

public sealed partial class GuideCode
{
    [Fact]
    public void Extending()
    {
        float[,] x = new float[32, 4], y = new float[32, 1];
        var model = new Sequential { new Input(4), new ScaleShift(), new Dense(1) };
        #region extending.md
        model.Compile(
            optimizer: "rmsprop",
            loss: Loss.Create("log_cosh", (yTrue, yPred) => Ops.Mean(Ops.Log(Ops.Cosh(yPred - yTrue)), axis: -1)),
            metrics: [Metric.Create("worst", (yTrue, yPred) => Ops.Max(Ops.Abs(yPred - yTrue), axis: -1))]);
        #endregion
        model.Fit(x, y, verbose: Verbosity.Silent, callbacks: [new StopWhenGood(0.01)]);
        #region extending.md
        model.Compile(new SignDescent(0.001, options: new OptimizerOptions { WeightDecay = 0.004, Clipnorm = 1 }), "mse");
        #endregion
        model.Fit(x, y, verbose: Verbosity.Silent);
        string file = _folder.File("mine.keras");
        model.Save(file);
        model = (Sequential)Load(file);
        Assert.Equal(("SignDescent", 2, 0.004), (model.Optimizer!.ClassName, model.Optimizer.Variables.Count / 2, model.Optimizer.WeightDecay!.Value));
        Assert.Equal(1, model.Optimizer.Iterations);
    }

    private static Model Load(string path)
    {
        #region extending.md
        Model loaded = Model.Load(path, customObjects: new CustomObjects
        {
            _ => new ScaleShift(),
            config => new SignDescent(config.GetDouble("learning_rate"), config.GetDouble("beta"), OptimizerOptions.From(config)),
        });
        #endregion
        return loaded;
    }

    #region extending.md
    /// <summary>y = scale * x + shift, both learned per feature.</summary>
    sealed class ScaleShift : Layer
    {
        Variable _scale = null!, _shift = null!;

        protected override void Build(Shape inputShape)
        {
            _scale = AddWeight("scale", [inputShape[^1]], initializer: "ones");
            _shift = AddWeight("shift", [inputShape[^1]], initializer: "zeros");
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * _scale + _shift;
    }
    #endregion

    #region extending.md
    sealed class TwoLayers : Model
    {
        private readonly Dense _hidden, _last;

        public TwoLayers()
        {
            _hidden = Track(new Dense(32, "relu"), "hidden");
            _last = Track(new Dense(10, "softmax"), "last");
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
            _last.Apply(_hidden.Apply(inputs, context), context);
    }
    #endregion

    #region extending.md
    /// <summary>Steps along the sign of a running mean of the gradients.</summary>
    [RegisterSerializable("my_package", "SignDescent")]
    sealed class SignDescent(LearningRate learningRate, double beta = 0.9, OptimizerOptions? options = null) : Optimizer(learningRate, options)
    {
        Variable[] _means = [];

        protected override void CreateSlots() => _means = AddSlots("mean");

        protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
        {
            SymbolicTensor mean = context.Blend(_means[index], beta, gradient);
            context.Assign(weight, weight - context.LearningRate * Ops.Sign(mean));
        }

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("beta", beta);
        }
    }
    #endregion

    #region extending.md
    sealed class StopWhenGood(double loss) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs)
        {
            if (logs["loss"] < loss) Model.StopTraining = true;
        }
    }
    #endregion
}
