using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

/// <summary>
/// A tensor that has a shape but no numbers yet: what layers, losses and metrics are written with. Between layers it links
/// them into a functional <c>Model</c>; inside <c>Call</c> it stands for a batch, and <see cref="Ops"/> and the operators
/// here write what is to be computed.
/// </summary>
public abstract partial class SymbolicTensor
{
    private protected SymbolicTensor(Shape shape) => Shape = shape;

    /// <summary>Its shape, the batch axis first; <c>None</c> (-1) where a size is not known yet.</summary>
    public Shape Shape { get; }

    /// <summary>
    /// Which steps are there: 1, or 0 where a step is missing, in the tensor's shape without its last axis, usually (batch, steps);
    /// null when all are there. Known inside a layer's <c>Call</c>; between the layers of a functional model it is null.
    /// </summary>
    public SymbolicTensor? Mask { get; internal set; }

    /// <summary>Whether the mask was given to the use of a layer, and does not come along with the value.</summary>
    internal bool MaskIsGiven { get; private init; }

    /// <summary>
    /// The mask that attention by several heads sees: that layer takes the masks away from its inputs, as Keras's does, while layers that
    /// are called with a mask use the one that the model had when it was put together.
    /// </summary>
    internal SymbolicTensor? SeenMask { get => _seesOther ? _seenMask : Mask; set => (_seesOther, _seenMask) = (value != Mask, value); }

    private bool _seesOther;

    private SymbolicTensor? _seenMask;

    /// <summary>The same value under another mask.</summary>
    /// <param name="mask">The mask; null for none.</param>
    /// <param name="given">Whether it was given to the use of a layer.</param>
    internal SymbolicTensor WithMask(SymbolicTensor? mask, bool given = false) =>
        new GraphTensor(Resolve(GraphBuilder.Current!)) { Mask = mask, MaskIsGiven = given };

    /// <summary>Whether it links layers into a model and has no graph yet.</summary>
    internal virtual bool IsBetweenLayers => false;

    /// <summary>The graph value of this tensor, written on demand.</summary>
    internal abstract Value Resolve(GraphBuilder graph);

    /// <summary>
    /// Tensors between layers cannot take operations now; they answer with a layer that will apply them. Others answer null.
    /// </summary>
    /// <param name="name">Name in <see cref="Ops"/>.</param>
    /// <param name="inputs">All inputs.</param>
    /// <param name="write">Writes the operation.</param>
    /// <param name="settings">The other arguments, under Keras's names.</param>
    /// <param name="roles">Keras's names of the inputs; null for its first ones.</param>
    internal virtual SymbolicTensor? Defer(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write,
        Func<JsonObject>? settings, string[]? roles) => null;

    /// <summary>
    /// Tensors whose numbers are known answer with what a layer computes of them; others, and any while something is being written down,
    /// answer null.
    /// </summary>
    /// <param name="layer">The layer or model.</param>
    /// <param name="inputs">All of its inputs.</param>
    /// <param name="training">Whether it works as in training.</param>
    internal virtual IReadOnlyList<SymbolicTensor>? TakenBy(IApplicable layer, IReadOnlyList<SymbolicTensor> inputs, bool training) => null;

    /// <summary>As <see cref="Defer"/>, for an operation with several results.</summary>
    /// <param name="name">Name in <see cref="Ops"/>.</param>
    /// <param name="inputs">All inputs.</param>
    /// <param name="function">Writes the operation with others.</param>
    /// <param name="settings">The other arguments, under Keras's names.</param>
    internal virtual IReadOnlyList<SymbolicTensor>? DeferAll(string name, SymbolicTensor[] inputs,
        Func<SymbolicTensor[], IReadOnlyList<SymbolicTensor>> function, Func<JsonObject>? settings) => null;

    /// <summary>Sum, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator +(SymbolicTensor left, SymbolicTensor right) => Ops.Add(left, right);

    /// <summary>Difference, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator -(SymbolicTensor left, SymbolicTensor right) => Ops.Subtract(left, right);

    /// <summary>Product, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator *(SymbolicTensor left, SymbolicTensor right) => Ops.Multiply(left, right);

    /// <summary>Quotient, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator /(SymbolicTensor left, SymbolicTensor right) => Ops.Divide(left, right);

    /// <summary>What is left of a division, with the sign of the divisor; see <see cref="Ops.Mod"/>.</summary>
    public static SymbolicTensor operator %(SymbolicTensor left, SymbolicTensor right) => Ops.Mod(left, right);

    /// <summary>1 where the left number is smaller, else 0.</summary>
    public static SymbolicTensor operator <(SymbolicTensor left, SymbolicTensor right) => Ops.Less(left, right);

    /// <summary>1 where the left number is larger, else 0.</summary>
    public static SymbolicTensor operator >(SymbolicTensor left, SymbolicTensor right) => Ops.Greater(left, right);

    /// <summary>1 where the left number is smaller or equal, else 0.</summary>
    public static SymbolicTensor operator <=(SymbolicTensor left, SymbolicTensor right) => Ops.LessOrEqual(left, right);

    /// <summary>1 where the left number is larger or equal, else 0.</summary>
    public static SymbolicTensor operator >=(SymbolicTensor left, SymbolicTensor right) => Ops.GreaterOrEqual(left, right);

    /// <summary>
    /// A part, as Python's <c>x[...]</c>: <c>x[0]</c>, <c>x[.., 1..3]</c>, <c>x[AxisIndex.Ellipsis, ^1]</c>; see <see cref="Ops.GetItem"/>.
    /// </summary>
    /// <param name="items">What is taken of each axis, from the first one; the others stay whole.</param>
    public SymbolicTensor this[params ReadOnlySpan<AxisIndex> items] => Ops.GetItem(this, items);

    /// <summary>The negative of every element.</summary>
    public static SymbolicTensor operator -(SymbolicTensor value) => Ops.Negate(value);

    /// <summary>A number as a tensor without axes.</summary>
    public static implicit operator SymbolicTensor(float value) => new ConstantTensor(value);

    /// <summary>A number as a tensor without axes; stored as float.</summary>
    public static implicit operator SymbolicTensor(double value) => new ConstantTensor((float)value);

    /// <summary>A number as a tensor without axes; stored as float.</summary>
    public static implicit operator SymbolicTensor(int value) => new ConstantTensor(value);

    /// <summary>The value of a weight, wherever the tensor is used.</summary>
    public static implicit operator SymbolicTensor(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new VariableTensor(variable);
    }
}
