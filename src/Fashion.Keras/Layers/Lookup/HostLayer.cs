using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>
/// A layer that takes texts, or looks numbers up in a table. It stands at the beginning of a model, after an input or another
/// such layer, and is computed before each step, batch by batch: in Fit, Evaluate and Predict alike, on any number of threads.
/// </summary>
public abstract class HostLayer : Layer
{
    private protected HostLayer(string? name, Shape? inputShape) : base(name, inputShape) { }

    /// <summary>The type of the input that the layer needs, by Keras's name; null when texts and numbers will do.</summary>
    internal abstract string? InputType { get; }

    /// <summary>Whether the output is texts.</summary>
    internal virtual bool GivesTexts => false;

    /// <summary>The type of the output by Keras's name, for files.</summary>
    internal string OutputType => GivesTexts ? DeclaredType.Text : GivesNumbersOfCategories ? DeclaredType.Int64 : DeclaredType.Float32;

    /// <summary>Whether the output is whole numbers, not arrays with a place per category.</summary>
    private protected abstract bool GivesNumbersOfCategories { get; }

    /// <summary>Whether a Sequential may give the layer an input of one text per sample without being told.</summary>
    internal virtual bool TakesOneText => false;

    /// <summary>Who asks, for messages.</summary>
    private protected string Place => $"Layer '{Name}' ({ClassName})";

    /// <summary>Computes one batch, or values without a model.</summary>
    internal abstract ArraySource Compute(IReadOnlyList<ArraySource> inputs);

    /// <summary>The layer's output, without a model.</summary>
    /// <param name="x">Texts or numbers, in the form in which a model takes them: <c>["red", "blue"]</c>, arrays, tensors; a list of them
    /// for a layer with several inputs.</param>
    /// <exception cref="ArgumentException">Data that the layer does not take, or a text that is null.</exception>
    /// <exception cref="InvalidOperationException">The layer has no vocabulary yet, or its output is texts: see
    /// <see cref="Call{T}"/>.</exception>
    public Tensor<float> Call(ModelData x) => Call<float>(x);

    /// <summary>
    /// The layer's output, without a model, in elements of a type: <c>lookup.Call&lt;string&gt;(numbers)</c> for a lookup from numbers to
    /// texts.
    /// </summary>
    /// <typeparam name="T">float, double, int or long; string where the output is texts.</typeparam>
    /// <param name="x">Texts or numbers, in the form in which a model takes them; a list of them for a layer with several inputs.</param>
    /// <exception cref="ArgumentException">Data that the layer does not take, or a text that is null.</exception>
    /// <exception cref="InvalidOperationException">The layer has no vocabulary yet, or its output does not come as
    /// <typeparamref name="T"/>.</exception>
    public Tensor<T> Call<T>(ModelData x)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArraySource result = Compute(x.Arrays);
        Array? values = (result.IsText, typeof(T)) switch
        {
            (true, var type) when type == typeof(string) => result.Texts.ToArray(),
            (false, var type) when type == typeof(float) => Array.ConvertAll(result.ToDoubles(), v => (float)v),
            (false, var type) when type == typeof(double) => result.ToDoubles(),
            (false, var type) when type == typeof(long) => WholeNumbers.Of(result, Place),
            (false, var type) when type == typeof(int) => Array.ConvertAll(WholeNumbers.Of(result, Place), v => checked((int)v)),
            _ => throw new InvalidOperationException($"{Place} gives " +
                $"{(result.IsText ? "texts: Call<string>" : "numbers: Call<float>, double, int or long")}, not {typeof(T).Name}."),
        };
        return Tensor.Create((T[])values, [.. result.Shape.Select(size => (nint)size)]);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => throw new InvalidOperationException(
        $"{Place} is computed before a step, so it can only take an input of the model that is trained, evaluated or predicts, not a " +
        "tensor that the step itself computes.");

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
        [Call(inputs[0], context)];

    internal sealed override void CheckSources(IReadOnlyList<LayerOutput> sources)
    {
        foreach (LayerOutput source in sources)
        {
            Layer from = source.Node.Layer;
            if (from is not (Input or HostLayer or { LevelsInside: > 0 })) throw AfterComputed(from.Name);
            bool? text = from is Input input ? input.DType == DeclaredType.Text : from is HostLayer host ? host.GivesTexts : null;
            if (InputType is { } type && text == (type != DeclaredType.Text))
                throw new ArgumentException($"{Place} takes {(text == true ? "numbers" : "texts")}, but '{from.Name}' gives " +
                    $"{(text == true ? "texts" : $"numbers; an input of texts is Input.Of(shape, dtype: \"{DeclaredType.Text}\")")}.");
        }
    }

    /// <summary>An error about an input that is not known before the step.</summary>
    internal ArgumentException AfterComputed(string source) => new(
        $"{Place} is computed before each step, from inputs of the model alone, but '{source}' is computed in the step. Put it right " +
        "after an Input, or after another layer of its kind.");
}
