using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Docs;

// The guide of recurrent layers.
public sealed partial class GuideCode
{
    [Fact]
    public void InitialStates()
    {
        const int letters = 5, sounds = 4;
        #region recurrent.md
        SymbolicTensor text = Input.Of([Shape.Unknown, letters]);
        var (encoded, lastH, lastC) = new LSTM(16, returnState: true).Apply(text);

        SymbolicTensor spoken = Input.Of([Shape.Unknown, sounds]);
        var decoder = new LSTM(16, returnSequences: true, returnState: true);
        var classifier = new Dense(sounds, "softmax");
        SymbolicTensor next = classifier.Apply(decoder.Apply([spoken, lastH, lastC])[0]);
        var model = new Model(inputs: new[] { text, spoken }, outputs: next);
        #endregion
        model.Options = new ModelOptions { Output = TextWriter.Null };
        model.Compile("adam", "categorical_crossentropy");
        ModelData x = [new float[2, 6, letters], new float[2, 3, sounds]];
        model.Fit(x, new float[2, 3, sounds]);
        #region recurrent.md
        var encoder = new Model(text, new[] { lastH, lastC });
        SymbolicTensor h = Input.Of([16]), c = Input.Of([16]);
        var (output, nextH, nextC) = decoder.Apply([spoken, h, c]);
        var speaker = new Model(new[] { spoken, h, c }, new[] { classifier.Apply(output), nextH, nextC });
        #endregion
        Assert.Equal(3,
            speaker.Call([Tensor.Create(new float[4], [1, 1, sounds]),
                .. encoder.Call([Tensor.Create(new float[10], [1, 2, letters])])]).Count);
    }

    [Fact]
    public void StatesBetweenBatches()
    {
        float[,,] x = new float[8, 5, 3];
        float[,] y = new float[8, 1];
        #region recurrent.md
        var model = new Sequential
        {
            new Input([5, 3], name: null, batchSize: 4),
            new LSTM(16, stateful: true),
            new Dense(1),
        };
        model.Compile("adam", "mse");
        for (int epoch = 0; epoch < 3; epoch++)
        {
            model.Fit(x, y, batchSize: 4, shuffle: false, verbose: Verbosity.Silent);
            model.ResetStates();
        }
        #endregion
        Assert.True(((LSTM)model.Layers[0]).States.All(state => state.ToArray().All(v => v == 0)));
    }

    [Fact]
    public void CellsOfYourOwn()
    {
        #region recurrent.md
        SymbolicTensor sequence = Input.Of([10, 3]);
        SymbolicTensor stacked = sequence.RNN(new StackedRNNCells([new LSTMCell(32), new GRUCell(16)]), returnSequences: true);
        SymbolicTensor own = stacked.RNN(new DecayCell(16));
        #endregion
        Assert.Equal([Shape.Unknown, 16], own.Shape);
        Assert.Equal([2, 16],
            new Model(sequence, own).Predict(new float[2, 10, 3], verbose: Verbosity.Silent).Lengths.ToArray().Select(n => (int)n));
    }

    #region recurrent.md
    /// <summary>h = rate * h + x . K with a rate per unit that is learned.</summary>
    sealed class DecayCell(int units) : RecurrentCell
    {
        private Variable _kernel = null!, _rate = null!;

        public override IReadOnlyList<int> StateSizes => [units];

        public override RecurrentCell Copy() => new DecayCell(units);

        protected override void Build(Shape inputShape)
        {
            _kernel = AddWeight("kernel", [inputShape[^1], units]);
            _rate = AddWeight("rate", [units], initializer: "zeros");
        }

        protected override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
            IReadOnlyList<SymbolicTensor> states, CallContext context)
        {
            SymbolicTensor h = Ops.Sigmoid(_rate) * states[0] + Ops.MatMul(inputs, _kernel);
            return (h, [h]);
        }
    }
    #endregion
}
