using System.Runtime.CompilerServices;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A layer that is a function: <c>new Lambda(x =&gt; x * 2)</c>.</summary>
/// <remarks>
/// The function gets and gives tensors and is written with <see cref="Ops"/> and operators; it has no weights of its own. A model with
/// it cannot be saved whole, because files hold no code, unless <see cref="RegisteredName"/> says under which name
/// <see cref="CustomObjects"/> makes the layer again; weights files are not concerned. A Lambda in a file of Keras is never run;
/// <see cref="CustomObjects"/> can put a layer, also one of this class, in its place.
/// Source: keras.io/api/layers/core_layers/lambda.
/// </remarks>
/// <example><code>
/// model.Add(new Lambda(x =&gt; Ops.Square(x), registeredName: "mine&gt;square"));
/// var known = new CustomObjects { { "mine&gt;square", _ =&gt; new Lambda(x =&gt; Ops.Square(x), registeredName: "mine&gt;square") } };
/// Model.Load(path, known);
/// </code></example>
public sealed class Lambda : Layer
{
    private readonly Func<IReadOnlyList<SymbolicTensor>, CallContext, SymbolicTensor> _function;
    private readonly Func<SymbolicTensor, SymbolicTensor?, SymbolicTensor?>? _mask;
    private readonly string? _registeredName;
    private readonly bool _single;

    /// <summary>
    /// Makes a layer of a function of one tensor: <c>new Lambda((SymbolicTensor x) =&gt; x[0])</c>. The type is needed where the
    /// function would also fit a list.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="outputShape">Shape of a sample of the output; null for the one that the function gives.</param>
    /// <param name="mask">The mask of the output, made from the input and its mask; null for an output without one.</param>
    /// <param name="registeredName">Name of the layer's class in files, as <c>package&gt;Name</c>; null for a layer that cannot be
    /// saved.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException"><paramref name="registeredName"/> is not of this form.</exception>
    public Lambda(Func<SymbolicTensor, SymbolicTensor> function, Shape? outputShape = null,
        Func<SymbolicTensor, SymbolicTensor?, SymbolicTensor?>? mask = null,
        string? registeredName = null, Shape? inputShape = null, string? name = null)
        : this(One(function), true, outputShape, mask, registeredName, inputShape, name) { }

    /// <summary>Makes a layer of a function that is told whether the model is being trained.</summary>
    /// <param name="function">The function.</param>
    /// <param name="outputShape">Shape of a sample of the output; null for the one that the function gives.</param>
    /// <param name="mask">The mask of the output, made from the input and its mask; null for an output without one.</param>
    /// <param name="registeredName">Name of the layer's class in files, as <c>package&gt;Name</c>; null for a layer that cannot be
    /// saved.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException"><paramref name="registeredName"/> is not of this form.</exception>
    public Lambda(Func<SymbolicTensor, CallContext, SymbolicTensor> function, Shape? outputShape = null,
        Func<SymbolicTensor, SymbolicTensor?, SymbolicTensor?>? mask = null,
        string? registeredName = null, Shape? inputShape = null, string? name = null)
        : this(One(function), true, outputShape, mask, registeredName, inputShape, name) { }

    /// <summary>Makes a layer of a function of several tensors.</summary>
    /// <param name="function">The function.</param>
    /// <param name="outputShape">Shape of a sample of the output; null for the one that the function gives.</param>
    /// <param name="registeredName">Name of the layer's class in files, as <c>package&gt;Name</c>; null for a layer that cannot be
    /// saved.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException"><paramref name="registeredName"/> is not of this form.</exception>
    // A tensor has items, too: xs => xs[0] * xs[1] is a function of a list, as it was before.
    [OverloadResolutionPriority(1)]
    public Lambda(Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor> function, Shape? outputShape = null,
        string? registeredName = null, string? name = null)
        : this(Several(function), false, outputShape, null, registeredName, null, name) { }

    private Lambda(Func<IReadOnlyList<SymbolicTensor>, CallContext, SymbolicTensor> function, bool single, Shape? outputShape,
        Func<SymbolicTensor, SymbolicTensor?, SymbolicTensor?>? mask, string? registeredName, Shape? inputShape, string? name)
        : base(name, inputShape)
    {
        if (registeredName is not null && registeredName.Split('>') is not [{ Length: > 0 }, { Length: > 0 }])
            throw new ArgumentException(
                $"Layer '{Name}' (Lambda): a registered name has the form 'package>Name', not '{registeredName}'.",
                nameof(registeredName));
        (_function, _single, OutputShape, _mask, _registeredName) = (function, single, outputShape, mask, registeredName);
    }

    /// <summary>Shape of a sample of the output that was given; null for the one that the function gives.</summary>
    public Shape? OutputShape { get; }

    /// <summary>The part of the registered name after the package, or Lambda.</summary>
    public override string ClassName => _registeredName?.Split('>')[1] ?? nameof(Lambda);

    /// <inheritdoc/>
    public override string? Module => _registeredName is null ? base.Module : null;

    /// <inheritdoc/>
    public override string? RegisteredName => _registeredName;

    /// <inheritdoc/>
    public override bool SupportsMasking => _mask is not null;

    // A function may do anything.
    internal override bool MixesSamples(bool training, bool masked) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (_single && inputShapes.Count != 1)
            throw new ArgumentException($"Layer '{Name}' (Lambda) is a function of one tensor, but {inputShapes.Count} were given.",
                nameof(inputShapes));
        return OutputShape is null ? TraceShapes(inputShapes) : [OutputShape.Prepend(inputShapes[0][0])];
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => ComputeOutputShapes([inputShape])[0];

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor output = _function(inputs, context)
            ?? throw new InvalidOperationException($"Layer '{Name}' (Lambda): the function gave null instead of a tensor.");
        return [output];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [_mask!(inputs[0], inputs[0].Mask)];
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The layer has no registered name.</exception>
    public override void WriteConfig(ConfigWriter config)
    {
        if (_registeredName is null)
            throw new NotSupportedException($"Layer '{Name}' (Lambda) is a function in code, which no file can hold. Give it a " +
                "registeredName and register that with CustomObjects, write a class of your own instead, or save only the weights " +
                "(SaveWeights).");
        base.WriteConfig(config);
    }

    private static Func<IReadOnlyList<SymbolicTensor>, CallContext, SymbolicTensor> One(Func<SymbolicTensor, SymbolicTensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (inputs, _) => function(inputs[0]);
    }

    private static Func<IReadOnlyList<SymbolicTensor>, CallContext, SymbolicTensor> One(
        Func<SymbolicTensor, CallContext, SymbolicTensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (inputs, context) => function(inputs[0], context);
    }

    private static Func<IReadOnlyList<SymbolicTensor>, CallContext, SymbolicTensor> Several(
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (inputs, _) => function(inputs);
    }
}
