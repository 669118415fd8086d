using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>What a recurrent loop computes at each step.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum RecurrentKind
{
    /// <summary>h = activation(x + h R).</summary>
    Plain,

    /// <summary>Gates z, r, candidate; h = z h + (1 - z) activation(x_h + r (h R_h + b)): the reset gate acts after the product.</summary>
    GatedUnit,

    /// <summary>Gates i, f, candidate, o; c = f c + i activation(z_c); h = o activation(c).</summary>
    LongShortTermMemory,
}

/// <summary>Functions of gates and states that loops know; the slope of each follows from its result.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum RecurrentFunction
{
    /// <summary>x.</summary>
    Linear,

    /// <summary>tanh(x).</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>clip(x / 6 + 0.5, 0, 1).</summary>
    HardSigmoid,
}

/// <summary>
/// A whole sequence through a recurrent cell, as one loop. Inputs: the projected inputs (batch, steps, gates * units), the recurrent kernel
/// (units, gates * units), the states at the start (batch, units): h, and c of a long short-term memory. After them those of the following
/// that the flags name, in this order. Bias: the recurrent bias (gates * units,), of a gated unit only. Mask: (batch, steps), 0 where a
/// step is missing and leaves the states as they were. Kept: (batch, units), a factor of h wherever the recurrent kernel reads it.
/// <para>
/// Outputs: h after every step, by the step's place (batch, steps, units); the last h; the last c of a long short-term memory; and for the
/// gradient alone the activated gates (of a loop with gates), c after every step or the candidate's part of h R + b, and of all loops h as
/// the recurrent kernel read it at every step. Outputs that have no reader need not be stored.
/// </para>
/// </summary>
/// <param name="Kind">What a step computes.</param>
/// <param name="Activation">Function of the candidate, and of c on its way to h.</param>
/// <param name="GateActivation">Function of the gates.</param>
/// <param name="Reverse">Whether it runs from the last step to the first; results stay at their step's place.</param>
/// <param name="Bias">Whether there is a recurrent bias.</param>
/// <param name="Mask">Whether there is a mask.</param>
/// <param name="Kept">Whether there are factors of h.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record RecurrentLoopOp(RecurrentKind Kind, RecurrentFunction Activation, RecurrentFunction GateActivation,
    bool Reverse = false, bool Bias = false, bool Mask = false, bool Kept = false) : Op
{
    /// <inheritdoc/>
    public override string Name => Kind switch
    {
        RecurrentKind.LongShortTermMemory => "lstm_loop",
        RecurrentKind.GatedUnit => "gru_loop",
        _ => "rnn_loop",
    };

    /// <summary>Number of gates, the candidate included: 4 of a long short-term memory, 3 of a gated unit, else 1.</summary>
    public int Gates => Kind switch
    {
        RecurrentKind.LongShortTermMemory => 4,
        RecurrentKind.GatedUnit => 3,
        _ => 1,
    };

    /// <summary>Number of states.</summary>
    public int States => Kind == RecurrentKind.LongShortTermMemory ? 2 : 1;

    /// <summary>Number of outputs for the gradient alone, besides the last: gates and c, or gates and the candidate's part.</summary>
    public int Saved => Kind == RecurrentKind.Plain ? 0 : 2;

    /// <summary>Number of inputs.</summary>
    public int InputCount => MaskInput + (Mask ? 1 : 0) + (Kept ? 1 : 0);

    /// <summary>Place of the bias among the inputs, where it is there.</summary>
    public int BiasInput => 2 + States;

    /// <summary>Place of the mask among the inputs, where it is there.</summary>
    public int MaskInput => BiasInput + (Bias ? 1 : 0);

    /// <summary>Place of the factors of h among the inputs, where they are there.</summary>
    public int KeptInput => MaskInput + (Mask ? 1 : 0);

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, kernel = inputs[1].Shape;
        if (x.Rank != 3 || kernel.Rank != 2)
            throw new ShapeMismatchException("A recurrent loop needs projected inputs (batch, steps, gates) and a recurrent kernel " +
                $"(units, gates), not {x} and {kernel}.");
        int batch = x[0], steps = x[1], units = kernel[0];
        if (x[2] != kernel[1] || kernel[1] != (long)Gates * units)
            throw new ShapeMismatchException($"A recurrent loop of {units} units needs {(long)Gates * units} gates, not {x[2]} projected " +
                $"ones and a kernel of {kernel[1]}.");
        Shape state = [batch, units];
        for (int i = 2; i < 2 + States; i++) Check(inputs[i].Shape, state, "a state");
        if (Bias) Check(inputs[BiasInput].Shape, [kernel[1]], "a recurrent bias");
        if (Mask) Check(inputs[MaskInput].Shape, [batch, steps], "a mask");
        if (Kept) Check(inputs[KeptInput].Shape, state, "factors of the state");
        TensorSpec sequence = new([batch, steps, units]), last = new(state);
        return Kind switch
        {
            RecurrentKind.LongShortTermMemory => [sequence, last, last, new(x), sequence, sequence],
            RecurrentKind.GatedUnit => [sequence, last, new(x), sequence, sequence],
            _ => [sequence, last, sequence],
        };
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value kernel = node.Inputs[1];
        Value? sequence = outputGradients[0], hidden = outputGradients[1], memory = States > 1 ? outputGradients[2] : null, first = null,
            factors = null;
        // Only gradients of gradients come by what the recurrent kernel read: it is the state of the step before, and at first that at the
        // start.
        if (outputGradients[^1] is { } read && read.Shape[1] > 0)
        {
            if (Kept) (factors, read) = (graph.Times(read, Before(graph, node)),
                graph.Times(read, graph.Reshape(node.Inputs[KeptInput], [read.Shape[0], 1, read.Shape[2]])));
            int steps = read.Shape[1];
            Shape one = [0, 1, 0], none = [0, 0, 0], rest = read.Shape.With(1, steps - 1);
            first = graph.Reshape(graph.Add(new SliceOp(Reverse ? [0, steps - 1, 0] : none, read.Shape.With(1, 1)), read),
                node.Inputs[2].Shape);
            Value earlier =
                graph.Add(Reverse ? new PadOp(one, none) : new PadOp(none, one), graph.Add(new SliceOp(Reverse ? none : one, rest), read));
            sequence = sequence is null ? earlier : graph.Plus(sequence, earlier);
        }
        var backward = new RecurrentLoopBackwardOp(this, sequence is not null, hidden is not null, memory is not null);
        Node loop =
            graph.AddNode(backward, [.. node.Inputs, node.Outputs[0], .. node.Outputs[(1 + States)..(1 + States + Saved)],
                .. new[] { sequence, hidden, memory }.OfType<Value>()]);
        var gradients = new Value?[InputCount];
        gradients[0] = loop.Outputs[0];
        for (int i = 0; i < States; i++) gradients[2 + i] = loop.Outputs[1 + i];
        if (first is not null) gradients[2] = graph.Plus(gradients[2]!, first);
        // What the product with the recurrent kernel got: gradients of its two sides are products over all steps of all samples.
        Value inner = loop.Outputs[Kind == RecurrentKind.GatedUnit ? ^1 : 0];
        if (Kept && needed.Contains(node.Inputs[KeptInput]))
        {
            Value all = graph.Times(graph.Add(new MatMulOp(false, true), inner, kernel), Before(graph, node));
            gradients[KeptInput] = graph.Reshape(graph.SumKeeping(factors is null ? all : graph.Plus(all, factors), [1]),
                node.Inputs[KeptInput].Shape);
        }
        if (needed.Contains(kernel)) gradients[1] = graph.Add(new MatMulOp(true), Rows(graph, node.Outputs[^1]), Rows(graph, inner));
        if (Bias && needed.Contains(node.Inputs[BiasInput])) gradients[BiasInput] = graph.SumTo(inner, node.Inputs[BiasInput].Shape);
        return gradients;
    }

    // h before every step, by the step's place.
    private Value Before(GraphBuilder graph, Node node)
    {
        Value sequence = node.Outputs[0];
        (int batch, int steps, int units) = (sequence.Shape[0], sequence.Shape[1], sequence.Shape[2]);
        Value first = graph.Reshape(node.Inputs[2], [batch, 1, units]);
        if (steps < 2) return steps == 0 ? sequence : first;
        Value others = graph.Add(new SliceOp(Reverse ? [0, 1, 0] : [0, 0, 0], [batch, steps - 1, units]), sequence);
        return graph.Add(new ConcatOp(1), Reverse ? [others, first] : [first, others]);
    }

    private static Value Rows(GraphBuilder graph, Value x) => graph.Reshape(x, [x.Shape[..^1].ElementCount, x.Shape[^1]]);

    private static void Check(Shape given, Shape expected, string what)
    {
        if (given != expected) throw new ShapeMismatchException($"A recurrent loop needs {what} of shape {expected}, not {given}.");
    }
}
