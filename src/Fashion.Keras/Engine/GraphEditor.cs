using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A private copy of a graph that fusion rules change: who uses what, insert, replace, remove.</summary>
internal sealed class GraphEditor
{
    private readonly LinkedList<Node> _nodes = [];
    private readonly Dictionary<Node, Place> _places = [];
    private readonly Dictionary<Value, List<Node>> _users = [];
    private readonly List<Value> _outputs = [];
    private int _nextId;

    public GraphEditor(OpGraph graph)
    {
        var copies = new Dictionary<Value, Value>();
        foreach (Node node in graph.Nodes)
        {
            var inputs = new Value[node.Inputs.Length];
            for (int i = 0; i < inputs.Length; i++) inputs[i] = copies[node.Inputs[i]];
            Node copy = Create(node.Op, inputs, node.Scope, [.. node.Outputs.Select(o => o.Spec)]);
            for (int i = 0; i < copy.Outputs.Length; i++) copies[node.Outputs[i]] = copy.Outputs[i];
            _places[copy] = new Place(_nodes.AddLast(copy), copy.Id);
        }
        _outputs.AddRange(graph.Outputs.Select(o => copies[o]));
        InputCount = graph.Inputs.Count;
        ScalarCount = graph.ScalarCount;
    }

    /// <summary>The nodes in the order in which they run. The list may change while it is walked.</summary>
    public IEnumerable<Node> Nodes
    {
        get
        {
            LinkedListNode<Node>? place = _nodes.First;
            while (place is not null)
            {
                LinkedListNode<Node>? next = place.Next;
                yield return place.Value;
                // A removed place has lost its links; its former successor goes on.
                place = place.List is null ? next : place.Next;
                while (place is { List: null }) place = place.Next;
            }
        }
    }

    /// <summary>Values that the caller reads after a run.</summary>
    public IReadOnlyList<Value> Outputs => _outputs;

    public int InputCount { get; }

    public int ScalarCount { get; }

    /// <summary>Nodes that read a value, one entry per use.</summary>
    public IReadOnlyList<Node> Users(Value value) => _users.TryGetValue(value, out List<Node>? users) ? users : [];

    public bool IsOutput(Value value) => _outputs.Contains(value);

    /// <summary>The node that alone reads a value, once; null if several do or the caller wants the value.</summary>
    public Node? OnlyUser(Value value) => Users(value) is [var user] && !IsOutput(value) ? user : null;

    /// <summary>Whether one node runs before another.</summary>
    public bool IsBefore(Node node, Node other) => _places[node].Order < _places[other].Order;

    /// <summary>
    /// Whether a value may be read as late as at another node: what it holds does not change on the way. Only variables
    /// change, by assignments.
    /// </summary>
    public bool MayReadAt(Value value, Node at)
    {
        if (value.Producer.Op is not VariableOp { Variable: var variable }) return true;
        for (LinkedListNode<Node>? place = _places[value.Producer].Link.Next; place is not null && place.Value != at; place = place.Next)
            if (place.Value.Op.Written.Contains(variable)) return false;
        return true;
    }

    /// <summary>Adds a node in front of another one; its inputs must be known there.</summary>
    public Node InsertBefore(Node at, Op op, params Value[] inputs)
    {
        var specs = new Data.TensorSpec[inputs.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = inputs[i].Spec;
        Node node = Create(op, [.. inputs], at.Scope, op.Infer(specs));
        LinkedListNode<Node> next = _places[at].Link;
        double order = next.Previous is { } previous ? (_places[previous.Value].Order + _places[at].Order) / 2 : _places[at].Order - 1;
        _places[node] = new Place(_nodes.AddBefore(next, node), order);
        return node;
    }

    /// <summary>Everybody who read one value reads another one of the same shape instead.</summary>
    public void Replace(Value old, Value replacement)
    {
        if (_users.Remove(old, out List<Node>? users))
        {
            foreach (Node user in users)
                for (int i = 0; i < user.Inputs.Length; i++)
                    if (user.Inputs[i] == old) user.Inputs = user.Inputs.SetItem(i, replacement);
            UsersOf(replacement).AddRange(users);
        }
        for (int i = 0; i < _outputs.Count; i++)
            if (_outputs[i] == old) _outputs[i] = replacement;
    }

    /// <summary>Takes a node out; its outputs must have no users.</summary>
    public void Remove(Node node)
    {
        foreach (Value input in node.Inputs) UsersOf(input).Remove(node);
        _nodes.Remove(_places[node].Link);
        _places.Remove(node);
    }

    /// <summary>Takes out all nodes whose results are not used.</summary>
    public void RemoveDead()
    {
        for (LinkedListNode<Node>? place = _nodes.Last, previous; place is not null; place = previous)
        {
            previous = place.Previous;
            Node node = place.Value;
            if (node.Op.Written.Count == 0 && !node.Op.IsJoint && node.Outputs.All(o => Users(o).Count == 0 && !IsOutput(o))) Remove(node);
        }
    }

    private Node Create(Op op, Value[] inputs, string? scope, Data.TensorSpec[] results)
    {
        var node = new Node(_nextId++, op, [.. inputs], scope);
        var outputs = new Value[results.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = new Value(node, i, results[i]);
        node.Outputs = [.. outputs];
        foreach (Value input in inputs) UsersOf(input).Add(node);
        return node;
    }

    private List<Node> UsersOf(Value value)
    {
        if (!_users.TryGetValue(value, out List<Node>? users)) _users[value] = users = [];
        return users;
    }

    /// <summary>Where a node stands; smaller numbers run earlier.</summary>
    private sealed record Place(LinkedListNode<Node> Link, double Order);
}
