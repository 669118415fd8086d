using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// The layers that Keras's own tests define, in C#, for files with models of them. Python code that a file holds as a Lambda is given by
/// the name of the layer, as a user does.
/// </summary>
internal static class RecordedClasses
{
    public static CustomObjects For(string file)
    {
        var objects = new CustomObjects
        {
            { "lambda", _ => file.StartsWith("Lambda_00", StringComparison.Ordinal)
                || file.StartsWith("Lambda_01", StringComparison.Ordinal)
                ? new Lambda(x => x * x) : new Lambda(x => Ops.Concatenate([x, x], axis: 1)) },
        };
        // Saved again, the class is the one here, which is not registered under a name of its own.
        foreach (string package in (string[])["", "Custom>"])
        {
            objects.Add(package + nameof(OneStateRNNCell), c => new OneStateRNNCell(c.GetInt("units")));
            objects.Add(package + nameof(TwoStatesRNNCell), c => new TwoStatesRNNCell(c.GetInt("units")));
            objects.Add(package + nameof(RNNCellWithDropout), c => new RNNCellWithDropout(c.GetInt("units")));
            objects.Add(package + nameof(ExampleWrapper), c => new ExampleWrapper(Wrapper.ReadLayer(c)));
            objects.Add(package + nameof(MockedRandomFlip), c => new MockedRandomFlip(c.GetString("mode")!));
        }
        return objects;
    }

    private sealed class ExampleWrapper(Layer layer) : Wrapper(layer);

    /// <summary>Flips every image, in training only.</summary>
    private sealed class MockedRandomFlip(string mode) : Layer
    {
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("mode", mode);
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
        {
            int[] axes = mode switch { "horizontal" => [-2], "vertical" => [-3], _ => [-3, -2] };
            return context.Training ? Ops.Flip(inputs, axes) : inputs;
        }
    }

    /// <summary>A cell without activation: each state is the input's product plus that of the first state.</summary>
    private abstract class SumCell(int units, int states) : RecurrentCell
    {
        private readonly Variable[] _recurrent = new Variable[states];
        private Variable _kernel = null!;

        public override IReadOnlyList<int> StateSizes => [.. Enumerable.Repeat(units, states)];

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("units", units);
        }

        protected override void Build(Shape inputShape)
        {
            _kernel = AddWeight("kernel", [inputShape[^1], units], "ones");
            for (int i = 0; i < states; i++)
                _recurrent[i] = AddWeight(states == 1 ? "recurrent_kernel" : $"recurrent_kernel_{i + 1}", [units, units], "ones");
        }

        protected override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
            IReadOnlyList<SymbolicTensor> states, CallContext context)
        {
            SymbolicTensor product = Ops.MatMul(inputs, _kernel);
            SymbolicTensor[] after = [.. _recurrent.Select(kernel => product + Ops.MatMul(states[0], kernel))];
            return (after.Aggregate((a, b) => a + b), after);
        }
    }

    private sealed class OneStateRNNCell(int units) : SumCell(units, 1);

    private sealed class TwoStatesRNNCell(int units) : SumCell(units, 2);

    private sealed class RNNCellWithDropout(int units) : SumCell(units, 1);
}
