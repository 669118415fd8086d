namespace Fashion.Keras.Graph;

/// <summary>The gates of everything that a graph, or a file, reads and writes, entered and left together.</summary>
internal sealed class WeightGates
{
    private readonly WeightGate[] _gates;
    private readonly bool[] _writes;

    private WeightGates(Dictionary<WeightGate, bool> gates)
    {
        _gates = [.. gates.Keys];
        Array.Sort(_gates, static (a, b) => a.Order.CompareTo(b.Order));
        _writes = new bool[_gates.Length];
        for (int i = 0; i < _gates.Length; i++) _writes[i] = gates[_gates[i]];
    }

    /// <summary>Those of a graph. Variables that belong to no group yet join the one given.</summary>
    public static WeightGates Of(OpGraph graph, WeightGate own)
    {
        var gates = new Dictionary<WeightGate, bool>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is VariableOp op) gates.TryAdd(op.Variable.JoinGate(own), false);
            foreach (Variable written in node.Op.Written) gates[written.JoinGate(own)] = true;
        }
        return new WeightGates(gates);
    }

    /// <summary>Those of some variables. Variables that belong to no group yet join the one given.</summary>
    public static WeightGates Of(IEnumerable<Variable> variables, WeightGate own, bool write)
    {
        var gates = new Dictionary<WeightGate, bool> { [own] = write };
        foreach (Variable variable in variables) gates[variable.JoinGate(own)] = write;
        return new WeightGates(gates);
    }

    /// <summary>Enters all of them until the result is disposed.</summary>
    public Held Enter()
    {
        int entered = 0;
        try
        {
            for (; entered < _gates.Length; entered++) _gates[entered].Enter(_writes[entered]);
        }
        catch
        {
            Exit(entered);
            throw;
        }
        return new Held(this);
    }

    private void Exit(int count)
    {
        while (count > 0) _gates[--count].Exit();
    }

    internal readonly ref struct Held(WeightGates gates)
    {
        public void Dispose() => gates.Exit(gates._gates.Length);
    }
}
