namespace Fashion.Keras.Layers;

/// <summary>
/// A use of a layer with arguments as a layer of its own, which takes the masks after the other inputs: what runs when it is used on
/// values.
/// </summary>
internal sealed class LayerUse : Layer
{
    private readonly Layer _layer;
    private readonly LayerArguments _arguments;
    private readonly int _inputs;
    private readonly bool[] _masked;

    /// <param name="layer">The layer.</param>
    /// <param name="arguments">Names of the inputs, and flags.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="masked">Which of them are given a mask.</param>
    public LayerUse(Layer layer, LayerArguments arguments, int inputs, bool[] masked) : base(layer.Name.Replace('/', '_'))
    {
        (_layer, _arguments, _inputs, _masked) = (Track(layer), arguments, inputs, masked);
        Key = $"{string.Join(' ', arguments.Names)};{string.Join(' ', arguments.Flags)};{inputs};{string.Join(' ', masked)}";
    }

    /// <summary>The same for the same arguments.</summary>
    public string Key { get; }

    protected override void Build(IReadOnlyList<Shape> inputShapes) =>
        _layer.EnsureBuilt(_arguments.Shapes([.. inputShapes.Take(_inputs)]));

    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes) =>
        _layer.ComputeOutputShapes([.. inputShapes.Take(_inputs)], _arguments);

    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        var masks = new Queue<SymbolicTensor>(inputs.Skip(_inputs));
        return _layer.Apply([.. inputs.Take(_inputs)], _arguments, context,
            _masked.Length == 0 ? null : [.. _masked.Select(m => m ? masks.Dequeue() : null)]);
    }
}
