using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>States that are given to recurrent layers, and outputs that are taken at once.</summary>
public sealed class InitialStateTests
{
    private static readonly SymbolicTensor Sequence = Ops.Ones([2, 4, 5]), State = Ops.Ones([2, 3]), Other = Ops.Ones([2, 4]);

    private static RNN Stack() => new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(4)]), name: "stack");

    public static TheoryData<Func<SymbolicTensors>, string[]> Mistakes => new()
    {
        { () => new LSTM(3, name: "l").Apply(Sequence, initialState: [State]), ["'l' (LSTM)", "(2, 3), but must have (2, 3), (2, 3)"] },
        { () => new LSTM(3, name: "l").Apply(Sequence, initialState: [Other, Other]), ["'l' (LSTM)", "(2, 4), (2, 4), but must have"] },
        { () => new LSTM(3, name: "l").Apply(Sequence, initialState: []), ["'l' (LSTM)", "initialState has no states"] },
        { () => new LSTM(3, name: "l").Apply(Sequence, initialState: [State, null!]), ["'l' (LSTM)", "input 2 of 3 is null"] },
        { () => new GRU(3, name: "g").Apply(Sequence, initialState: [State, State]), ["'g' (GRU)", "must have (2, 3)"] },
        { () => new GRU(3, name: "g").Apply(Sequence, initialState: [Ops.Ones([3])]), ["'g' (GRU)", "(3,), but must have (2, 3)"] },
        { () => new Bidirectional(new GRU(3, name: "g"), name: "b").Apply(Sequence, initialState: [State]),
            ["'b' (Bidirectional)", "1 initial states of 'forward_g' and 1 of 'backward_g'", "1 were given"] },
        { () => new Bidirectional(new GRU(3, name: "g"), name: "b").Apply(Sequence, initialState: [State, Other]),
            ["'backward_g' (GRU)", "(2, 4), but must have (2, 3)"] },
        { () => new Bidirectional(new GRU(3), name: "b").Apply(Sequence, initialState: []), ["'b' (Bidirectional)", "no states"] },
        { () => Stack().Apply(Sequence, initialState: [State, State]), ["'stack' (RNN)", "must have (2, 3), (2, 3), (2, 4)"] },
        { () => new ConvLSTM1D(3, 2, name: "c").Apply(Ops.Ones([2, 4, 5, 3]), initialState: [State, State]),
            ["'c' (ConvLSTM1D)", "(2, 3), (2, 3), but must have (2, 4, 3), (2, 4, 3)"] },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void States_ThatDoNotFit_AreNamedWithTheLayer(Func<SymbolicTensors> call, string[] parts)
    {
        Exception error = Assert.ThrowsAny<ArgumentException>(call);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void AllOutputs_AtOnce_AreThoseByIndex()
    {
        RecurrentLayer stack = new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(4)]), returnState: true);
        SymbolicTensor[] start = [State, State, Other];
        SymbolicTensors all = stack.Apply(Sequence, initialState: start);
        var (output, h, c, g) = stack.Apply(Sequence, initialState: start);
        Assert.Equal([.. all.Select(t => t.ToArray())], [output.ToArray(), h.ToArray(), c.ToArray(), g.ToArray()]);
        (output, h, c, g) = stack.Apply(Sequence);
        Assert.Equal([2, 4], g.Shape);

        var both = new Bidirectional(new LSTM(3, returnState: true));
        SymbolicTensors five = both.Apply(Sequence, initialState: [State, State, State, State]);
        var (joined, fh, fc, bh, bc) = both.Apply(Sequence, initialState: [State, State, State, State]);
        Assert.Equal([.. five.Select(t => t.ToArray())],
            [joined.ToArray(), fh.ToArray(), fc.ToArray(), bh.ToArray(), bc.ToArray()]);
    }

    [Fact]
    public void AnotherNumberOfOutputs_IsNamedWithTheLayer()
    {
        foreach (SymbolicTensor sequence in (SymbolicTensor[])[Sequence, Input.Of([4, 5])])
        {
            string message = Assert.Throws<InvalidOperationException>(() =>
            {
                var (_, _) = new LSTM(3, returnState: true, name: "l").Apply(sequence);
            }).Message;
            Assert.Contains("layer 'l'", message, StringComparison.Ordinal);
            Assert.Contains("one of 3 outputs, not of 2", message, StringComparison.Ordinal);
        }
        Assert.Contains("returnState: true", Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _, _) = new LSTM(3).Apply(Sequence);
        }).Message, StringComparison.Ordinal);
        Assert.Contains("Layer 'l' gives 3 tensors, not 4", Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _, _, _) = new LSTM(3, returnState: true, name: "l").Apply([Sequence]);
        }).Message, StringComparison.Ordinal);
    }
}
