using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Prediction;

/// <summary>
/// The weights of a predictor: copies of those of the model at one moment, and what was computed of them. The graphs of all batch sizes
/// share them. Not safe for threads; the predictor has a lock.
/// </summary>
internal sealed class FrozenWeights
{
    // Arrays that layers make while they are traced are new variables in every trace.
    private readonly ConditionalWeakTable<Variable, Variable> _copies = [];
    private readonly Dictionary<(Shape Shape, int Hash), List<Variable>> _byContents = [];
    private readonly Dictionary<(Op Op, string Inputs), int> _ids = [];
    private readonly Dictionary<int, Variable> _computed = [];
    private readonly Dictionary<int, List<(double[] Factors, Variable Weight)>> _scaled = [];

    /// <summary>The copy of a weight of the model.</summary>
    public Variable Of(Variable variable)
    {
        if (_copies.TryGetValue(variable, out Variable? copy)) return copy;
        float[] values = variable.ToArray();
        copy = variable.Trainable ? Make(values, variable) : Shared(values, variable);
        _copies.Add(variable, copy);
        return copy;
    }

    /// <summary>A number for an operation on numbered values; equal for equal ones.</summary>
    public int IdOf(Op op, string inputs)
    {
        if (op is VariableOp read) op = new VariableOp(Of(read.Variable));
        if (!_ids.TryGetValue((op, inputs), out int id)) _ids[(op, inputs)] = id = _ids.Count;
        return id;
    }

    /// <summary>What is computed of weights, rounded once.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="numbers">Its numbers.</param>
    public Variable Computed(int id, Shape shape, Func<double[]> numbers)
    {
        if (!_computed.TryGetValue(id, out Variable? made)) _computed[id] = made = Make(Rounded(numbers()), shape, "computed");
        return made;
    }

    /// <summary>A weight times one factor per place along an axis, rounded once.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="numbers">The weight.</param>
    public Variable Scaled(int id, Shape shape, int axis, double[] factors, Func<double[]> numbers)
    {
        if (!_scaled.TryGetValue(id, out List<(double[] Factors, Variable Weight)>? known)) _scaled[id] = known = [];
        foreach ((double[] own, Variable weight) in known)
            if (own.AsSpan().SequenceEqual(factors)) return weight;
        double[] values = numbers();
        var scaled = new float[values.Length];
        int inner = shape[(axis + 1)..].ElementCount;
        for (int i = 0; i < scaled.Length; i++) scaled[i] = (float)(values[i] * factors[i / inner % factors.Length]);
        Variable made = Make(scaled, shape, "kernel");
        known.Add((factors, made));
        return made;
    }

    /// <summary>A row of numbers, rounded.</summary>
    public static Variable Row(double[] numbers) => Make(Rounded(numbers), [numbers.Length], "bias");

    // One copy of equal arrays.
    private Variable Shared(float[] values, Variable variable)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        (Shape, int) key = (variable.Shape, hash.ToHashCode());
        if (!_byContents.TryGetValue(key, out List<Variable>? equal)) _byContents[key] = equal = [];
        Variable? known = equal.Find(other => other.Name == variable.Name && other.ToArray().AsSpan().SequenceEqual(values));
        if (known is null) equal.Add(known = Make(values, variable));
        return known;
    }

    private static Variable Make(float[] values, Variable like) => Make(values, like.Shape, like.Name, like.Path);

    private static float[] Rounded(double[] numbers) => Array.ConvertAll(numbers, x => (float)x);

    private static Variable Make(float[] values, Shape shape, string name, string? path = null)
    {
        var made = new Variable(name, shape, trainable: false) { Path = path ?? name };
        made.Set(values);
        return made;
    }
}
