using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Gradients of <see cref="RecurrentLoopOp"/>. Inputs: those of the loop, its sequence, what it saved (of a loop with gates: gates, and c
/// or the candidate's part), and the gradients of its sequence and last states, as far as the flags name them. Outputs: gradients of the
/// projected inputs and of the states at the start, and, of a gated unit, those of h R + b; in the other kinds these are the gradients of
/// the projected inputs.
/// </summary>
/// <param name="Loop">The loop.</param>
/// <param name="Sequence">Whether a gradient of the sequence is there.</param>
/// <param name="Hidden">Whether a gradient of the last h is there.</param>
/// <param name="Memory">Whether a gradient of the last c is there.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record RecurrentLoopBackwardOp(RecurrentLoopOp Loop, bool Sequence, bool Hidden, bool Memory) : Op
{
    /// <inheritdoc/>
    public override string Name => $"{Loop.Name}_backward";

    /// <summary>Place of the sequence among the inputs; what is saved follows it.</summary>
    public int SequenceInput => Loop.InputCount;

    /// <summary>Place of the first gradient.</summary>
    public int GradientInput => SequenceInput + 1 + Loop.Saved;

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        TensorSpec x = new(inputs[0].Shape), state = new(inputs[2].Shape);
        return Loop.Kind switch
        {
            RecurrentKind.LongShortTermMemory => [x, state, state],
            RecurrentKind.GatedUnit => [x, state, x],
            _ => [x, state],
        };
    }

    /// <summary>
    /// By the formula of the loop, written step by step: its gradients are gradients of the loop's inputs and gradients once more. What the
    /// loop saved follows from the inputs, so it counts as constant.
    /// </summary>
    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        // Copies: gradients must not pass from one input to another that it is computed of.
        Value[] inputs = [.. node.Inputs[..Loop.InputCount].Select(graph.Copy)],
            given = [.. node.Inputs[GradientInput..].Select(graph.Copy)];
        RecurrentFormula formula = RecurrentFormula.Write(graph, Loop, inputs);
        int at = 0;
        Value? seed = null;
        if (Sequence) Collect(formula.Sequence, given[at++]);
        if (Hidden) Collect(formula.States[0], given[at++]);
        if (Memory) Collect(formula.States[1], given[at]);

        Value[] targets = [inputs[0], .. inputs[2..(2 + Loop.States)], .. Loop.Kind == RecurrentKind.GatedUnit ? formula.Inner : []];
        Value?[] once = seed is null ? new Value?[targets.Length] : Gradients.Of(graph, seed, targets);
        Value? sum = null;
        for (int i = 0; i < 1 + Loop.States; i++) Weigh(once[i], outputGradients[i]);
        if (Loop.Kind == RecurrentKind.GatedUnit && outputGradients[^1] is { } inner)
            for (int place = 0; place < formula.Inner.Length; place++)
                Weigh(once[1 + Loop.States + place], RecurrentFormula.At(graph, inner, place));

        var gradients = new Value?[node.Inputs.Length];
        if (sum is null) return gradients;
        Value?[] twice = Gradients.Of(graph, sum, [.. inputs, .. given]);
        for (int i = 0; i < inputs.Length; i++) gradients[i] = twice[i];
        for (int i = 0; i < given.Length; i++) gradients[GradientInput + i] = twice[inputs.Length + i];
        return gradients;

        void Collect(Value output, Value gradient) => seed = Plus(seed, graph.Times(output, gradient));

        void Weigh(Value? gradient, Value? weight)
        {
            if (gradient is not null && weight is not null) sum = Plus(sum, graph.Times(gradient, weight));
        }

        Value Plus(Value? before, Value x)
        {
            Value one = graph.SumTo(x, Shape.Scalar);
            return before is null ? one : graph.Plus(before, one);
        }
    }
}
